/** One method for each C function, its prototype in the comment, its descriptor equal to it. */
@NullMarked
package gulliver.os.ffm;

import org.jspecify.annotations.NullMarked;

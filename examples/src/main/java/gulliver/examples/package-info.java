/** Small programs, one idea each; the tests run them all. */
@NullMarked
package gulliver.examples;

import org.jspecify.annotations.NullMarked;

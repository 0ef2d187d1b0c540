/** The kernel's structures as Java values. */
@NullMarked
package gulliver.os.linux;

import org.jspecify.annotations.NullMarked;

/** HTTP/1.1. */
@NullMarked
package gulliver.protocols.http;

import org.jspecify.annotations.NullMarked;

/**
 * Serves the files of a folder over HTTP: {@link gulliver.protocols.http.files.FileHandler}. What
 * it is made of can be used by other handlers: {@link gulliver.protocols.http.files.Validators} for
 * conditional requests, {@link gulliver.protocols.http.files.ByteRanges} for parts of a
 * representation, {@link gulliver.protocols.http.files.MediaTypes}.
 *
 * <p>To read: RFC 9110 <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8">§8.8</a>
 * (validators), <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13">§13</a> (conditions),
 * <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14">§14</a> (ranges); RFC 3986 <a
 * href="https://www.rfc-editor.org/rfc/rfc3986#section-3.3">§3.3</a> (paths).
 */
@NullMarked
package gulliver.protocols.http.files;

import org.jspecify.annotations.NullMarked;

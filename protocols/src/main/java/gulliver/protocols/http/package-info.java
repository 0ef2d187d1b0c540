/**
 * HTTP/1.1: a small, strict server and client.
 *
 * <ul>
 *   <li>{@link gulliver.protocols.http.HttpServer} is where a server begins; a {@link
 *       gulliver.protocols.http.Handler} makes an {@link gulliver.protocols.http.HttpResponse} of
 *       an {@link gulliver.protocols.http.HttpRequest}, an {@link
 *       gulliver.protocols.http.HttpException} says why not. {@link
 *       gulliver.protocols.http.HttpLimits} says what a client may do.
 *   <li>{@link gulliver.protocols.http.HttpClient} asks.
 *   <li>{@link gulliver.protocols.http.Headers} are fields, a {@link gulliver.protocols.http.Body}
 *       is what they are about, {@link gulliver.protocols.http.BodyOutput} where it is written to.
 *   <li>{@link gulliver.protocols.http.EventStream} is an answer that goes on.
 *   <li>{@link gulliver.protocols.http.Status} and {@link gulliver.protocols.http.HttpDate} are
 *       numbers and dates.
 * </ul>
 *
 * <p>Inside, octets go one way: {@code Input} has those that have come, {@code RequestParser} and
 * {@code ResponseParser} make heads of them, {@code Framing} says how long a body is, {@code
 * ChunkedDecoder} finds it among its chunks, {@code ReceivedBody} reads it; {@code Output} writes
 * the other way. The parsers are pure: octets in, a value or a refusal out, however the octets were
 * grouped.
 *
 * <p>To read first: <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a> (the messages) as
 * a whole, it is short; of <a href="https://www.rfc-editor.org/rfc/rfc9110">RFC 9110</a> (what they
 * mean) §5 fields, §6.4–6.5 content and trailers, §7 routing, §9 methods, §10.1.1 {@code Expect},
 * §15 status codes; RFC 3986 §2–3 for targets; RFC 6585 for 431; HTML §9.2 for events. What is
 * refused, and why, is in {@code docs/http.md}.
 */
@NullMarked
package gulliver.protocols.http;

import org.jspecify.annotations.NullMarked;

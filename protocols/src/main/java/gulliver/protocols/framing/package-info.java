/**
 * Messages in a stream of bytes. TCP does not keep their boundaries: what is sent as one may come
 * in parts, and what is sent as two may come as one. A {@link gulliver.protocols.framing.Framing}
 * says how a protocol marks them off, by a length or by an ending:
 *
 * <pre>{@code
 * Framing lines = Framing.lines(LineEnd.CRLF).limit(1000);
 * FrameReader in = new FrameReader(connection, lines);
 * FrameWriter out = new FrameWriter(connection, lines);
 * out.write("hello".getBytes(UTF_8));
 * byte[] answer = in.readBytes(); // null: the peer has ended, after a whole message
 * }</pre>
 *
 * <p>{@link gulliver.protocols.framing.FrameReader} and {@link
 * gulliver.protocols.framing.FrameWriter} work on a {@link gulliver.protocols.Connection}; {@link
 * gulliver.protocols.framing.FrameDecoder} and {@link gulliver.protocols.framing.Framing#encode} on
 * bytes from anywhere. Every message has a greatest length, {@link
 * gulliver.protocols.framing.Framing#DEFAULT_LIMIT} where none is told, and what the peer announces
 * takes no memory before it has come.
 */
@NullMarked
package gulliver.protocols.framing;

import org.jspecify.annotations.NullMarked;

package gulliver.protocols.tls;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.protocols.Connection;
import gulliver.protocols.framing.FrameReader;
import gulliver.protocols.framing.FrameWriter;
import gulliver.protocols.framing.Framing;
import gulliver.protocols.framing.LineEnd;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import gulliver.socket.TcpInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many segments of TCP a message takes: as many as it fills, as the kernel counts them. */
class SegmentsTest extends TlsTests {
  private static final int MSS = 1000;

  @Override
  Network network() {
    return Network.os();
  }

  /** Two ends with short segments, of which the first sends at once what it has. */
  @Override
  Socket[] pair() throws IOException {
    try (Socket listener = network().createServer(Sockets.address("127.0.0.1", 0))) {
      listener.setsockopt(Options.TCP_MAXSEG, MSS);
      Socket client = closing(network().createConnection(listener.getsockname()));
      client.setsockopt(Options.TCP_NODELAY, true);
      client.setsockopt(Options.SO_SNDBUF, 1 << 20);
      return new Socket[] {client, closing(listener.accept().socket())};
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16_384, 20_000, 32_768, 50_001, 100_001, 200_001})
  void R33_aLongMessageTakesNoMoreSegmentsThanItFills(int length) {
    for (Framing framing : new Framing[] {Framing.lengthPrefixed(4), Framing.lines(LineEnd.CRLF)}) {
      // the kernel holds a part back for 200 ms at most, which a busy machine may take
      Awaitility.await()
          .ignoreExceptions()
          .untilAsserted(() -> {
            Socket[] pair = pair();
            assertFull(Connection.of(pair[0]), Connection.of(pair[1]), framing, length);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16_384, 20_000, 50_001, 200_001})
  void R36_aLongMessageInRecordsTakesNoMoreSegmentsThanTheyFill(int length) {
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> {
          Ends ends = ends("TLSv1.3");
          assertFull(ends.client(), ends.server(), Framing.lengthPrefixed(4), length);
        });
  }

  private void assertFull(Connection from, Connection to, Framing framing, int length)
      throws Exception {
    FrameWriter out = new FrameWriter(from, framing);
    FrameReader in = new FrameReader(to, framing);
    send(out, in, 500_000); // the window opens
    TcpInfo before = settled(from);
    send(out, in, length);
    TcpInfo after = settled(from);
    long bytes = sent(after) - sent(before);
    assertThat(bytes).isGreaterThan(length);
    assertThat(segments(after) - segments(before))
        .as("segments for %d bytes", bytes)
        .isEqualTo(Math.ceilDiv(bytes, after.snd_mss()));
  }

  private void send(FrameWriter out, FrameReader in, int length) throws Exception {
    byte[] message = new byte[length];
    Arrays.fill(message, (byte) 'x');
    CompletableFuture<byte[]> got = start(in::readBytes);
    out.write(message);
    assertThat(result(got)).isEqualTo(message);
  }

  /** What the kernel says when all has been acknowledged. */
  private static TcpInfo settled(Connection connection) throws IOException {
    Socket socket = connection.socket();
    Awaitility.await().until(() -> socket.getsockopt(Options.TCP_INFO).unacked() == 0);
    return socket.getsockopt(Options.TCP_INFO);
  }

  private static long sent(TcpInfo info) {
    return info.bytes_sent() - info.bytes_retrans();
  }

  private static long segments(TcpInfo info) {
    return info.data_segs_out() - info.total_retrans();
  }
}

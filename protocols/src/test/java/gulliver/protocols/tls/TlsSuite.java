package gulliver.protocols.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Errno;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client and our server over two ends of a stream, of any network. */
abstract class TlsSuite extends TlsTests {
  @TempDir Path folder;

  // ---- data ----

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void R36_bytesGoBothWaysAndEndWithCloseNotify(String version) throws Exception {
    Ends ends = ends(version);
    assertThat(ends.client().session().getProtocol()).isEqualTo(version);
    ends.client().sendall("hello".getBytes(UTF_8));
    byte[] buffer = new byte[100];
    assertThat(ends.server().recv(buffer, 1, 99)).isEqualTo(5);
    assertThat(new String(buffer, 1, 5, UTF_8)).isEqualTo("hello");
    ends.server().sendall(ByteBuffer.wrap("world!".getBytes(UTF_8), 0, 5));
    ends.server().close();
    assertThat(new String(toTheEnd(ends.client()), UTF_8)).isEqualTo("world");
    assertThat(ends.client().recv(buffer, 0, 1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 16_383, 16_384, 16_385, 1_000_000})
  void R36_anyLengthArrivesInAnyBuffer(int length) throws Exception {
    Ends ends = ends("TLSv1.3");
    byte[] sent = bytes(length, length);
    CompletableFuture<?> sending =
        start(() -> {
          ends.client().sendall(sent);
          ends.client().shutdown();
          return null;
        });
    Random random = new Random(length);
    byte[] got = new byte[length];
    int count = 0;
    for (int n = 1; n > 0; count += n) {
      byte[] buffer = new byte[1 + random.nextInt(random.nextBoolean() ? 10 : 40_000)];
      n = ends.server().recv(buffer, 0, buffer.length);
      System.arraycopy(buffer, 0, got, count, n);
      if (count < 100) {
        assertThat(ends.server().recv(ByteBuffer.allocate(0))).isZero();
      }
    }
    assertThat(count).isEqualTo(length);
    assertThat(got).isEqualTo(sent);
    result(sending);
  }

  @Test
  void R36_aFileIsSentFromAnyOffset() throws Exception {
    byte[] content = bytes(300_000, 7);
    Path file = Files.write(folder.resolve("file"), content);
    Ends ends = ends("TLSv1.3");
    CompletableFuture<Long> sending =
        start(() -> {
          long n =
              ends.server().sendfile(file, 1000, 250_000)
                  + ends.server().sendfile(file, 299_999, 9);
          ends.server().close();
          return n;
        });
    byte[] got = toTheEnd(ends.client());
    assertThat(result(sending)).isEqualTo(250_001);
    assertThat(got).hasSize(250_001).startsWith(Arrays.copyOfRange(content, 1000, 251_000));
  }

  // ---- the end ----

  @Test
  void R36_withTls13OneDirectionGoesOnWhenTheOtherHasEnded() throws Exception {
    Ends ends = ends("TLSv1.3");
    ends.client().shutdown();
    assertThat(toTheEnd(ends.server())).isEmpty();
    byte[] sent = bytes(100_000, 1);
    CompletableFuture<?> sending =
        start(() -> {
          ends.server().sendall(sent);
          ends.server().shutdown();
          return null;
        });
    assertThat(toTheEnd(ends.client())).isEqualTo(sent);
    result(sending);
    assertThatThrownBy(() -> ends.client().sendall(new byte[1])).isInstanceOf(TlsException.class);
  }

  @Test
  void R36_aLookTakesNothing() throws Exception {
    Ends ends = ends("TLSv1.3");
    assertThat(ends.client().peek()).as("there are tickets only").isEqualTo(Socket.WOULD_BLOCK);
    ends.server().sendall(new byte[] {1, 2});
    Awaitility.await().until(() -> ends.client().peek() == 1);
    assertThat(ends.client().peek()).isEqualTo(1);
    byte[] got = new byte[3];
    assertThat(ends.client().recv(got, 0, 3)).isEqualTo(2);
    assertThat(got).containsExactly(1, 2, 0);
    ends.server().shutdown();
    Awaitility.await().until(() -> ends.client().peek() == 0);
    ends.client().socket().shutdown(Sockets.SHUT_WR);
    Awaitility.await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> ends.server().peek())
                .isInstanceOf(TlsException.Truncated.class));
  }

  @Test
  void R36_withTls12BothDirectionsEndTogether() throws Exception {
    Ends ends = ends("TLSv1.2");
    ends.server().sendall("before".getBytes(UTF_8));
    ends.client().shutdown();
    assertThat(toTheEnd(ends.server())).isEmpty();
    assertThatThrownBy(() -> ends.server().sendall(new byte[1]))
        .isInstanceOf(TlsException.class)
        .hasMessage("sendall: this direction is closed, as the peer's is");
    assertThat(new String(toTheEnd(ends.client()), UTF_8)).isEqualTo("before");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void R36_aStreamThatEndsWithoutCloseNotifyIsTruncated(String version) throws Exception {
    for (boolean serverEnds : new boolean[] {true, false}) {
      Ends ends = ends(version);
      TlsConnection dies = serverEnds ? ends.server() : ends.client();
      TlsConnection other = serverEnds ? ends.client() : ends.server();
      dies.sendall("a part of".getBytes(UTF_8));
      dies.socket().shutdown(Sockets.SHUT_WR);
      byte[] buffer = new byte[100];
      assertThat(other.recv(buffer, 0, 100)).isEqualTo(9);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> other.recv(buffer, 0, 100))
            .isInstanceOf(TlsException.Truncated.class)
            .hasMessageContaining("without close_notify")
            .hasMessageContaining("after 9 bytes");
      }
    }
  }

  @Test
  void R36_afterCloseCallsFailAsThoseOfASocket() throws Exception {
    Ends ends = ends("TLSv1.3");
    ends.server().sendall(new byte[10]);
    ends.client().close();
    ends.client().close();
    assertThat(Errno.of(failure(() -> ends.client().recv(new byte[1], 0, 1))))
        .isEqualTo(Errno.EBADF);
    assertThat(Errno.of(failure(() -> ends.client().sendall(new byte[1])))).isEqualTo(Errno.EBADF);
    assertThat(ends.client().socket().isClosed()).isTrue();
  }
}

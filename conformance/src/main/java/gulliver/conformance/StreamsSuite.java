package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Errno;
import gulliver.socket.Socket;
import gulliver.socket.WouldBlockException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection as Java's two streams: R23. */
public abstract class StreamsSuite extends Suite {
  private Socket socket;
  private Peer.Stream other;

  /** For subclasses. */
  protected StreamsSuite() {}

  @BeforeEach
  final void connect() throws IOException {
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    socket = closing(network().socket(AF_INET, SOCK_STREAM));
    socket.connect(server.address());
    other = closing(server.accept());
  }

  @Test
  void R23_linesGoThroughReadersAndWriters() throws Exception {
    PrintWriter out = new PrintWriter(socket.outputStream(), true, UTF_8);
    out.print("Gulliver's Travels, 1726 – über Lilliput\r\n");
    out.flush();
    byte[] line = "Gulliver's Travels, 1726 – über Lilliput\r\n".getBytes(UTF_8);
    assertThat(other.receive(line.length)).isEqualTo(line);

    other.send("eins\nzwei\n".getBytes(UTF_8));
    BufferedReader in = new BufferedReader(new InputStreamReader(socket.inputStream(), UTF_8));
    assertThat(in.readLine()).isEqualTo("eins");
    assertThat(in.readLine()).isEqualTo("zwei");
    other.shutdownOutput();
    assertThat(in.readLine()).isNull();
  }

  @Test
  void R23_dataStreamsAreBigEndianAsTheNetworkIs() throws Exception {
    DataOutputStream out = new DataOutputStream(socket.outputStream());
    out.writeInt(0x01020304);
    assertThat(other.receive(4)).containsExactly(1, 2, 3, 4);
    other.send(new byte[] {0, 80, 1});
    DataInputStream in = new DataInputStream(socket.inputStream());
    assertThat(in.readUnsignedShort()).isEqualTo(80);
    other.close();
    assertThatThrownBy(in::readShort).isInstanceOf(EOFException.class);
  }

  @Test
  void R23_readAnswersMinusOneAtTheEndAndAgain() throws Exception {
    InputStream in = socket.inputStream();
    other.send(new byte[] {-1});
    other.shutdownOutput();
    assertThat(in.read()).isEqualTo(255);
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.read(new byte[10])).isEqualTo(-1);
    assertThat(in.read(new byte[10], 3, 0)).isZero();
  }

  @Test
  void R23_everythingIsTransferred() throws Exception {
    CompletableFuture<byte[]> all =
        start(() -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          socket.inputStream().transferTo(bytes);
          return bytes.toByteArray();
        });
    other.send(pattern(2_000_000));
    other.shutdownOutput();
    assertThat(result(all)).isEqualTo(pattern(2_000_000));

    CompletableFuture<byte[]> back = start(() -> other.receive(3_000_000));
    OutputStream out = socket.outputStream();
    out.write(7);
    out.write(pattern(3_000_000), 1, 2_999_999);
    byte[] received = result(back);
    assertThat(received[0]).isEqualTo((byte) 7);
    assertThat(part(received, 1, 3_000_000)).isEqualTo(part(pattern(3_000_000), 1, 3_000_000));
  }

  @Test
  void R23_availableIsWhatCanBeReadAtOnce() throws Exception {
    InputStream in = socket.inputStream();
    assertThat(in.available()).isZero();
    other.send(pattern(10));
    eventually(() -> assertThat(in.available()).isEqualTo(10));
    assertThat(in.readNBytes(4)).isEqualTo(pattern(4));
    assertThat(in.available()).isEqualTo(6);
    assertThat(in.skip(5)).isEqualTo(5);
    assertThat(in.read()).isEqualTo(pattern(10)[9] & 255);
  }

  @Test
  void R23_aReadThatTimedOutCanBeRepeated() throws Exception {
    InputStream in = socket.inputStream();
    socket.settimeout(Duration.ofMillis(30));
    assertThatThrownBy(() -> afterTime(Duration.ofMillis(30), in::read))
        .isInstanceOf(SocketTimeoutException.class);
    other.send(pattern(3));
    socket.settimeout(null);
    assertThat(in.readNBytes(3)).isEqualTo(pattern(3));
  }

  @Test
  void R23_aStreamOfASocketThatDoesNotWaitSaysSo() throws Exception {
    socket.setblocking(false);
    InputStream in = socket.inputStream();
    assertThatThrownBy(in::read).isInstanceOf(WouldBlockException.class);
    byte[] much = pattern(1 << 20);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                socket.outputStream().write(much);
              }
            })
        .isInstanceOf(WouldBlockException.class);
  }

  @Test
  void R23_closingAStreamClosesTheSocket() throws Exception {
    socket.outputStream().close();
    assertThat(socket.isClosed()).isTrue();
    assertThat(other.receive(1)).isEmpty();
    IOException closed = failure(() -> socket.inputStream().read());
    assertThat(Errno.of(closed)).isEqualTo(Errno.EBADF);
  }

  @Test
  void R23_aRangeOutsideTheArrayIsRefused() {
    assertThatThrownBy(() -> socket.inputStream().read(new byte[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> socket.outputStream().write(new byte[4], -1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}

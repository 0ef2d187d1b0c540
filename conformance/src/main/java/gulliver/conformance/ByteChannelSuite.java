package gulliver.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import org.junit.jupiter.api.Test;

/**
 * Two channels that are connected with each other, as java.nio documents channels. The oracle is
 * the JDK's {@link java.nio.channels.SocketChannel}.
 */
public abstract class ByteChannelSuite extends Suite {
  /** For subclasses. */
  protected ByteChannelSuite() {}

  /**
   * Makes two channels that wait.
   *
   * @return two channels, gathering and scattering, which this class closes
   * @throws IOException on failure
   */
  protected abstract ByteChannel[] newPair() throws IOException;

  /**
   * Makes a channel one that does not wait.
   *
   * @param channel one of {@link #newPair}
   * @throws IOException on failure
   */
  protected abstract void dontWait(ByteChannel channel) throws IOException;

  private ByteChannel[] pair() throws IOException {
    ByteChannel[] pair = newPair();
    closing(pair[0]);
    closing(pair[1]);
    return pair;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static ByteBuffer direct(String text) {
    return ByteBuffer.allocateDirect(text.length()).put(text.getBytes(UTF_8)).flip();
  }

  private static String text(ByteBuffer buffer) {
    return UTF_8.decode(buffer.duplicate().flip()).toString();
  }

  @Test
  void bytesGoAndThePositionsMove() throws IOException {
    ByteChannel[] pair = pair();
    ByteBuffer out = bytes("xhello").position(1);
    assertThat(pair[0].write(out)).isEqualTo(5);
    assertThat(out.hasRemaining()).isFalse();
    ByteBuffer in = ByteBuffer.allocateDirect(100).position(0);
    assertThat(pair[1].read(in)).isEqualTo(5);
    assertThat(text(in)).isEqualTo("hello");
    assertThat(pair[1].write(bytes("back").asReadOnlyBuffer())).isEqualTo(4);
    in.clear();
    assertThat(pair[0].read(in)).isEqualTo(4);
    assertThat(text(in)).isEqualTo("back");
  }

  @Test
  void theEndIsMinusOne() throws IOException {
    ByteChannel[] pair = pair();
    pair[0].write(bytes("x"));
    pair[0].close();
    assertThat(pair[0].isOpen()).isFalse();
    pair[0].close();
    assertThat(pair[1].read(ByteBuffer.allocate(9))).isEqualTo(1);
    assertThat(pair[1].read(ByteBuffer.allocate(9))).isEqualTo(-1);
    assertThat(pair[1].read(ByteBuffer.allocate(9))).isEqualTo(-1);
    ByteBuffer[] two = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
    assertThat(((ScatteringByteChannel) pair[1]).read(two)).isEqualTo(-1);
  }

  @Test
  void noRoomIsNoEnd() throws IOException {
    ByteChannel[] pair = pair();
    assertThat(pair[0].read(ByteBuffer.allocate(0))).isZero();
    assertThat(pair[0].write(ByteBuffer.allocate(0))).isZero();
    assertThat(((ScatteringByteChannel) pair[0]).read(new ByteBuffer[] {ByteBuffer.allocate(0)}))
        .isZero();
    assertThat(((GatheringByteChannel) pair[0]).write(new ByteBuffer[0])).isZero();
  }

  @Test
  void severalBuffersAreOneCall() throws IOException {
    ByteChannel[] pair = pair();
    ByteBuffer[] out = {
      bytes("not"),
      bytes("one "),
      ByteBuffer.allocate(0),
      direct("two "),
      bytes("three"),
      bytes("not")
    };
    assertThat(((GatheringByteChannel) pair[0]).write(out, 1, 4)).isEqualTo(13);
    assertThat(out[0].remaining()).isEqualTo(3);
    assertThat(out[5].remaining()).isEqualTo(3);
    assertThat(out[4].remaining()).isZero();
    ByteBuffer[] in = {
      ByteBuffer.allocate(3),
      ByteBuffer.allocateDirect(6),
      ByteBuffer.allocate(0),
      ByteBuffer.allocate(100)
    };
    assertThat(((ScatteringByteChannel) pair[1]).read(in)).isEqualTo(13);
    assertThat(text(in[0]) + "|" + text(in[1]) + "|" + text(in[3])).isEqualTo("one| two t|hree");
    assertThatThrownBy(() -> ((GatheringByteChannel) pair[0]).write(out, 3, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ((ScatteringByteChannel) pair[0]).read(in, -1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void whatCannotBeWrittenIsRefused() throws IOException {
    ByteChannel[] pair = pair();
    ByteBuffer readOnly = ByteBuffer.allocate(4).asReadOnlyBuffer();
    assertThatThrownBy(() -> pair[0].read(readOnly)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ((ScatteringByteChannel) pair[0]).read(new ByteBuffer[] {readOnly}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedChannelSaysSo() throws IOException {
    ByteChannel[] pair = pair();
    pair[0].close();
    assertThatThrownBy(() -> pair[0].read(ByteBuffer.allocate(1)))
        .isExactlyInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> pair[0].write(ByteBuffer.allocate(1)))
        .isExactlyInstanceOf(ClosedChannelException.class);
    ByteBuffer[] one = {ByteBuffer.allocate(1)};
    assertThatThrownBy(() -> ((GatheringByteChannel) pair[0]).write(one))
        .isExactlyInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> ((ScatteringByteChannel) pair[0]).read(one))
        .isExactlyInstanceOf(ClosedChannelException.class);
  }

  @Test
  void closingUnderAReadIsAnAsynchronousClose() throws Exception {
    ByteChannel[] pair = pair();
    Caller<Integer> reader =
        Caller.start(network(), () -> pair[0].read(ByteBuffer.allocate(1))).untilItWaits();
    pair[0].close();
    assertThat(reader.failure()).isExactlyInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void aWriteThatWaitsWritesEverything() throws Exception {
    ByteChannel[] pair = pair();
    byte[] sent = pattern(3_000_000);
    var received = start(() -> Channels.newInputStream(pair[1]).readNBytes(2 * sent.length));
    assertThat(pair[0].write(ByteBuffer.wrap(sent))).isEqualTo(sent.length);
    Channels.newOutputStream(pair[0]).write(sent);
    pair[0].close();
    assertThat(result(received)).hasSize(2 * sent.length).startsWith(sent).endsWith(sent);
  }

  @Test
  void aChannelThatDoesNotWaitAnswersZeroOrAPart() throws IOException {
    ByteChannel[] pair = pair();
    dontWait(pair[0]);
    assertThat(pair[0].read(ByteBuffer.allocate(9))).isZero();
    assertThat(((ScatteringByteChannel) pair[0]).read(new ByteBuffer[] {ByteBuffer.allocate(1)}))
        .isZero();
    ByteBuffer out = ByteBuffer.wrap(pattern(1 << 16));
    long written = 0;
    for (int n = 1; n > 0; ) {
      out.clear();
      n = pair[0].write(out);
      assertThat(out.position()).isEqualTo(n);
      written += n;
    }
    assertThat(((GatheringByteChannel) pair[0]).write(new ByteBuffer[] {bytes("x"), bytes("y")}))
        .isZero();
    assertThat(Channels.newInputStream(pair[1]).readNBytes((int) written)).hasSize((int) written);
  }

  @Test
  void charactersComeThroughReadersAndWriters() throws IOException {
    ByteChannel[] pair = pair();
    try (var writer = Channels.newWriter(pair[0], UTF_8)) {
      writer.write("grüß");
    }
    assertThat(Channels.newReader(pair[1], UTF_8).readAllAsString()).isEqualTo("grüß");
  }
}

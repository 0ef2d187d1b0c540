package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_REUSEADDR;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.unix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.socket.Address.Unix;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.OutMessage;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Arguments that no network would accept: refused before anything happens. */
public abstract class ArgumentsSuite extends Suite {
  /** For subclasses. */
  protected ArgumentsSuite() {}

  /** A client, and what its server's end is. */
  private record Pair(Socket client, Peer.Stream there) {}

  private Pair pair() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    client.connect(server.address());
    return new Pair(client, closing(server.accept()));
  }

  /**
   * An argument that is refused before anything happens.
   *
   * @param name what is wrong
   * @param type the exact class
   * @param message the exact message; null where the JDK says it in its own words
   * @param act does it on a connection
   */
  record Wrong(
      String name, Class<? extends RuntimeException> type, @Nullable String message, OnSocket act) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What is done with a socket. */
  interface OnSocket {
    void run(Socket socket) throws Exception;
  }

  private static Wrong wrong(String name, String message, OnSocket act) {
    return new Wrong(name, IllegalArgumentException.class, message, act);
  }

  private static Wrong outside(String name, OnSocket act) {
    return new Wrong(name, IndexOutOfBoundsException.class, null, act);
  }

  private static Wrong missing(String name, @Nullable String message, OnSocket act) {
    return new Wrong(name, NullPointerException.class, message, act);
  }

  private static final byte[] TEN = new byte[10];

  static final List<Wrong> NUMBERS =
      List.of(
          wrong("a size below 0", "recv: size -1: at least 0 is allowed", s -> s.recv(-1)),
          wrong("a size below 0", "recvfrom: size -1: at least 0 is allowed", s -> s.recvfrom(-1)),
          wrong(
              "a size below 0",
              "getsockopt: size -1: at least 0 is allowed",
              s -> s.getsockopt(1, 2, -1)),
          wrong(
              "a backlog below 0", "listen: backlog -1: at least 0 is allowed", s -> s.listen(-1)),
          wrong(
              "a time-out below 0",
              "settimeout: time-out PT-1S: at least 0, or null for ever, is allowed",
              s -> s.settimeout(Duration.ofSeconds(-1))),
          wrong(
              "a port out of range",
              "port 65536: 0 to 65535 are allowed",
              s -> s.sendto(TEN, address("127.0.0.1", 65536))),
          wrong(
              "a UNIX path that is too long",
              "UNIX path of 109 bytes: at most 108 are allowed",
              s -> s.connect(unix("/" + "x".repeat(108)))),
          wrong(
              "a UNIX path that is too long in UTF-8",
              "UNIX path of 109 bytes: at most 108 are allowed",
              s -> s.connect(unix("é".repeat(54) + "x"))),
          wrong(
              "an abstract name that is too long",
              "UNIX path of 109 bytes: at most 108 are allowed",
              s -> s.connect(Unix.ofAbstract("x".repeat(108)))),
          wrong(
              "an option's text with a NUL",
              "SO_BINDTODEVICE: \"lo\\0x\": NUL is not allowed",
              s -> s.setsockopt(Sockets.SO_BINDTODEVICE, "lo\0x")),
          wrong(
              "a UNIX path with a NUL",
              "UNIX path \"/a\\0b\": NUL is not allowed",
              s -> s.connect(unix("/a\0b"))));

  static final List<Wrong> RANGES =
      List.of(
          outside("an offset below 0", s -> s.send(TEN, -1, 1)),
          outside("a length below 0", s -> s.send(TEN, 0, -1)),
          outside("a range beyond the end", s -> s.send(TEN, 5, 6)),
          outside("a range that overflows", s -> s.send(TEN, 5, Integer.MAX_VALUE)),
          outside("a range to receive into beyond the end", s -> s.recv(TEN, 11, 0)),
          outside("a range to fill beyond the end", s -> s.recvall(TEN, 1, 10)),
          outside("a range to send whole beyond the end", s -> s.sendall(TEN, 1, 10)),
          outside(
              "a range of a message beyond the end",
              s -> s.sendto(TEN, 1, 10, address("127.0.0.1", 9))),
          outside(
              "a range for a message beyond the end", s -> s.recvfrom(TEN, 1, 10, new Sender())),
          outside(
              "a range of a stream's read beyond the end", s -> s.inputStream().read(TEN, 1, 10)),
          outside(
              "a range of a stream's write beyond the end",
              s -> s.outputStream().write(TEN, 1, 10)));

  static final List<Wrong> READ_ONLY =
      List.of(
          wrong(
              "a read-only buffer to receive into",
              "recv: the buffer is read-only",
              s -> s.recv(ByteBuffer.wrap(TEN).asReadOnlyBuffer())),
          wrong(
              "a read-only direct buffer to receive into",
              "recv: the buffer is read-only",
              s -> s.recv(ByteBuffer.allocateDirect(10).asReadOnlyBuffer())),
          wrong(
              "a read-only buffer to fill",
              "recvall: the buffer is read-only",
              s -> s.recvall(ByteBuffer.wrap(TEN).asReadOnlyBuffer())),
          wrong(
              "a read-only buffer for a message",
              "recvfrom: the buffer is read-only",
              s -> s.recvfrom(ByteBuffer.wrap(TEN).asReadOnlyBuffer(), new Sender())),
          wrong(
              "a read-only segment to receive into",
              "recv: the buffer is read-only",
              s -> s.recv(MemorySegment.ofArray(TEN).asReadOnly())),
          wrong(
              "a read-only segment to receive into, without waiting",
              "recv: the buffer is read-only",
              s -> s.recv(MemorySegment.ofArray(TEN).asReadOnly(), Sockets.MSG_DONTWAIT)),
          new Wrong(
              "a segment of a closed arena to send",
              IllegalStateException.class,
              "Already closed",
              s -> s.send(ofClosedArena())),
          new Wrong(
              "a segment of a closed arena to receive into",
              IllegalStateException.class,
              "Already closed",
              s -> s.recv(ofClosedArena())),
          new Wrong(
              "a segment that another thread confines to itself",
              WrongThreadException.class,
              "send: the buffer is confined to another thread",
              s -> elsewhere(s::send)),
          new Wrong(
              "a segment of a closed arena to send nothing of",
              IllegalStateException.class,
              "Already closed",
              s -> s.send(ofClosedArena().asSlice(0, 0))),
          new Wrong(
              "a segment to fill that another thread confines to itself",
              WrongThreadException.class,
              null,
              s -> elsewhere(s::recvall)));

  private static final String COLLECTED =
      ": MSG_ZEROCOPY: memory of Arena.ofAuto() or Arena.global(), or a direct buffer, is allowed";

  static final List<Wrong> FLAGS =
      List.of(
          wrong(
              "an array that the kernel would read after the call",
              "send" + COLLECTED,
              s -> s.send(TEN, Linux.MSG_ZEROCOPY)),
          wrong(
              "a heap buffer that the kernel would read after the call",
              "sendall" + COLLECTED,
              s -> s.sendall(ByteBuffer.allocate(10), Linux.MSG_ZEROCOPY)),
          wrong(
              "an array of a message that the kernel would read after the call",
              "sendmsg" + COLLECTED,
              s -> s.sendmsg(OutMessage.of(TEN), Linux.MSG_ZEROCOPY)),
          wrong(
              "confined memory that could be freed before the kernel has read it",
              "send" + COLLECTED,
              s -> inArena(Arena.ofConfined(), m -> s.send(m, Linux.MSG_ZEROCOPY))),
          wrong(
              "shared memory that could be freed before the kernel has read it",
              "sendall" + COLLECTED,
              s -> inArena(Arena.ofShared(), m -> s.sendall(m, Linux.MSG_ZEROCOPY))),
          wrong(
              "a buffer of shared memory that could be freed before the kernel has read it",
              "send" + COLLECTED,
              s -> inArena(Arena.ofShared(), m -> s.send(m.asByteBuffer(), Linux.MSG_ZEROCOPY))),
          wrong(
              "a part of a message that could be freed before the kernel has read it",
              "sendmsg" + COLLECTED,
              s ->
                  inArena(
                      Arena.ofShared(),
                      m ->
                          s.sendmsg(
                              OutMessage.of(Arena.global().allocate(1), m), Linux.MSG_ZEROCOPY))));

  private static void inArena(Arena arena, OnSegment call) throws Exception {
    try (arena) {
      call.run(arena.allocate(10));
    }
  }

  private static MemorySegment ofClosedArena() {
    try (Arena arena = Arena.ofConfined()) {
      return arena.allocate(10);
    }
  }

  /** What is done with a segment. */
  private interface OnSegment {
    void run(MemorySegment segment) throws Exception;
  }

  /** In another thread than the one that the segment is confined to. */
  private static void elsewhere(OnSegment act) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(10);
      CompletableFuture<Void> answer = new CompletableFuture<>();
      Thread.startVirtualThread(() -> {
        try {
          act.run(segment);
          answer.complete(null);
        } catch (Throwable t) {
          answer.completeExceptionally(t);
        }
      });
      answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  static final List<Wrong> NULLS =
      List.of(
          missing("no address to bind", "bind: address", s -> s.bind(null)),
          missing("no address to connect to", "connect: address", s -> s.connect(null)),
          missing("no address to send to", "sendto: address", s -> s.sendto(TEN, null)),
          missing("no sender", "recvfrom: sender", s -> s.recvfrom(TEN, null)),
          missing("no bytes to send", null, s -> s.send((byte[]) null)),
          missing("no buffer to send", null, s -> s.send((ByteBuffer) null)),
          missing("no segment to send", null, s -> s.send((MemorySegment) null)),
          missing("no bytes to receive into", null, s -> s.recv((byte[]) null)),
          missing("no buffer to receive into", null, s -> s.recv((ByteBuffer) null)),
          missing("no segment to receive into", null, s -> s.recv((MemorySegment) null)),
          missing("no bytes to fill", null, s -> s.recvall((byte[]) null)),
          missing("no bytes of an option", null, s -> s.setsockopt(1, 2, null)),
          missing("no option", null, s -> s.getsockopt(null)),
          missing(
              "no value of an option",
              "SO_REUSEADDR: null",
              s -> s.setsockopt(SO_REUSEADDR, null)));

  @ParameterizedTest
  @FieldSource({"NUMBERS", "RANGES", "READ_ONLY", "FLAGS", "NULLS"})
  void R5_anArgumentThatNoNetworkWouldAcceptIsRefusedAndChangesNothing(Wrong wrong)
      throws Exception {
    Pair pair = pair();
    Throwable thrown = catchThrowable(() -> wrong.act.run(pair.client));
    assertThat(thrown).isInstanceOf(wrong.type);
    if (wrong.message != null) {
      assertThat(thrown).hasMessage(wrong.message);
    }
    pair.client.sendall(pattern(20));
    assertThat(pair.there.receive(20)).isEqualTo(pattern(20));
    pair.there.send(pattern(30));
    byte[] received = new byte[30];
    assertThat(pair.client.recvall(received)).isEqualTo(30);
    assertThat(received).isEqualTo(pattern(30));
  }

  @Test
  void R24_aBufferOfNothingIsFullAtOnce() throws Exception {
    Pair pair = pair();
    assertThat(result(start(() -> pair.client.recvall(new byte[0])))).isZero();
    assertThat(pair.client.recvall(new byte[0], 0, 0)).isZero();
    assertThat(pair.client.recvall(ByteBuffer.allocate(0))).isZero();
    pair.client.setblocking(false);
    assertThat(pair.client.recvall(new byte[0])).isZero();
    pair.client.close();
    assertThat(Errno.of(failure(() -> pair.client.recvall(new byte[0])))).isEqualTo(Errno.EBADF);
  }

  @Test
  void R5_aBufferOfNothingIsSentAndReceivedAsNothing() throws Exception {
    Pair pair = pair();
    assertThat(pair.client.send(new byte[0])).isZero();
    pair.client.sendall(new byte[0]);
    pair.there.send(pattern(1));
    assertThat(pair.client.recvall(new byte[0])).isZero();
    assertThat(pair.client.recv(new byte[0])).isZero();
    assertThat(pair.client.recv(10)).isEqualTo(pattern(1));
  }
}

package gulliver.socket;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The further forms of the calls that move bytes: ranges of arrays, {@link ByteBuffer}s, {@link
 * MemorySegment}s, and all with flags. {@link Socket} has the plain forms, and what they mean.
 */
abstract sealed class SocketForms permits Socket {

  // ---- send(2) ----

  /**
   * Sends a range of the array to the connected peer.
   *
   * @param buffer what to send
   * @param offset where the range begins
   * @param length how long it is
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#send(byte[])}
   */
  public int send(byte[] buffer, int offset, int length) throws IOException {
    return (int) sending("send", buffer, offset, length, 0, null, Core.Until.SOME);
  }

  /**
   * Sends what remains of the buffer to the connected peer.
   *
   * @param buffer what to send
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#send(byte[])}
   */
  public int send(ByteBuffer buffer) throws IOException {
    return moved(buffer, sending("send", buffer, 0, null, Core.Until.SOME));
  }

  /**
   * Sends the segment to the connected peer.
   *
   * @param buffer what to send
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#send(byte[])}
   */
  public int send(MemorySegment buffer) throws IOException {
    return (int) sending("send", buffer, 0, null, Core.Until.SOME);
  }

  /**
   * Sends the array to the connected peer, with flags.
   *
   * @param buffer what to send
   * @param flags {@code MSG_} flags, or'ed
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#send(byte[])}
   */
  public int send(byte[] buffer, int flags) throws IOException {
    return (int) sending("send", buffer, flags, null, Core.Until.SOME);
  }

  /**
   * Sends a range of the array to the connected peer, with flags.
   *
   * @param buffer what to send
   * @param offset where the range begins
   * @param length how long it is
   * @param flags {@code MSG_} flags, or'ed
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#send(byte[])}
   */
  public int send(byte[] buffer, int offset, int length, int flags) throws IOException {
    return (int) sending("send", buffer, offset, length, flags, null, Core.Until.SOME);
  }

  /**
   * Sends what remains of the buffer to the connected peer, with flags.
   *
   * @param buffer what to send
   * @param flags {@code MSG_} flags, or'ed
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#send(byte[])}
   */
  public int send(ByteBuffer buffer, int flags) throws IOException {
    return moved(buffer, sending("send", buffer, flags, null, Core.Until.SOME));
  }

  /**
   * Sends the segment to the connected peer, with flags.
   *
   * @param buffer what to send
   * @param flags {@code MSG_} flags, or'ed
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#send(byte[])}
   */
  public int send(MemorySegment buffer, int flags) throws IOException {
    return (int) sending("send", buffer, flags, null, Core.Until.SOME);
  }

  // ---- recv(2) ----

  /**
   * Receives into a range of the array.
   *
   * @param buffer receives the bytes
   * @param offset where the range begins
   * @param length how long it is
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recv(int)}
   */
  public int recv(byte[] buffer, int offset, int length) throws IOException {
    return (int) receiving("recv", buffer, offset, length, 0, null, Core.Until.SOME);
  }

  /**
   * Receives into what remains of the buffer.
   *
   * @param buffer receives the bytes
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recv(int)}
   */
  public int recv(ByteBuffer buffer) throws IOException {
    return moved(buffer, receiving("recv", buffer, 0, null, Core.Until.SOME));
  }

  /**
   * Receives into the segment.
   *
   * @param buffer receives the bytes
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recv(int)}
   */
  public int recv(MemorySegment buffer) throws IOException {
    return (int) receiving("recv", buffer, 0, null, Core.Until.SOME);
  }

  /**
   * Receives into the array, with flags as {@link Socket#recv(int, int)}.
   *
   * @param buffer receives the bytes
   * @param flags {@code MSG_} flags, or'ed
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recv(int)}
   */
  public int recv(byte[] buffer, int flags) throws IOException {
    return (int) receiving("recv", buffer, flags, null, Core.Until.SOME);
  }

  /**
   * Receives into a range of the array, with flags as {@link Socket#recv(int, int)}.
   *
   * @param buffer receives the bytes
   * @param offset where the range begins
   * @param length how long it is
   * @param flags {@code MSG_} flags, or'ed
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recv(int)}
   */
  public int recv(byte[] buffer, int offset, int length, int flags) throws IOException {
    return (int) receiving("recv", buffer, offset, length, flags, null, Core.Until.SOME);
  }

  /**
   * Receives into what remains of the buffer, with flags as {@link Socket#recv(int, int)}.
   *
   * @param buffer receives the bytes
   * @param flags {@code MSG_} flags, or'ed
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recv(int)}
   */
  public int recv(ByteBuffer buffer, int flags) throws IOException {
    return moved(buffer, receiving("recv", buffer, flags, null, Core.Until.SOME));
  }

  /**
   * Receives into the segment, with flags as {@link Socket#recv(int, int)}.
   *
   * @param buffer receives the bytes; {@code MSG_WAITALL} waits for 2,147,479,552 of them at most,
   *     as in Linux
   * @param flags {@code MSG_} flags, or'ed
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recv(int)}
   */
  public int recv(MemorySegment buffer, int flags) throws IOException {
    return (int) receiving("recv", buffer, flags, null, Core.Until.SOME);
  }

  // ---- sendall: send(2) until everything has gone ----

  /**
   * Sends all of a range of the array.
   *
   * @param buffer what to send
   * @param offset where the range begins
   * @param length how long it is
   * @throws IOException as {@link Socket#sendall(byte[])}
   */
  public void sendall(byte[] buffer, int offset, int length) throws IOException {
    all("sendall", sending("sendall", buffer, offset, length, 0, null, Core.Until.FULL));
  }

  /**
   * Sends all of what remains of the buffer.
   *
   * @param buffer what to send
   * @throws IOException as {@link Socket#sendall(byte[])}
   */
  public void sendall(ByteBuffer buffer) throws IOException {
    int start = buffer.position();
    try {
      all("sendall", sending("sendall", buffer, 0, null, Core.Until.FULL));
      buffer.position(buffer.limit());
    } catch (IOException e) {
      buffer.position(start + transferred(e));
      throw e;
    }
  }

  /**
   * Sends all of the segment.
   *
   * @param buffer what to send
   * @throws IOException as {@link Socket#sendall(byte[])}
   */
  public void sendall(MemorySegment buffer) throws IOException {
    all("sendall", sending("sendall", buffer, 0, null, Core.Until.FULL));
  }

  /**
   * Sends all of the array, with flags.
   *
   * @param buffer what to send
   * @param flags {@code MSG_} flags, or'ed
   * @throws IOException as {@link Socket#sendall(byte[])}
   */
  public void sendall(byte[] buffer, int flags) throws IOException {
    all("sendall", sending("sendall", buffer, flags, null, Core.Until.FULL));
  }

  /**
   * Sends all of a range of the array, with flags.
   *
   * @param buffer what to send
   * @param offset where the range begins
   * @param length how long it is
   * @param flags {@code MSG_} flags, or'ed
   * @throws IOException as {@link Socket#sendall(byte[])}
   */
  public void sendall(byte[] buffer, int offset, int length, int flags) throws IOException {
    all("sendall", sending("sendall", buffer, offset, length, flags, null, Core.Until.FULL));
  }

  /**
   * Sends all of what remains of the buffer, with flags.
   *
   * @param buffer what to send
   * @param flags {@code MSG_} flags, or'ed
   * @throws IOException as {@link Socket#sendall(byte[])}
   */
  public void sendall(ByteBuffer buffer, int flags) throws IOException {
    int start = buffer.position();
    try {
      all("sendall", sending("sendall", buffer, flags, null, Core.Until.FULL));
      buffer.position(buffer.limit());
    } catch (IOException e) {
      buffer.position(start + transferred(e));
      throw e;
    }
  }

  /**
   * Sends all of the segment, with flags.
   *
   * @param buffer what to send
   * @param flags {@code MSG_} flags, or'ed
   * @throws IOException as {@link Socket#sendall(byte[])}
   */
  public void sendall(MemorySegment buffer, int flags) throws IOException {
    all("sendall", sending("sendall", buffer, flags, null, Core.Until.FULL));
  }

  // ---- recvall: recv(2) until the buffer is full ----

  /**
   * Fills a range of the array.
   *
   * @param buffer receives the bytes
   * @param offset where the range begins
   * @param length how long it is
   * @return how many: all, or fewer if the stream has ended, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvall(byte[])}
   */
  public int recvall(byte[] buffer, int offset, int length) throws IOException {
    return (int) receiving("recvall", buffer, offset, length, 0, null, Core.Until.FULL);
  }

  /**
   * Fills what remains of the buffer.
   *
   * @param buffer receives the bytes
   * @return how many: all, or fewer if the stream has ended, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvall(byte[])}
   */
  public int recvall(ByteBuffer buffer) throws IOException {
    int start = buffer.position();
    try {
      return moved(buffer, receiving("recvall", buffer, 0, null, Core.Until.FULL));
    } catch (IOException e) {
      buffer.position(start + transferred(e));
      throw e;
    }
  }

  /**
   * Fills the segment, which may be larger than an {@code int} can count.
   *
   * @param buffer receives the bytes
   * @return how many: all, or fewer if the stream has ended, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvall(byte[])}
   */
  public long recvall(MemorySegment buffer) throws IOException {
    return receiving("recvall", buffer, 0, null, Core.Until.FULL);
  }

  // ---- sendto(2) ----

  /**
   * Sends a range of the array as one message.
   *
   * @param buffer the message
   * @param offset where the range begins
   * @param length how long it is
   * @param address where to
   * @return how many bytes went, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#sendto(byte[], Address)}
   */
  public int sendto(byte[] buffer, int offset, int length, Address address) throws IOException {
    return (int)
        sending("sendto", buffer, offset, length, 0, given("sendto", address), Core.Until.SOME);
  }

  /**
   * Sends what remains of the buffer as one message.
   *
   * @param buffer the message
   * @param address where to
   * @return how many bytes went, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#sendto(byte[], Address)}
   */
  public int sendto(ByteBuffer buffer, Address address) throws IOException {
    return moved(buffer, sending("sendto", buffer, 0, given("sendto", address), Core.Until.SOME));
  }

  /**
   * Sends the segment as one message.
   *
   * @param buffer the message
   * @param address where to
   * @return how many bytes went, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#sendto(byte[], Address)}
   */
  public int sendto(MemorySegment buffer, Address address) throws IOException {
    return (int) sending("sendto", buffer, 0, given("sendto", address), Core.Until.SOME);
  }

  /**
   * Sends the array as one message, with flags.
   *
   * @param buffer the message
   * @param flags {@code MSG_} flags, or'ed
   * @param address where to
   * @return how many bytes went, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#sendto(byte[], Address)}
   */
  public int sendto(byte[] buffer, int flags, Address address) throws IOException {
    return (int) sending("sendto", buffer, flags, given("sendto", address), Core.Until.SOME);
  }

  /**
   * Sends a range of the array as one message, with flags.
   *
   * @param buffer the message
   * @param offset where the range begins
   * @param length how long it is
   * @param flags {@code MSG_} flags, or'ed
   * @param address where to
   * @return how many bytes went, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#sendto(byte[], Address)}
   */
  public int sendto(byte[] buffer, int offset, int length, int flags, Address address)
      throws IOException {
    return (int)
        sending("sendto", buffer, offset, length, flags, given("sendto", address), Core.Until.SOME);
  }

  /**
   * Sends what remains of the buffer as one message, with flags.
   *
   * @param buffer the message
   * @param flags {@code MSG_} flags, or'ed
   * @param address where to
   * @return how many bytes went, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#sendto(byte[], Address)}
   */
  public int sendto(ByteBuffer buffer, int flags, Address address) throws IOException {
    return moved(
        buffer, sending("sendto", buffer, flags, given("sendto", address), Core.Until.SOME));
  }

  /**
   * Sends the segment as one message, with flags.
   *
   * @param buffer the message
   * @param flags {@code MSG_} flags, or'ed
   * @param address where to
   * @return how many bytes went, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#sendto(byte[], Address)}
   */
  public int sendto(MemorySegment buffer, int flags, Address address) throws IOException {
    return (int) sending("sendto", buffer, flags, given("sendto", address), Core.Until.SOME);
  }

  // ---- recvfrom(2) ----

  /**
   * Receives one message into a range of the array.
   *
   * @param buffer receives the message
   * @param offset where the range begins
   * @param length how long it is
   * @param from receives the sender's address, and whether the message was cut
   * @return how many bytes, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvfrom(int)}
   */
  public int recvfrom(byte[] buffer, int offset, int length, Sender from) throws IOException {
    return (int) receiving("recvfrom", buffer, offset, length, 0, given(from), Core.Until.SOME);
  }

  /**
   * Receives one message into what remains of the buffer.
   *
   * @param buffer receives the message
   * @param from receives the sender's address, and whether the message was cut
   * @return how many bytes, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvfrom(int)}
   */
  public int recvfrom(ByteBuffer buffer, Sender from) throws IOException {
    return moved(buffer, receiving("recvfrom", buffer, 0, given(from), Core.Until.SOME));
  }

  /**
   * Receives one message into the segment.
   *
   * @param buffer receives the message
   * @param from receives the sender's address, and whether the message was cut
   * @return how many bytes, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvfrom(int)}
   */
  public int recvfrom(MemorySegment buffer, Sender from) throws IOException {
    return (int) receiving("recvfrom", buffer, 0, given(from), Core.Until.SOME);
  }

  /**
   * Receives one message into the array, with flags as {@link Socket#recv(int, int)}.
   *
   * @param buffer receives the message
   * @param flags {@code MSG_} flags, or'ed
   * @param from receives the sender's address, and whether the message was cut
   * @return how many bytes, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvfrom(int)}
   */
  public int recvfrom(byte[] buffer, int flags, Sender from) throws IOException {
    return (int) receiving("recvfrom", buffer, flags, given(from), Core.Until.SOME);
  }

  /**
   * Receives one message into a range of the array, with flags as {@link Socket#recv(int, int)}.
   *
   * @param buffer receives the message
   * @param offset where the range begins
   * @param length how long it is
   * @param flags {@code MSG_} flags, or'ed
   * @param from receives the sender's address, and whether the message was cut
   * @return how many bytes, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvfrom(int)}
   */
  public int recvfrom(byte[] buffer, int offset, int length, int flags, Sender from)
      throws IOException {
    return (int) receiving("recvfrom", buffer, offset, length, flags, given(from), Core.Until.SOME);
  }

  /**
   * Receives one message into what remains of the buffer, with flags as {@link Socket#recv(int,
   * int)}.
   *
   * @param buffer receives the message
   * @param flags {@code MSG_} flags, or'ed
   * @param from receives the sender's address, and whether the message was cut
   * @return how many bytes, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvfrom(int)}
   */
  public int recvfrom(ByteBuffer buffer, int flags, Sender from) throws IOException {
    return moved(buffer, receiving("recvfrom", buffer, flags, given(from), Core.Until.SOME));
  }

  /**
   * Receives one message into the segment, with flags as {@link Socket#recv(int, int)}.
   *
   * @param buffer receives the message
   * @param flags {@code MSG_} flags, or'ed
   * @param from receives the sender's address, and whether the message was cut
   * @return how many bytes, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link Socket#recvfrom(int)}
   */
  public int recvfrom(MemorySegment buffer, int flags, Sender from) throws IOException {
    return (int) receiving("recvfrom", buffer, flags, given(from), Core.Until.SOME);
  }

  // ---- what a socket does for them ----

  /** Receives into {@link Bytes}, and tells the observer. */
  abstract long receiveBytes(
      String call,
      Object into,
      long at,
      long size,
      int flags,
      @Nullable Sender from,
      Core.Until until)
      throws IOException;

  /** Sends {@link Bytes}, and tells the observer. */
  abstract long sendBytes(
      String call,
      Object from,
      long at,
      long size,
      int flags,
      @Nullable Address to,
      Core.Until until)
      throws IOException;

  /**
   * The exception for a call that has a value, or everything, to answer and may not wait for it.
   */
  abstract IOException wouldBlock(String call);

  final long receiving(String call, byte[] into, int flags, @Nullable Sender from, Core.Until until)
      throws IOException {
    return receiveBytes(call, given(into), 0, into.length, flags, from, until);
  }

  private long receiving(
      String call,
      byte[] into,
      int offset,
      int length,
      int flags,
      @Nullable Sender from,
      Core.Until until)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, given(into).length);
    return receiveBytes(call, into, offset, length, flags, from, until);
  }

  private long receiving(
      String call, ByteBuffer into, int flags, @Nullable Sender from, Core.Until until)
      throws IOException {
    int size = given(into).remaining();
    Object bytes = Bytes.of(into);
    return receiveBytes(call, bytes, Bytes.start(bytes, into), size, flags, from, until);
  }

  private long receiving(
      String call, MemorySegment into, int flags, @Nullable Sender from, Core.Until until)
      throws IOException {
    return receiveBytes(call, given(into), 0, into.byteSize(), flags, from, until);
  }

  final long sending(String call, byte[] from, int flags, @Nullable Address to, Core.Until until)
      throws IOException {
    return sendBytes(call, given(from), 0, from.length, flags, to, until);
  }

  private long sending(
      String call,
      byte[] from,
      int offset,
      int length,
      int flags,
      @Nullable Address to,
      Core.Until until)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, given(from).length);
    return sendBytes(call, from, offset, length, flags, to, until);
  }

  private long sending(
      String call, ByteBuffer from, int flags, @Nullable Address to, Core.Until until)
      throws IOException {
    int size = given(from).remaining();
    Object bytes = Bytes.of(from);
    return sendBytes(call, bytes, Bytes.start(bytes, from), size, flags, to, until);
  }

  private long sending(
      String call, MemorySegment from, int flags, @Nullable Address to, Core.Until until)
      throws IOException {
    return sendBytes(call, given(from), 0, from.byteSize(), flags, to, until);
  }

  static <T> T given(T buffer) {
    return Objects.requireNonNull(buffer, "buffer");
  }

  static int moved(ByteBuffer buffer, long n) {
    if (n > 0) {
      buffer.position(buffer.position() + (int) Math.min(n, buffer.remaining()));
    }
    return (int) n;
  }

  static int transferred(IOException e) {
    return e instanceof SocketFailure failure ? (int) failure.transferred() : 0;
  }

  static Address given(String call, Address address) {
    return Objects.requireNonNull(address, () -> call + ": address");
  }

  static Sender given(Sender from) {
    return Objects.requireNonNull(from, "recvfrom: sender");
  }

  final void all(String call, long n) throws IOException {
    if (n < 0) {
      throw wouldBlock(call);
    }
  }
}

package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The kinds of buffer that a socket's calls take, so that one test can try them all. */
enum Buffers {
  ARRAY {
    @Override
    Buffer holding(byte[] content) {
      return new Array(content.clone());
    }
  },
  RANGE {
    @Override
    Buffer holding(byte[] content) {
      return new Range(framed(content), MARGIN, content.length);
    }
  },
  HEAP_BUFFER {
    @Override
    Buffer holding(byte[] content) {
      return new Buffered(ByteBuffer.wrap(framed(content)), content.length);
    }
  },
  DIRECT_BUFFER {
    @Override
    Buffer holding(byte[] content) {
      byte[] framed = framed(content);
      return new Buffered(ByteBuffer.allocateDirect(framed.length).put(framed), content.length);
    }
  },
  HEAP_SEGMENT {
    @Override
    Buffer holding(byte[] content) {
      return new Segment(MemorySegment.ofArray(framed(content)), content.length);
    }
  },
  NATIVE_SEGMENT {
    @Override
    Buffer holding(byte[] content) {
      byte[] framed = framed(content);
      MemorySegment segment = Arena.ofAuto().allocate(framed.length);
      return new Segment(segment.copyFrom(MemorySegment.ofArray(framed)), content.length);
    }
  };

  private static final int MARGIN = 3;
  private static final byte FRAME = 0x55;

  /** A buffer of this kind; what it is a part of, if of anything, begins and ends with a frame. */
  abstract Buffer holding(byte[] content);

  Buffer ofSize(int size) {
    return holding(new byte[size]);
  }

  private static byte[] framed(byte[] content) {
    byte[] framed = new byte[content.length + 2 * MARGIN];
    Arrays.fill(framed, FRAME);
    System.arraycopy(content, 0, framed, MARGIN, content.length);
    return framed;
  }

  /** What a framed buffer holds; the frame must be untouched. */
  private static byte[] unframed(byte[] framed) {
    byte[] content = Arrays.copyOfRange(framed, MARGIN, framed.length - MARGIN);
    assertThat(framed(content)).as("the buffer and what surrounds it").isEqualTo(framed);
    return content;
  }

  /** A buffer, and every call that takes one of its kind. */
  sealed interface Buffer {
    int send(Socket socket) throws IOException;

    int send(Socket socket, int flags) throws IOException;

    void sendall(Socket socket) throws IOException;

    void sendall(Socket socket, int flags) throws IOException;

    int sendto(Socket socket, Address to) throws IOException;

    int sendto(Socket socket, int flags, Address to) throws IOException;

    int recv(Socket socket) throws IOException;

    int recv(Socket socket, int flags) throws IOException;

    int recvall(Socket socket) throws IOException;

    int recvfrom(Socket socket, Sender from) throws IOException;

    int recvfrom(Socket socket, int flags, Sender from) throws IOException;

    byte[] content();

    /** How far the position has moved; all the content where a buffer has no position. */
    default int moved() {
      return content().length;
    }

    default Buffer rewound() {
      return this;
    }
  }

  private record Array(byte[] content) implements Buffer {
    @Override
    public int send(Socket socket) throws IOException {
      return socket.send(content);
    }

    @Override
    public int send(Socket socket, int flags) throws IOException {
      return socket.send(content, flags);
    }

    @Override
    public void sendall(Socket socket) throws IOException {
      socket.sendall(content);
    }

    @Override
    public void sendall(Socket socket, int flags) throws IOException {
      socket.sendall(content, flags);
    }

    @Override
    public int sendto(Socket socket, Address to) throws IOException {
      return socket.sendto(content, to);
    }

    @Override
    public int sendto(Socket socket, int flags, Address to) throws IOException {
      return socket.sendto(content, flags, to);
    }

    @Override
    public int recv(Socket socket) throws IOException {
      return socket.recv(content);
    }

    @Override
    public int recv(Socket socket, int flags) throws IOException {
      return socket.recv(content, flags);
    }

    @Override
    public int recvall(Socket socket) throws IOException {
      return socket.recvall(content);
    }

    @Override
    public int recvfrom(Socket socket, Sender from) throws IOException {
      return socket.recvfrom(content, from);
    }

    @Override
    public int recvfrom(Socket socket, int flags, Sender from) throws IOException {
      return socket.recvfrom(content, flags, from);
    }
  }

  private record Range(byte[] array, int offset, int length) implements Buffer {
    @Override
    public int send(Socket socket) throws IOException {
      return socket.send(array, offset, length);
    }

    @Override
    public int send(Socket socket, int flags) throws IOException {
      return socket.send(array, offset, length, flags);
    }

    @Override
    public void sendall(Socket socket) throws IOException {
      socket.sendall(array, offset, length);
    }

    @Override
    public void sendall(Socket socket, int flags) throws IOException {
      socket.sendall(array, offset, length, flags);
    }

    @Override
    public int sendto(Socket socket, Address to) throws IOException {
      return socket.sendto(array, offset, length, to);
    }

    @Override
    public int sendto(Socket socket, int flags, Address to) throws IOException {
      return socket.sendto(array, offset, length, flags, to);
    }

    @Override
    public int recv(Socket socket) throws IOException {
      return socket.recv(array, offset, length);
    }

    @Override
    public int recv(Socket socket, int flags) throws IOException {
      return socket.recv(array, offset, length, flags);
    }

    @Override
    public int recvall(Socket socket) throws IOException {
      return socket.recvall(array, offset, length);
    }

    @Override
    public int recvfrom(Socket socket, Sender from) throws IOException {
      return socket.recvfrom(array, offset, length, from);
    }

    @Override
    public int recvfrom(Socket socket, int flags, Sender from) throws IOException {
      return socket.recvfrom(array, offset, length, flags, from);
    }

    @Override
    public byte[] content() {
      return unframed(array);
    }
  }

  private record Buffered(ByteBuffer buffer, int length) implements Buffer {
    private Buffered {
      buffer.limit(MARGIN + length).position(MARGIN);
    }

    @Override
    public int send(Socket socket) throws IOException {
      return socket.send(buffer);
    }

    @Override
    public int send(Socket socket, int flags) throws IOException {
      return socket.send(buffer, flags);
    }

    @Override
    public void sendall(Socket socket) throws IOException {
      socket.sendall(buffer);
    }

    @Override
    public void sendall(Socket socket, int flags) throws IOException {
      socket.sendall(buffer, flags);
    }

    @Override
    public int sendto(Socket socket, Address to) throws IOException {
      return socket.sendto(buffer, to);
    }

    @Override
    public int sendto(Socket socket, int flags, Address to) throws IOException {
      return socket.sendto(buffer, flags, to);
    }

    @Override
    public int recv(Socket socket) throws IOException {
      return socket.recv(buffer);
    }

    @Override
    public int recv(Socket socket, int flags) throws IOException {
      return socket.recv(buffer, flags);
    }

    @Override
    public int recvall(Socket socket) throws IOException {
      return socket.recvall(buffer);
    }

    @Override
    public int recvfrom(Socket socket, Sender from) throws IOException {
      return socket.recvfrom(buffer, from);
    }

    @Override
    public int recvfrom(Socket socket, int flags, Sender from) throws IOException {
      return socket.recvfrom(buffer, flags, from);
    }

    @Override
    public byte[] content() {
      byte[] framed = new byte[buffer.capacity()];
      buffer.duplicate().clear().get(framed);
      return unframed(framed);
    }

    @Override
    public int moved() {
      assertThat(buffer.limit()).isEqualTo(MARGIN + length);
      return buffer.position() - MARGIN;
    }

    @Override
    public Buffer rewound() {
      buffer.position(MARGIN);
      return this;
    }
  }

  private record Segment(MemorySegment framed, MemorySegment segment) implements Buffer {
    private Segment(MemorySegment framed, long length) {
      this(framed, framed.asSlice(MARGIN, length));
    }

    @Override
    public int send(Socket socket) throws IOException {
      return socket.send(segment);
    }

    @Override
    public int send(Socket socket, int flags) throws IOException {
      return socket.send(segment, flags);
    }

    @Override
    public void sendall(Socket socket) throws IOException {
      socket.sendall(segment);
    }

    @Override
    public void sendall(Socket socket, int flags) throws IOException {
      socket.sendall(segment, flags);
    }

    @Override
    public int sendto(Socket socket, Address to) throws IOException {
      return socket.sendto(segment, to);
    }

    @Override
    public int sendto(Socket socket, int flags, Address to) throws IOException {
      return socket.sendto(segment, flags, to);
    }

    @Override
    public int recv(Socket socket) throws IOException {
      return socket.recv(segment);
    }

    @Override
    public int recv(Socket socket, int flags) throws IOException {
      return socket.recv(segment, flags);
    }

    @Override
    public int recvall(Socket socket) throws IOException {
      return socket.recvall(segment);
    }

    @Override
    public int recvfrom(Socket socket, Sender from) throws IOException {
      return socket.recvfrom(segment, from);
    }

    @Override
    public int recvfrom(Socket socket, int flags, Sender from) throws IOException {
      return socket.recvfrom(segment, flags, from);
    }

    @Override
    public byte[] content() {
      return unframed(framed.toArray(ValueLayout.JAVA_BYTE));
    }
  }
}

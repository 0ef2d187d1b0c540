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

  /** A buffer, and every call that takes one of its kind, with its forms one below the other. */
  sealed interface Buffer {
    default int send(Socket socket) throws IOException {
      return switch (this) {
        case Array(var array) -> socket.send(array);
        case Range(var array, var offset, var length) -> socket.send(array, offset, length);
        case Buffered(var buffer, _) -> socket.send(buffer);
        case Segment(_, var segment) -> socket.send(segment);
      };
    }

    default int send(Socket socket, int flags) throws IOException {
      return switch (this) {
        case Array(var array) -> socket.send(array, flags);
        case Range(var array, var offset, var length) -> socket.send(array, offset, length, flags);
        case Buffered(var buffer, _) -> socket.send(buffer, flags);
        case Segment(_, var segment) -> socket.send(segment, flags);
      };
    }

    default void sendall(Socket socket) throws IOException {
      switch (this) {
        case Array(var array) -> socket.sendall(array);
        case Range(var array, var offset, var length) -> socket.sendall(array, offset, length);
        case Buffered(var buffer, _) -> socket.sendall(buffer);
        case Segment(_, var segment) -> socket.sendall(segment);
      }
    }

    default void sendall(Socket socket, int flags) throws IOException {
      switch (this) {
        case Array(var array) -> socket.sendall(array, flags);
        case Range(var array, var offset, var length) ->
            socket.sendall(array, offset, length, flags);
        case Buffered(var buffer, _) -> socket.sendall(buffer, flags);
        case Segment(_, var segment) -> socket.sendall(segment, flags);
      }
    }

    default int sendto(Socket socket, Address to) throws IOException {
      return switch (this) {
        case Array(var array) -> socket.sendto(array, to);
        case Range(var array, var offset, var length) -> socket.sendto(array, offset, length, to);
        case Buffered(var buffer, _) -> socket.sendto(buffer, to);
        case Segment(_, var segment) -> socket.sendto(segment, to);
      };
    }

    default int sendto(Socket socket, int flags, Address to) throws IOException {
      return switch (this) {
        case Array(var array) -> socket.sendto(array, flags, to);
        case Range(var array, var offset, var length) ->
            socket.sendto(array, offset, length, flags, to);
        case Buffered(var buffer, _) -> socket.sendto(buffer, flags, to);
        case Segment(_, var segment) -> socket.sendto(segment, flags, to);
      };
    }

    default int recv(Socket socket) throws IOException {
      return switch (this) {
        case Array(var array) -> socket.recv(array);
        case Range(var array, var offset, var length) -> socket.recv(array, offset, length);
        case Buffered(var buffer, _) -> socket.recv(buffer);
        case Segment(_, var segment) -> socket.recv(segment);
      };
    }

    default int recv(Socket socket, int flags) throws IOException {
      return switch (this) {
        case Array(var array) -> socket.recv(array, flags);
        case Range(var array, var offset, var length) -> socket.recv(array, offset, length, flags);
        case Buffered(var buffer, _) -> socket.recv(buffer, flags);
        case Segment(_, var segment) -> socket.recv(segment, flags);
      };
    }

    default int recvall(Socket socket) throws IOException {
      return switch (this) {
        case Array(var array) -> socket.recvall(array);
        case Range(var array, var offset, var length) -> socket.recvall(array, offset, length);
        case Buffered(var buffer, _) -> socket.recvall(buffer);
        case Segment(_, var segment) -> (int) socket.recvall(segment);
      };
    }

    default int recvfrom(Socket socket, Sender from) throws IOException {
      return switch (this) {
        case Array(var array) -> socket.recvfrom(array, from);
        case Range(var array, var offset, var length) ->
            socket.recvfrom(array, offset, length, from);
        case Buffered(var buffer, _) -> socket.recvfrom(buffer, from);
        case Segment(_, var segment) -> socket.recvfrom(segment, from);
      };
    }

    default int recvfrom(Socket socket, int flags, Sender from) throws IOException {
      return switch (this) {
        case Array(var array) -> socket.recvfrom(array, flags, from);
        case Range(var array, var offset, var length) ->
            socket.recvfrom(array, offset, length, flags, from);
        case Buffered(var buffer, _) -> socket.recvfrom(buffer, flags, from);
        case Segment(_, var segment) -> socket.recvfrom(segment, flags, from);
      };
    }

    byte[] content();

    /** How far the position has moved; all the content where a buffer has no position. */
    default int moved() {
      return content().length;
    }

    default Buffer rewound() {
      return this;
    }
  }

  private record Array(byte[] content) implements Buffer {}

  private record Range(byte[] array, int offset, int length) implements Buffer {
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
    public byte[] content() {
      return unframed(framed.toArray(ValueLayout.JAVA_BYTE));
    }
  }
}

package gulliver.protocols.http;

import gulliver.protocols.Connection;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Writes messages to a connection, through one buffer: a head and a short body leave in one call.
 * What is chunked becomes one chunk for each flush, or for each buffer that has filled up.
 */
final class Output extends BodyOutput {
  static final byte[] CRLF = {'\r', '\n'};

  private static final int FIRST_SIZE = 512;
  private static final int MOST = 16 << 10;

  /** How much is given to one call: its time-out is for all of it. */
  private static final int PIECE = 1 << 20;

  /** A chunk's size line: four digits at most, while {@link #MOST} fits into them. */
  private static final int SIZE_DIGITS = 4;

  private static final int SIZE_LINE = SIZE_DIGITS + 2;
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n'};
  private static final byte[] HEX = Chars.bytes("0123456789abcdef");

  /**
   * RFC 9110 §6.5.1: what must be known before the content: its frame, where it goes, who asks for
   * it and how, what it is.
   */
  private static final List<String> NO_TRAILERS =
      List.of(
          "Authorization",
          "Cache-Control",
          "Connection",
          "Content-Encoding",
          "Content-Length",
          "Content-Range",
          "Content-Type",
          "Cookie",
          "Expect",
          "Host",
          "Location",
          "Max-Forwards",
          "Proxy-Authorization",
          "Range",
          "Set-Cookie",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Vary");

  /** How a body's end is told. */
  enum Frame {
    /** There is none: what is written is dropped (HEAD), or wrong. */
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private final Connection connection;
  private final BooleanSupplier stopping;
  private byte[] buffer = new byte[FIRST_SIZE];

  /** What waits in the buffer to be sent. */
  private int first;

  private int end;

  private Frame frame = Frame.NONE;
  private long left;

  /** Where the data of an open chunk begins, behind room for its size; or -1. */
  private int chunk = -1;

  private Headers trailers = Headers.EMPTY;
  private boolean sent;
  private boolean failed;
  private volatile boolean ceased;

  /**
   * Writes to a connection.
   *
   * @param stopping says that nothing more should be begun
   */
  Output(Connection connection, BooleanSupplier stopping) {
    this.connection = connection;
    this.stopping = stopping;
    Socket socket = connection.socket();
    if (socket.family().equals(Sockets.AF_INET) || socket.family().equals(Sockets.AF_INET6)) {
      try {
        socket.setsockopt(
            Sockets.TCP_NODELAY, true); // a chunk does not wait for the last one's ACK
      } catch (IOException e) {
        // a network without it: nothing waits there
      }
    }
  }

  // ---- the message ----

  /** Begins a message; what has not been sent of another is dropped. */
  void begin() {
    first = 0;
    end = 0;
    chunk = -1;
    frame = Frame.NONE;
    trailers = Headers.EMPTY;
    sent = false;
  }

  /** Whether something of the message has been sent, so that it cannot be another one. */
  boolean isSent() {
    return sent;
  }

  /** Whether sending failed: the peer does not want more, or has gone. */
  boolean isFailed() {
    return failed || ceased;
  }

  /** Nothing more is to be sent; another thread may say so. */
  void cease() {
    ceased = true;
  }

  private void checkWanted() throws IOException {
    if (ceased) {
      throw new IOException("the peer has answered and does not want the rest");
    }
  }

  /** The head has been appended; a body follows. */
  void body(Frame frame, long length) {
    this.frame = frame;
    this.left = length;
  }

  /**
   * Ends the message and sends what is left of it.
   *
   * @throws IOException if the body was shorter than its length, or it cannot be sent
   */
  void end() throws IOException {
    if (frame == Frame.LENGTH && left > 0) {
      throw new EOFException("a body ends " + left + " octets before its length");
    }
    if (frame == Frame.CHUNKED) {
      endChunk();
      append(LAST_CHUNK);
      trailers.appendTo(this);
      append(CRLF);
    }
    frame = Frame.NONE;
    send();
  }

  // ---- octets of the head ----

  void append(byte[] bytes) {
    append(bytes, 0, bytes.length);
  }

  void append(byte[] bytes, int from, int to) {
    room(to - from);
    System.arraycopy(bytes, from, buffer, end, to - from);
    end += to - from;
  }

  void append(String ascii) {
    append(Chars.bytes(ascii));
  }

  /** Appends a number in decimal. */
  void append(long number) {
    int digits = 1;
    for (long rest = number; rest > 9; rest /= 10) {
      digits++;
    }
    room(digits);
    long rest = number;
    for (int i = end + digits - 1; i >= end; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    end += digits;
  }

  private void room(int octets) {
    if (end + octets > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(end + octets, 2 * buffer.length));
    }
  }

  // ---- octets of the body ----

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0 || !opens(length)) {
      return;
    }
    int from = offset;
    int to = offset + length;
    if (end + length + SIZE_LINE + CRLF.length > MOST && length >= MOST / 2) {
      large(bytes, from, length);
      return;
    }
    while (from < to) {
      openChunk();
      int n = Math.min(to - from, MOST - CRLF.length - end);
      if (n <= 0) {
        flush();
        continue;
      }
      append(bytes, from, from + n);
      from += n;
    }
  }

  /** Sends octets from where they are. */
  private void large(byte[] bytes, int offset, int length) throws IOException {
    openFile(length);
    send();
    for (int from = 0; from < length; from += PIECE) {
      send(bytes, offset + from, Math.min(PIECE, length - from));
    }
    closeFile();
  }

  @Override
  public void file(Path file, long offset, long count) throws IOException {
    if (count == 0 || !opens(count)) {
      return;
    }
    openFile(count);
    send();
    for (long from = 0; from < count; ) {
      long n = Math.min(PIECE, count - from);
      checkWanted();
      sent = true;
      long gone;
      try {
        gone = connection.sendfile(file, offset + from, n);
      } catch (IOException e) {
        failed = Files.isReadable(file); // else it is the file that failed
        throw e;
      }
      from += gone;
      if (gone < n) {
        throw new EOFException(
            file + " ends " + (count - from) + " octets before it should, at " + (offset + from));
      }
    }
    closeFile();
  }

  /** Counts octets that are to be written; false if they are to be dropped. */
  private boolean opens(long length) {
    if (frame == Frame.LENGTH) {
      if (length > left) {
        throw new IllegalStateException(
            "a body is longer than its length: " + length + " octets where " + left + " are left");
      }
      left -= length;
    }
    return frame != Frame.NONE;
  }

  private void openFile(long length) {
    if (frame == Frame.CHUNKED) {
      endChunk();
      append(Long.toHexString(length));
      append(CRLF);
    }
  }

  private void closeFile() {
    if (frame == Frame.CHUNKED) {
      append(CRLF);
    }
  }

  private void openChunk() {
    if (frame == Frame.CHUNKED && chunk < 0) {
      room(SIZE_LINE);
      end += SIZE_LINE;
      chunk = end;
    }
  }

  /** Writes a chunk's size before it; what stands before that moves to where the size begins. */
  private void endChunk() {
    if (chunk < 0) {
      return;
    }
    int size = end - chunk;
    int begin = chunk - SIZE_LINE;
    chunk = -1;
    if (size == 0) {
      end = begin;
      return;
    }
    int digits = size < 0x10 ? 1 : size < 0x100 ? 2 : size < 0x1000 ? 3 : SIZE_DIGITS;
    int gap = SIZE_DIGITS - digits;
    System.arraycopy(buffer, first, buffer, first + gap, begin - first);
    first += gap;
    int at = begin + gap;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      buffer[at++] = HEX[size >> shift & 0xf];
    }
    buffer[at++] = '\r';
    buffer[at] = '\n';
    append(CRLF);
  }

  @Override
  public void flush() throws IOException {
    endChunk();
    send();
  }

  @Override
  public void trailers(Headers fields) {
    for (String name : NO_TRAILERS) {
      if (fields.contains(name)) {
        throw new IllegalArgumentException(
            "trailers: " + name + " belongs to the header (RFC 9110 §6.5.1)");
      }
    }
    trailers = fields;
  }

  // ---- the connection ----

  private void send() throws IOException {
    if (end > first) {
      send(buffer, first, end - first);
      first = 0;
      end = 0;
    }
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    checkWanted();
    sent = true;
    try {
      connection.sendall(bytes, offset, length);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public boolean isOpen() {
    if (isFailed() || stopping.getAsBoolean()) {
      return false;
    }
    try {
      return connection.peek() != 0;
    } catch (IOException e) {
      return false;
    }
  }
}

package gulliver.protocols.http;

import gulliver.protocols.http.Parsed.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes on a connection, read as it comes: by its length, by its chunks, or until the
 * connection ends. Less than all of it is an error, never a short body.
 */
final class ReceivedBody extends Body {
  /** Whose message it is. */
  interface Owner {
    /** The body is wanted: says 100 (Continue) to who waits for it. */
    default void wanted() throws IOException {}

    /** Waits for octets, of which so many have come. */
    default void waits(long count) throws IOException {}

    /** Does not wait any more. */
    default void waited() {}

    /** All of the body has been read, or nobody reads on. */
    default void done() {}
  }

  private final Input input;
  private final Owner owner;
  private final long length;

  /** What is said of a body that is wrong: 400 by a server, 502 by a client. */
  private final int wrong;

  private final @Nullable ChunkedDecoder chunks;
  private final long most;
  private long left;
  private long count;
  private boolean ended;
  private boolean asked;
  private boolean closed;
  private @Nullable HttpException failure;

  /**
   * A body.
   *
   * @param length at least 0, {@link Parsed#CHUNKED}, {@link Parsed#UNTIL_CLOSE}
   * @param most octets at most
   */
  ReceivedBody(Input input, HttpLimits limits, long length, long most, int wrong, Owner owner) {
    this.input = input;
    this.owner = owner;
    this.length = length;
    this.wrong = wrong;
    this.most = most;
    this.left = length;
    this.chunks = length == Parsed.CHUNKED ? new ChunkedDecoder(limits) : null;
    if (length == 0) {
      ended = true;
    }
  }

  @Override
  public long length() {
    return length < 0 ? -1 : length;
  }

  /** Whether all of it has been read. */
  boolean isEnded() {
    return ended;
  }

  /** Whether somebody has begun to read. */
  boolean isAsked() {
    return asked;
  }

  /** What was wrong with it. */
  @Nullable HttpException failure() {
    return failure;
  }

  /** How many octets are to come at least, as far as it is known. */
  long left() {
    return length >= 0 ? left : 0;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public Headers trailers() {
    return chunks != null && ended ? chunks.trailers() : Headers.EMPTY;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      if (!ended) {
        owner.done();
      }
    }
  }

  @Override
  public void writeTo(BodyOutput out) throws IOException {
    byte[] buffer = new byte[8 << 10];
    for (int n; (n = read(buffer, 0, buffer.length)) >= 0; ) {
      out.write(buffer, 0, n);
      if (input.isEmpty()) {
        out.flush(); // whoever reads it need not wait for what comes later
      }
    }
  }

  /** Reads what there is, and waits until there is something; -1 at the end. */
  int read(byte[] into, int offset, int wanted) throws IOException {
    Objects.checkFromIndexSize(offset, wanted, into.length);
    if (closed && !ended) {
      throw new IOException("a body is read after it was closed");
    }
    if (failure != null) {
      throw new HttpException(failure.status(), String.valueOf(failure.getMessage()), failure);
    }
    if (ended) {
      return -1;
    }
    if (wanted == 0) {
      return 0;
    }
    try {
      if (!asked) {
        asked = true;
        owner.wanted();
      }
      int n = chunks == null ? plain(into, offset, wanted) : chunked(chunks, into, offset, wanted);
      count += Math.max(n, 0);
      if (ended) {
        owner.done();
      }
      return n;
    } catch (HttpException e) {
      failure = e;
      throw e;
    }
  }

  private int plain(byte[] into, int offset, int wanted) throws IOException {
    int atMost = length < 0 ? wanted : (int) Math.min(wanted, left);
    int n =
        input.isEmpty()
            ? timed(() -> input.read(into, offset, atMost))
            : input.read(into, offset, atMost);
    if (n == 0) {
      if (length >= 0) {
        throw cut();
      }
      ended = true;
      return -1;
    }
    left -= n;
    ended = left == 0;
    checkCount(n);
    return n;
  }

  private int chunked(ChunkedDecoder decoder, byte[] into, int offset, int wanted)
      throws IOException {
    while (true) {
      input.skip(decoder.decode(input.bytes, input.from, input.to));
      Refusal refusal = decoder.refusal();
      if (refusal != null) {
        throw new HttpException(
            wrong == Status.BAD_GATEWAY ? wrong : refusal.status(), refusal.reason());
      }
      if (decoder.isEnded()) {
        ended = true;
        return -1;
      }
      if (decoder.available() > 0 && !input.isEmpty()) {
        int n = input.read(into, offset, (int) Math.min(wanted, decoder.available()));
        decoder.took(n);
        checkCount(n);
        // the end, if it has come: who knows the length of a body does not ask again
        input.skip(decoder.decode(input.bytes, input.from, input.to));
        ended = decoder.isEnded();
        return n;
      }
      input.widen();
      if (timed(input::fill) == 0) {
        throw cut();
      }
    }
  }

  private void checkCount(int n) throws HttpException {
    if (most - count < n) {
      throw tooLarge(most);
    }
  }

  private HttpException cut() {
    return new HttpException(
        wrong, "the connection ended within a body, after " + count + " octets");
  }

  private interface Receive {
    int run() throws IOException;
  }

  private int timed(Receive receive) throws IOException {
    owner.waits(count);
    try {
      return receive.run();
    } catch (SocketTimeoutException e) {
      if (wrong == Status.BAD_REQUEST) {
        throw new HttpException(
            Status.REQUEST_TIMEOUT, "a body came too slowly: " + count + " octets", e);
      }
      throw e;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new HttpException(wrong, "the connection failed within a body", e);
    } finally {
      owner.waited();
    }
  }

  /**
   * Reads away what is left.
   *
   * @param octets at most
   * @return whether that was all
   */
  boolean drain(long octets) throws IOException {
    byte[] buffer = new byte[4 << 10];
    long drained = 0;
    while (!ended && drained <= octets) {
      drained += Math.max(0, read(buffer, 0, buffer.length));
    }
    return ended;
  }

  @Override
  public InputStream stream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int wanted) throws IOException {
        return ReceivedBody.this.read(into, offset, wanted);
      }
    };
  }
}

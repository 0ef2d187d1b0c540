package gulliver.benchmarks.peer;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Datagrams of one size, from one sender to one receiver. Each begins with its number, whose
 * highest bit says that the run is over; its other bytes are a pattern, of which the receiver looks
 * at the last. Some may be lost; none may come twice, or before an earlier one.
 */
final class Datagrams {
  static final int SMALLEST = 16;

  /** So much room for what the receiver has not taken yet. */
  static final int ROOM = 4 << 20;

  private static final long OVER = Long.MIN_VALUE;

  final int size;
  private long sent;
  private long first;
  private long lastSeen;
  private volatile boolean over;

  Datagrams(int size) {
    if (size < SMALLEST) {
      throw new IllegalArgumentException("datagrams of " + size + " bytes");
    }
    this.size = size;
  }

  /** Fills room for some of them with the pattern. */
  ByteBuffer fill(ByteBuffer room) {
    for (int i = 0; i < room.capacity(); i++) {
      room.put(i, (byte) (i % size * 31));
    }
    return room;
  }

  /** A run begins. */
  void begin() {
    first = sent;
    lastSeen = first - 1;
    over = false;
  }

  /** Whether the receiver knows that the run is over. */
  boolean over() {
    return over;
  }

  /** How much of what was sent in this run has not come. */
  double lost(long received) {
    return 1 - received / (double) (sent - first);
  }

  /** Makes what begins there the next datagram. */
  void stamp(ByteBuffer bytes, int at, boolean last) {
    bytes.putLong(at, sent++ | (last ? OVER : 0));
  }

  /** Looks at a datagram: 1 if it is of this run, 0 if not or if it only says that it is over. */
  int received(ByteBuffer bytes, int at, int length) throws IOException {
    if (length != size) {
      throw new IOException("datagram of " + length + " bytes");
    }
    long word = bytes.getLong(at);
    long number = word & ~OVER;
    if (number < first) {
      return 0;
    }
    if (number <= lastSeen) {
      throw new IOException("datagram " + number + " after " + lastSeen);
    }
    if (bytes.get(at + size - 1) != (byte) ((size - 1) * 31)) {
      throw new IOException("wrong bytes in datagram " + number);
    }
    lastSeen = number;
    if (word < 0) {
      over = true;
      return 0;
    }
    return 1;
  }

  /** A way to move them: some with each call. */
  interface Way extends AutoCloseable {
    Datagrams datagrams();

    /** Sends some, or one that says that the run is over; answers how many. */
    int send(boolean last) throws IOException;

    /** Waits for some; answers how many were of this run. */
    int receive() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** A thread at each end; an operation is a datagram that was received. */
  static Peer.Worker both(Way way, Thread.Builder threads) {
    Datagrams datagrams = way.datagrams();
    return new Ends(threads) {
      @Override
      public Count go(long millis) throws Exception {
        datagrams.begin();
        Count count = super.go(millis);
        double lost = datagrams.lost(count.operations());
        return new Count(count.operations(), count.nanos(), "lost=" + lost);
      }

      @Override
      void send(long nanos) throws Exception {
        for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
          way.send(false);
        }
        while (!datagrams.over()) {
          way.send(true);
          Thread.sleep(1);
        }
      }

      @Override
      long receive() throws IOException {
        long received = 0;
        while (!datagrams.over()) {
          received += way.receive();
        }
        return received;
      }

      @Override
      public void close() throws Exception {
        way.close();
      }
    };
  }

  /** One thread that sends some and receives them, over and over: none is lost, nobody waits. */
  static Peer.Worker loop(Way way) {
    return new Peer.Worker() {
      private static final int SOME = 32;

      @Override
      public Count go(long millis) throws Exception {
        way.datagrams().begin();
        long operations = 0;
        long nanos = millis * 1_000_000;
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
          long onTheirWay = 0;
          while (onTheirWay < SOME) {
            onTheirWay += way.send(false);
          }
          operations += onTheirWay;
          while (onTheirWay > 0) {
            onTheirWay -= way.receive();
          }
        }
        return new Count(operations, System.nanoTime() - start);
      }

      @Override
      public void close() throws Exception {
        way.close();
      }
    };
  }
}

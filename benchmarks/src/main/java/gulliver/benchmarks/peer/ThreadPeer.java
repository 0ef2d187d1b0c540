package gulliver.benchmarks.peer;

import gulliver.benchmarks.peer.Blocking.Connection;
import gulliver.benchmarks.peer.Blocking.Listener;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;

/** Calls that wait, and a thread for each connection. */
final class ThreadPeer extends Peer {
  private static final int BUFFER = 65_536;
  private static final int LITTLE = 64;
  private static final int HEAD = 4096;

  private final Blocking api;
  private final Thread.Builder threads;

  ThreadPeer(Blocking api, Thread.Builder threads) {
    this.api = api;
    this.threads = threads;
  }

  /** What a thread does. */
  private interface Task {
    void run() throws Exception;
  }

  private void start(Task task) {
    threads.start(() -> {
      try {
        task.run();
      } catch (Throwable e) {
        PeerMain.failed(e);
      }
    });
  }

  // ---- server ----

  /** What a server does with a connection, which it closes. */
  private interface Service {
    void serve(Connection connection) throws Exception;
  }

  @Override
  Server serve(Where where) throws IOException {
    return serve(where, connection -> echo(connection, BUFFER));
  }

  @Override
  Server idle(Where where) throws IOException {
    return serve(where, connection -> echo(connection, LITTLE));
  }

  @Override
  Server accepts(Where where) throws IOException {
    Listener listener = api.listen(where);
    start(() -> {
      while (true) {
        listener.accept().close();
      }
    });
    return listener::where;
  }

  @Override
  Server web(Where where, String text) throws IOException {
    byte[] answer = Hello.answer(text);
    return serve(where, connection -> answer(connection, answer));
  }

  private Server serve(Where where, Service service) throws IOException {
    Listener listener = api.listen(where);
    start(() -> {
      while (true) {
        Connection connection = listener.accept();
        start(() -> service.serve(connection));
      }
    });
    return listener::where;
  }

  private void answer(Connection connection, byte[] bytes) throws IOException {
    try (connection) {
      Hello hello = new Hello();
      ByteBuffer buffer = api.allocate(HEAD);
      ByteBuffer answer = api.allocate(bytes.length).put(bytes);
      while (connection.receive(buffer.clear()) > 0) {
        for (int n = hello.requests(buffer.flip()); n > 0; n--) {
          connection.send(answer.flip());
        }
      }
    } catch (IOException e) {
      // wrk ends in the middle of answers; it is wrk that says when one was not right
    }
  }

  private void echo(Connection connection, int room) throws IOException {
    try (connection) {
      ByteBuffer buffer = api.allocate(room);
      while (connection.receive(buffer.clear()) > 0) {
        connection.send(buffer.flip());
      }
    }
  }

  // ---- clients ----

  @Override
  Worker connect(Where where, int connections, int size) throws IOException {
    Clients clients = new Clients(connections, size);
    for (int i = 0; i < connections; i++) {
      clients.start(i, api.connect(where));
    }
    return clients;
  }

  private final class Clients implements Worker {
    private final int size;
    private final CyclicBarrier gate;
    private final CountDownLatch gone;
    private final List<Client> all = new ArrayList<>();
    private volatile long work;
    private volatile boolean closing;

    Clients(int connections, int size) {
      this.size = size;
      gate = new CyclicBarrier(connections + 1);
      gone = new CountDownLatch(connections);
    }

    void start(int number, Connection connection) {
      Message message = new Message(api.allocate(size), api.allocate(size), number);
      Client client = new Client(connection, message);
      all.add(client);
      ThreadPeer.this.start(() -> {
        try (connection) {
          for (gate.await(); !closing; gate.await()) {
            client.work(work);
            gate.await();
          }
        }
        gone.countDown();
      });
    }

    @Override
    public Count go(long millis) throws Exception {
      work = millis * 1_000_000;
      gate.await();
      gate.await();
      long operations = all.stream().mapToLong(c -> c.operations).sum();
      long start = all.stream().mapToLong(c -> c.start).min().orElseThrow();
      return new Count(operations, all.stream().mapToLong(c -> c.end - start).max().orElseThrow());
    }

    @Override
    public void close() throws Exception {
      closing = true;
      gate.await();
      gone.await();
    }
  }

  private static final class Client {
    private final Connection connection;
    private final Message message;
    private long operations;
    private long start;
    private long end;

    Client(Connection connection, Message message) {
      this.connection = connection;
      this.message = message;
    }

    /**
     * The clock is its own: where a thousand threads want to run, another's word comes too late.
     */
    void work(long nanos) throws IOException {
      long n = 0;
      long from = System.nanoTime();
      long now;
      do {
        message.next();
        connection.send(message.out);
        do {
          if (connection.receive(message.in) <= 0) {
            throw new IOException("end within a reply: " + message.in);
          }
        } while (!message.echoed());
        n++;
        now = System.nanoTime();
      } while (now - from < nanos);
      operations = n;
      start = from;
      end = now;
    }
  }

  // ---- streams ----

  @Override
  Worker pump(Where where, int size) throws IOException {
    Listener listener = api.listen(where);
    Connection out = api.connect(listener.where());
    Connection in = listener.accept();
    listener.close();
    Blocks blocks = new Blocks(size);
    ByteBuffer block = blocks.fill(api.allocate(size));
    ByteBuffer room = api.allocate(size);
    return new Ends(threads) {
      @Override
      void send(long nanos) throws IOException {
        long start = System.nanoTime();
        for (boolean last = false; !last; ) {
          last = System.nanoTime() - start >= nanos;
          out.send(blocks.next(block, last));
        }
      }

      @Override
      long receive() throws IOException {
        long received = 0;
        int n;
        do {
          n = in.receive(room.clear());
          if (n <= 0) {
            throw new EOFException("end within a stream");
          }
          received += n;
        } while (!blocks.received(room, 0, n));
        return received;
      }

      @Override
      public void close() throws IOException {
        out.close();
        in.close();
      }
    };
  }

  // ---- datagrams ----

  @Override
  Worker datagrams(int size) throws IOException {
    return Datagrams.both(new OneByOne(new Datagrams(size)), threads);
  }

  @Override
  Worker loop(int size) throws IOException {
    return Datagrams.loop(new OneByOne(new Datagrams(size)));
  }

  private final class OneByOne implements Datagrams.Way {
    private final Datagrams datagrams;
    private final List<Connection> ends = api.datagrams();
    private final Connection out = ends.getFirst();
    private final Connection in = ends.getLast();
    private final ByteBuffer sending;
    private final ByteBuffer receiving;

    OneByOne(Datagrams datagrams) throws IOException {
      this.datagrams = datagrams;
      sending = datagrams.fill(api.allocate(datagrams.size));
      receiving = api.allocate(datagrams.size + 1); // a longer one would show
    }

    @Override
    public Datagrams datagrams() {
      return datagrams;
    }

    @Override
    public int send(boolean last) throws IOException {
      datagrams.stamp(sending, 0, last);
      out.send(sending.clear());
      return 1;
    }

    @Override
    public int receive() throws IOException {
      return datagrams.received(receiving, 0, in.receive(receiving.clear()));
    }

    @Override
    public void close() throws IOException {
      out.close();
      in.close();
    }
  }
}

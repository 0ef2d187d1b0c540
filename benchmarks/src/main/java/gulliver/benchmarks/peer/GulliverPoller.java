package gulliver.benchmarks.peer;

import static gulliver.socket.Linux.EPOLLIN;
import static gulliver.socket.Linux.EPOLLOUT;

import gulliver.socket.Poller;
import gulliver.socket.Socket;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Gulliver's {@link Poller} as an event loop: one thread for all connections of a side. */
final class GulliverPoller extends Peer {
  private static final int BUFFER = 65_536;
  private static final int EVENTS = 256;

  @Override
  Server serve(Where where) throws IOException {
    return serve(where, GulliverPoller::keep);
  }

  @Override
  Server accepts(Where where) throws IOException {
    return serve(where, (poller, socket) -> socket.close());
  }

  /** What is done with a connection that has been accepted. */
  private interface Accepted {
    void accepted(Poller poller, Socket socket) throws IOException;
  }

  private static void keep(Poller poller, Socket socket) throws IOException {
    socket.setblocking(false);
    poller.add(socket, EPOLLIN, null);
  }

  private static Server serve(Where where, Accepted then) throws IOException {
    Socket listener = GulliverBlocking.listening(where);
    listener.setblocking(false);
    Where bound = GulliverBlocking.bound(listener, where);
    Poller poller = new Poller();
    poller.add(listener, EPOLLIN, null);
    Thread.ofPlatform()
        .start(() -> {
          try {
            serve(poller, listener, where, then);
          } catch (Throwable e) {
            PeerMain.failed(e);
          }
        });
    return () -> bound;
  }

  private static void serve(Poller poller, Socket listener, Where where, Accepted then)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    Poller.Events events = new Poller.Events(EVENTS);
    while (true) {
      int n = poller.wait(events, null);
      for (int i = 0; i < n; i++) {
        Socket socket = (Socket) events.target(i);
        if (socket == listener) {
          then.accepted(poller, GulliverBlocking.nodelay(listener.accept().socket(), where));
          continue;
        }
        int length = socket.recv(buffer);
        if (length > 0) {
          send(socket, buffer, length);
        } else if (length == 0) {
          socket.close();
        }
      }
    }
  }

  /** A client has one message on its way, at most: there is room for it. */
  private static void send(Socket socket, byte[] buffer, int length) throws IOException {
    for (int sent = 0; sent < length; ) {
      sent += Math.max(socket.send(buffer, sent, length - sent), 0);
    }
  }

  @Override
  Worker connect(Where where, int connections, int size) throws IOException {
    Clients clients = new Clients();
    for (int i = 0; i < connections; i++) {
      Socket socket = GulliverBlocking.connected(where);
      socket.setblocking(false);
      byte[] bytes = new byte[size];
      Message message = new Message(ByteBuffer.wrap(bytes), ByteBuffer.allocate(size), i);
      Client client = new Client(socket, message, bytes);
      clients.all.add(client);
      clients.poller.add(socket, EPOLLIN, client);
    }
    return clients;
  }

  private record Client(Socket socket, Message message, byte[] bytes) {
    void sendNext() throws IOException {
      message.next();
      send(socket, bytes, bytes.length);
    }

    /** Whether the echo is whole now. */
    boolean receive() throws IOException {
      ByteBuffer in = message.in;
      int n = socket.recv(in.array(), in.arrayOffset() + in.position(), in.remaining());
      if (n == 0) {
        throw new EOFException("end within a reply");
      }
      in.position(in.position() + Math.max(n, 0));
      return message.echoed();
    }
  }

  private static final class Clients implements Worker {
    private final Poller poller = new Poller();
    private final Poller.Events events = new Poller.Events(EVENTS);
    private final List<Client> all = new ArrayList<>();

    Clients() throws IOException {}

    @Override
    public Count go(long millis) throws IOException {
      long start = System.nanoTime();
      long nanos = millis * 1_000_000;
      long operations = 0;
      int busy = all.size();
      for (Client client : all) {
        client.sendNext();
      }
      while (busy > 0) {
        int n = poller.wait(events, null);
        boolean over = System.nanoTime() - start >= nanos;
        for (int i = 0; i < n; i++) {
          Client client = (Client) events.attachment(i);
          if (client != null && client.receive()) {
            operations++;
            if (over) {
              busy--;
            } else {
              client.sendNext();
            }
          }
        }
      }
      return new Count(operations, System.nanoTime() - start);
    }

    @Override
    public void close() {
      for (Client client : all) {
        client.socket.close();
      }
      poller.close();
    }
  }

  // ---- streams ----

  @Override
  Worker pump(Where where, int size) throws IOException {
    Socket listener = GulliverBlocking.listening(where);
    Socket out = GulliverBlocking.connected(GulliverBlocking.bound(listener, where));
    Socket in = listener.accept().socket();
    listener.close();
    out.setblocking(false);
    in.setblocking(false);
    Poller writable = new Poller();
    Poller readable = new Poller();
    writable.add(out, EPOLLOUT, null);
    readable.add(in, EPOLLIN, null);
    Blocks blocks = new Blocks(size);
    byte[] bytes = new byte[size];
    ByteBuffer block = blocks.fill(ByteBuffer.wrap(bytes));
    byte[] room = new byte[size];
    return new Ends(Thread.ofPlatform()) {
      @Override
      void send(long nanos) throws IOException {
        Poller.Events events = new Poller.Events(1);
        long start = System.nanoTime();
        for (boolean last = false; !last; ) {
          last = System.nanoTime() - start >= nanos;
          blocks.next(block, last);
          for (int sent = 0; sent < size; ) {
            int n = out.send(bytes, sent, size - sent);
            sent += Math.max(n, 0);
            if (sent < size) {
              writable.wait(events, null);
            }
          }
        }
      }

      @Override
      long receive() throws IOException {
        Poller.Events events = new Poller.Events(1);
        ByteBuffer view = ByteBuffer.wrap(room);
        long received = 0;
        while (true) {
          int n = in.recv(room);
          if (n == 0) {
            throw new EOFException("end within a stream");
          }
          received += Math.max(n, 0);
          if (n > 0 && blocks.received(view, 0, n)) {
            return received;
          }
          readable.wait(events, null);
        }
      }

      @Override
      public void close() {
        out.close();
        in.close();
        writable.close();
        readable.close();
      }
    };
  }
}

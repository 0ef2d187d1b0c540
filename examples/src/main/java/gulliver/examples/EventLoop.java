package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * An echo server with one thread for all clients, as one writes it in C: a {@link Poller} tells who
 * has something. It costs as much as there are events, however many clients there are. (With
 * virtual threads, {@link EchoServer} is shorter, and as good.)
 */
public final class EventLoop implements AutoCloseable {
  private static final int ROOM = 1 << 16;

  private final Socket server;
  private final Poller poller;
  private final Set<Socket> clients = new HashSet<>();

  EventLoop(Socket server) throws IOException {
    this.server = server;
    this.poller = new Poller(server.network());
    server.setblocking(false);
    poller.add(server, EPOLLIN, null);
  }

  /** Serves a client of its own. */
  public static void main(String... args) throws IOException {
    try (Socket server = createServer(address("127.0.0.1", 0));
        EventLoop loop = new EventLoop(server)) {
      Network.os().start(loop::run);
      IO.println(EchoClient.echo(Network.os(), server.getsockname(), "once around the loop"));
    }
  }

  /** Serves until the loop is closed. */
  void run() throws IOException {
    Poller.Events events = new Poller.Events(64);
    try {
      while (true) {
        int n = poller.wait(events, null);
        for (int i = 0; i < n; i++) {
          if (events.attachment(i) instanceof ByteBuffer pending) {
            echo((Socket) events.target(i), pending);
          } else {
            accept();
          }
        }
      }
    } catch (IOException e) {
      if (Errno.of(e) != Errno.EBADF) { // what closing the loop does
        throw e;
      }
    } finally {
      clients.forEach(Socket::close);
    }
  }

  private void accept() throws IOException {
    try {
      Socket client = server.accept().socket();
      clients.add(client);
      client.setblocking(false);
      poller.add(client, EPOLLIN, ByteBuffer.allocate(ROOM));
    } catch (WouldBlockException e) {
      // whoever connected has gone
    }
  }

  /** Takes what is there and gives it back; what does not go now waits for room to send. */
  private void echo(Socket client, ByteBuffer pending) throws IOException {
    try {
      int got = pending.hasRemaining() ? client.recv(pending) : WOULD_BLOCK;
      pending.flip();
      client.send(pending);
      pending.compact();
      if (got == 0 && pending.position() == 0) {
        end(client);
        return;
      }
      boolean hungry = got != 0 && pending.hasRemaining();
      poller.modify(client, (hungry ? EPOLLIN : 0) | (pending.position() > 0 ? EPOLLOUT : 0));
    } catch (SocketException reset) {
      end(client);
    }
  }

  /** A socket that is closed leaves the poller by itself. */
  private void end(Socket client) {
    client.close();
    clients.remove(client);
  }

  @Override
  public void close() {
    poller.close();
  }
}

package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.MSG_WAITALL;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Capability;
import gulliver.socket.Errno;
import gulliver.socket.InMessage;
import gulliver.socket.MessageBatch;
import gulliver.socket.OutMessage;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What the suites about waiting share: every call that can block, on a socket where it does. */
public abstract class BlockingSuite extends Suite {
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** More than the buffers of a connection take. */
  private static final int MUCH = 1 << 26;

  /** For subclasses. */
  protected BlockingSuite() {}

  /** The calls that can block. */
  enum Blocking {
    ACCEPT("accept"),
    CONNECT("connect"),
    CONNECT_UNIX("connect"),
    SEND("send"),
    SENDALL("sendall"),
    WRITE("sendall"),
    SEND_UNIX("send"),
    SENDTO_UNIX("sendto"),
    RECV("recv"),
    RECV_FRESH("recv"),
    RECV_PEEK("recv"),
    RECV_WAITALL("recv"),
    RECVALL("recvall"),
    READ("recv"),
    RECVFROM("recvfrom"),
    RECVFROM_FRESH("recvfrom"),
    SENDMSG("sendmsg"),
    SENDMSG_UNIX("sendmsg"),
    RECVMSG("recvmsg"),
    RECVMSG_WAITALL("recvmsg"),
    RECVMSG_DATAGRAM("recvmsg"),
    SENDMMSG_UNIX("sendmmsg"),
    RECVMMSG("recvmmsg");

    /** What failures say. */
    final String call;

    Blocking(String call) {
      this.call = call;
    }
  }

  /** Something that may throw. */
  interface Check {
    void run() throws Exception;
  }

  /**
   * A call that will block.
   *
   * @param socket on which
   * @param work the call, or calls until one blocks
   * @param usable what shows that the socket still works
   */
  record Blocked(Socket socket, Callable<?> work, Check usable) {}

  /**
   * A connection: our end and the peer's.
   *
   * @param socket ours
   * @param other the peer's
   */
  record Connection(Socket socket, Peer.Stream other) {}

  static Stream<Arguments> callsAndThreads() {
    return Stream.of(Blocking.values())
        .flatMap(
            call -> Stream.of(Caller.Threads.values()).map(threads -> arguments(call, threads)));
  }

  /** Brings about what makes a call block. */
  final Blocked blocked(Blocking call) throws Exception {
    return switch (call) {
      case ACCEPT -> accepting();
      case CONNECT -> connecting(anywhere());
      case CONNECT_UNIX -> connecting(unixName());
      case SEND, SENDALL, WRITE, SENDMSG -> sending(call);
      case SEND_UNIX, SENDTO_UNIX, SENDMSG_UNIX, SENDMMSG_UNIX -> messaging(call);
      case RECV, RECV_FRESH, RECV_PEEK, RECV_WAITALL, RECVALL, READ, RECVMSG, RECVMSG_WAITALL ->
          receiving(call);
      case RECVFROM, RECVFROM_FRESH, RECVMSG_DATAGRAM, RECVMMSG -> receivingMessages(call);
    };
  }

  private Blocked accepting() throws IOException {
    Socket server = closing(network().createServer(anywhere()));
    return new Blocked(
        server,
        server::accept,
        () -> {
          Peer.Stream client = closing(peer().connect(server.getsockname()));
          Accepted accepted = server.accept();
          closing(accepted.socket());
          assertThat(accepted.address()).isEqualTo(client.local());
        });
  }

  private Blocked connecting(Address address) throws Exception {
    Socket server = fullServer(address);
    Socket client = closing(network().socket(server.family(), SOCK_STREAM));
    return new Blocked(
        client,
        () -> {
          client.connect(server.getsockname());
          return null;
        },
        () -> {
          client.setblocking(false);
          assertThat(Errno.of(failure(() -> client.connect(server.getsockname()))))
              .isIn(Errno.EALREADY, Errno.EINPROGRESS, Errno.EAGAIN);
        });
  }

  /** A server on which a further connect waits, because nobody accepts. */
  final Socket fullServer(Address address) throws Exception {
    Socket server = closing(network().createServer(address, 0));
    closing(network().createConnection(server.getsockname())); // there is room for one
    Duration patience = Duration.ofMillis(10);
    for (int i = 1; i < 8; i++) {
      Socket client = closing(network().socket(server.family(), SOCK_STREAM));
      client.settimeout(patience);
      Caller<?> connecting = Caller.run(network(), () -> client.connect(server.getsockname()));
      if (!connecting.untilItWaitsOrEnds().isDone()) {
        world().pass(patience);
      }
      try {
        connecting.result();
      } catch (SocketTimeoutException full) {
        client.close();
        return server;
      }
    }
    throw new AssertionError("eight clients connected to a server with a backlog of 0");
  }

  /** Lets time pass though nobody may wait for it. */
  final void letPass(Duration time) throws Exception {
    Caller<?> sleeping = Caller.run(network(), () -> network().sleep(time));
    if (!sleeping.untilItWaitsOrEnds().isDone()) {
      world().pass(time);
    }
    sleeping.result();
  }

  /** Lets time pass, little by little, until something holds. */
  final void passUntil(Callable<Boolean> condition) throws Exception {
    for (int i = 0; !condition.call(); i++) {
      assertThat(i).as("times 2 ms").isLessThan(5000);
      letPass(Duration.ofMillis(2));
    }
  }

  /** A connection with a peer that waits for what we send. */
  final Connection connection() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    CompletableFuture<Peer.Stream> accepting = start(server::accept);
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    client.connect(server.address());
    return new Connection(client, closing(result(accepting)));
  }

  private Blocked receiving(Blocking call) throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket;
    byte[] buffer = new byte[10];
    Callable<?> work =
        switch (call) {
          case RECV -> () -> socket.recv(buffer);
          case RECV_FRESH -> () -> socket.recv(10);
          case RECV_PEEK -> () -> socket.recv(buffer, MSG_PEEK);
          case RECV_WAITALL -> () -> socket.recv(buffer, MSG_WAITALL);
          case RECVALL -> () -> socket.recvall(buffer);
          case READ -> () -> socket.inputStream().read(buffer);
          case RECVMSG -> () -> socket.recvmsg(10, 0);
          case RECVMSG_WAITALL -> () -> socket.recvmsg(new InMessage(0, buffer), MSG_WAITALL);
          default -> throw new AssertionError(call);
        };
    return new Blocked(
        socket,
        work,
        () -> {
          connection.other.send(pattern(10));
          assertThat(socket.recvall(buffer)).isEqualTo(10);
          assertThat(buffer).isEqualTo(pattern(10));
        });
  }

  private Blocked receivingMessages(Blocking call) throws IOException {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    byte[] buffer = new byte[100];
    Callable<?> work =
        switch (call) {
          case RECVFROM -> () -> socket.recvfrom(buffer, new Sender());
          case RECVFROM_FRESH -> () -> socket.recvfrom(100);
          case RECVMSG_DATAGRAM -> () -> socket.recvmsg(new InMessage(0, buffer));
          case RECVMMSG -> () -> socket.recvmmsg(new MessageBatch(2, 100));
          default -> throw new AssertionError(call);
        };
    return new Blocked(
        socket,
        work,
        () -> {
          Peer.Datagrams other = closing(peer().datagrams(anywhere()));
          other.send(pattern(10), socket.getsockname());
          assertThat(socket.recvfrom(100).bytes()).isEqualTo(pattern(10));
        });
  }

  private Blocked sending(Blocking call) throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket;
    AtomicInteger sent = new AtomicInteger();
    Callable<?> work =
        switch (call) {
          case SEND -> () -> sendForEver(sent, from -> socket.send(much(), from, 1 << 16));
          case SENDMSG ->
              () -> sendForEver(sent, from -> socket.sendmsg(OutMessage.of(twoParts(from))));
          case SENDALL -> () -> counting(sent, () -> socket.sendall(much()));
          case WRITE -> () -> counting(sent, () -> socket.outputStream().write(much()));
          default -> throw new AssertionError(call);
        };
    return new Blocked(
        socket,
        work,
        () -> {
          byte[] received = connection.other.receive(sent.get());
          assertThat(Arrays.mismatch(received, part(much(), 0, sent.get()))).isEqualTo(-1);
          socket.sendall(pattern(10));
          assertThat(connection.other.receive(10)).isEqualTo(pattern(10));
        });
  }

  /** Sends 64 KiB of {@link #much} from there on, or a part of them. */
  private interface Sending {
    int send(int from) throws IOException;
  }

  private static Object sendForEver(AtomicInteger sent, Sending sending) throws IOException {
    for (; ; ) {
      sent.addAndGet(sending.send(Math.min(sent.get(), MUCH - (1 << 16))));
    }
  }

  private static ByteBuffer[] twoParts(int from) {
    ByteBuffer all = ByteBuffer.wrap(much());
    return new ByteBuffer[] {all.slice(from, 1000), all.slice(from + 1000, (1 << 16) - 1000)};
  }

  private static Object counting(AtomicInteger sent, Check call) throws Exception {
    try {
      call.run();
      return "everything has been sent";
    } catch (IOException e) {
      sent.addAndGet((int) ((SocketFailure) e).transferred());
      throw e;
    }
  }

  private Blocked messaging(Blocking call) throws Exception {
    needs(Capability.UNIX);
    Socket receiver = closing(network().socket(AF_UNIX, SOCK_DGRAM));
    Address name = unixName();
    receiver.bind(name);
    Socket socket = closing(network().socket(AF_UNIX, SOCK_DGRAM));
    if (call == Blocking.SEND_UNIX) {
      socket.connect(name);
    }
    Check send =
        switch (call) {
          case SEND_UNIX -> () -> socket.send(pattern(10));
          case SENDTO_UNIX -> () -> socket.sendto(pattern(10), name);
          case SENDMSG_UNIX -> () -> socket.sendmsg(OutMessage.of(pattern(10)).to(name));
          case SENDMMSG_UNIX ->
              () -> {
                MessageBatch batch = new MessageBatch(1, 10);
                batch.add(pattern(10), name);
                socket.sendmmsg(batch);
              };
          default -> throw new AssertionError(call);
        };
    AtomicInteger sent = new AtomicInteger();
    return new Blocked(
        socket,
        () -> {
          for (; ; ) {
            send.run();
            sent.incrementAndGet();
          }
        },
        () -> {
          byte[] message = new byte[10];
          for (int i = 0; i < sent.get(); i++) {
            assertThat(receiver.recv(message, MSG_DONTWAIT)).isEqualTo(10);
          }
          assertThat(receiver.recv(message, MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
          assertThat(socket.sendto(pattern(10), name)).isEqualTo(10);
          assertThat(receiver.recv(10)).isEqualTo(pattern(10));
        });
  }

  /** A UNIX address that nobody has. */
  final Address unixName() {
    needs(Capability.UNIX);
    return Address.Unix.ofAbstract(
        "gulliver-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet());
  }

  /** More bytes than the buffers of a connection take. */
  static byte[] much() {
    return Much.BYTES;
  }

  private static final class Much {
    static final byte[] BYTES = pattern(MUCH);
  }

  /** Starts so many calls of the same kind, and returns when all of them wait. */
  final <T> List<Caller<T>> waiting(int count, Caller.Threads threads, Callable<T> work) {
    return Stream.generate(() -> Caller.start(threads, network(), work))
        .limit(count)
        .toList()
        .stream()
        .map(Caller::untilItWaits)
        .toList();
  }
}

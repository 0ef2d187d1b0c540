package gulliver.protocols.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.ControlMessage.ScmRights;
import gulliver.socket.Errno;
import gulliver.socket.Message;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.OutMessage;
import gulliver.socket.Pollable;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import gulliver.socket.Sockets;
import gulliver.socket.Task;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a process takes the place of another, and no client notices. They speak over a UNIX socket
 * that keeps messages apart, the desk:
 *
 * <pre>
 *   the old server                              the new one
 *
 *   listens at the desk  &lt;-- connect ---------  comes up
 *   HERE, labels       -- SCM_RIGHTS -----&gt;  has the desk and the listening sockets, too
 *   still accepts                               makes itself ready
 *                      &lt;-- READY ----------
 *   has stopped accepting: YOURS -----------&gt;  (connections wait in the queues, milliseconds)
 *                                               accepts
 *                      &lt;-- ACCEPTING ------
 *   finishes, and stops
 * </pre>
 *
 * <p>At every moment one of the two accepts, and never both: they share the open file description,
 * and with it {@code O_NONBLOCK}, which a call borrows. If the new one dies before the last word,
 * the old one goes on.
 */
final class Succession implements Task {
  /** With the version of what is said. */
  private static final String HERE = "gulliver-server 1";

  private static final String READY = "ready";
  private static final String YOURS = "yours";
  private static final String ACCEPTING = "accepting";

  /** For each answer; only to READY the program that comes up may take longer. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private static final Duration COMING_UP = Duration.ofMinutes(5);

  /** SCM_MAX_FD. */
  static final int MOST_SOCKETS = 253 - 1;

  private static final int LONGEST = 64 << 10;

  private final Server server;
  private final Socket desk;
  private final List<Listening> listening;
  private volatile @Nullable Thread thread;
  private volatile boolean over;

  Succession(Server server, Socket desk, List<Listening> listening) {
    this.server = server;
    this.desk = desk;
    this.listening = listening;
  }

  // ---- the old server ----

  /** Lets the desk look whether to go on. */
  void look() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      while (!server.isStopping()) {
        try (Socket successor = desk.accept().socket()) {
          handOver(successor);
        } catch (IOException e) {
          if (!server.isStopping()) {
            server.log(Level.WARNING, "no successor took over", e);
            server.rest(Duration.ofMillis(100));
          }
        }
      }
    } catch (InterruptedException e) {
      // the server stops
    } finally {
      desk.close();
      over = true;
      server.acceptorRests();
    }
  }

  boolean isOver() {
    return over;
  }

  private void handOver(Socket successor) throws IOException, InterruptedException {
    checkUser(successor);
    List<Pollable> sockets = new ArrayList<>();
    sockets.add(desk);
    StringBuilder words = new StringBuilder(HERE);
    for (Listening each : listening) {
      sockets.add(each.socket());
      words.append('\n').append(each.label());
    }
    successor.settimeout(ANSWER);
    byte[] text = words.toString().getBytes(UTF_8);
    successor.sendmsg(OutMessage.of(text).with(new ScmRights(sockets)));
    successor.settimeout(COMING_UP);
    expect(successor, READY);
    successor.settimeout(ANSWER);
    server.suspend();
    boolean taken = false;
    try {
      say(successor, YOURS);
      expect(successor, ACCEPTING);
      taken = true;
    } finally {
      if (taken) {
        server.handedOver();
      } else {
        server.resume();
      }
    }
  }

  private static void say(Socket to, String word) throws IOException {
    to.sendall(word.getBytes(UTF_8));
  }

  private static void expect(Socket from, String word) throws IOException {
    String said = new String(from.recv(LONGEST), UTF_8);
    if (!said.equals(word)) {
      throw new IOException(
          "expected \"%s\" from the other server: %s"
              .formatted(word, said.isEmpty() ? "it has gone" : "\"" + said + "\""));
    }
  }

  /** Only the same user, or root, may take the sockets, or give them. */
  private static void checkUser(Socket other) throws IOException {
    int uid = other.getsockopt(Options.SO_PEERCRED).uid();
    Socket[] pair = other.network().socketpair();
    try (Socket a = pair[0];
        Socket b = pair[1]) {
      int mine = a.getsockopt(Options.SO_PEERCRED).uid();
      if (uid != mine && uid != 0) {
        throw new IOException("user %d at the desk of user %d".formatted(uid, mine));
      }
    }
  }

  // ---- the new server ----

  /** What a new server has been given, and the line to the old one. */
  static final class Taken implements AutoCloseable {
    private final Socket line;
    private final Socket desk;
    private final Map<String, Deque<Socket>> sockets = new HashMap<>();

    private Taken(Socket line, Socket desk) {
      this.line = line;
      this.desk = desk;
    }

    Socket desk() {
      return desk;
    }

    /** All the sockets of a label, which are the caller's from now on. */
    List<Socket> take(String label) {
      Deque<Socket> all = sockets.remove(label);
      return all == null ? List.of() : List.copyOf(all);
    }

    /** Returns when the old server accepts no more. */
    void awaitTurn() throws IOException {
      say(line, READY);
      expect(line, YOURS);
    }

    void accepting() throws IOException {
      say(line, ACCEPTING);
    }

    /** Closes what nobody has taken: addresses that the new server does not serve. */
    @Override
    public void close() {
      line.close();
      sockets.values().forEach(all -> all.forEach(Socket::close));
    }
  }

  /** Asks the server at a desk for its sockets; null if there is none. */
  static @Nullable Taken take(Network network, Address.Unix address) throws IOException {
    Socket line = network.socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET);
    try {
      line.settimeout(ANSWER);
      try {
        line.connect(address);
      } catch (IOException e) {
        if (Errno.of(e) == Errno.ECONNREFUSED || Errno.of(e) == Errno.ENOENT) {
          line.close();
          return null;
        }
        throw e;
      }
      checkUser(line);
      int space = Sockets.CMSG_SPACE(Integer.BYTES * (MOST_SOCKETS + 1));
      try (Message message = line.recvmsg(LONGEST, space)) {
        return taken(network, line, message);
      }
    } catch (Throwable t) {
      line.close();
      throw t;
    }
  }

  private static Taken taken(Network network, Socket line, Message message) throws IOException {
    String[] words = new String(message.bytes(), UTF_8).split("\n", -1);
    ScmRights rights = message.control(ScmRights.class);
    if (!words[0].equals(HERE) || rights == null || rights.descriptors().size() != words.length) {
      throw new IOException("not the desk of a server that this one understands: " + words[0]);
    }
    List<Socket> sockets = new ArrayList<>();
    try {
      for (Pollable each : rights.descriptors()) {
        sockets.add(network.fromfd(each.detach()));
      }
    } catch (Throwable t) {
      sockets.forEach(Socket::close);
      throw t;
    }
    Taken taken = new Taken(line, sockets.getFirst());
    for (int i = 1; i < words.length; i++) {
      taken.sockets.computeIfAbsent(words[i], _ -> new ArrayDeque<>()).add(sockets.get(i));
    }
    return taken;
  }

  /** Opens the desk of a server that takes nobody's place. */
  static Socket openDesk(Network network, Address.Unix address) throws IOException {
    return Listening.openUnix(
        network,
        address,
        () -> {
          Socket desk = network.socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET);
          try {
            desk.bind(address);
            desk.listen(1);
            return desk;
          } catch (Throwable t) {
            desk.close();
            throw t;
          }
        });
  }
}

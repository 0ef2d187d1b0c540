package gulliver.protocols.server;

import gulliver.protocols.framing.FramingException;
import gulliver.protocols.tls.TlsException;
import gulliver.socket.Address;
import gulliver.socket.Linux;
import gulliver.socket.ListenFd;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.SocketSetup;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * A server: always on, for many clients at once, each with a thread of its own.
 *
 * {@snippet :
 * Server server = Server.on(network)
 *     .listen(address("", 7000))
 *     .limits(Limits.DEFAULT.connections(1000).perAddress(20))
 *     .start(connection -> {
 *       byte[] buffer = new byte[4096];
 *       for (int n; (n = connection.recv(buffer, 0, buffer.length)) > 0; ) {
 *         connection.sendall(buffer, 0, n);
 *       }
 *     });
 * Runtime.getRuntime().addShutdownHook(new Thread(server::close)); // Ctrl-C, SIGTERM
 * server.join();
 * }
 *
 * <p>{@link Limits} says what clients may use. At the limit of connections the server accepts no
 * more, and who comes waits in the listener's queue. When descriptors or memory run out, it waits
 * likewise, until a connection has gone or for up to a second, and does not spin.
 *
 * <p>{@link #stop} stops in order: nothing is accepted any more, the handlers finish, and when the
 * time is over those that have not are cut. All of it is in the network's own time.
 *
 * <p>JDK Flight Recorder, where it is there and a recording has begun, has events {@code
 * gulliver.ServerConnection}, {@code ServerRefusal}, {@code ServerPause} and {@code ServerStop};
 * {@link #counters} are there always.
 *
 * <p>Any number of threads may use a server.
 *
 * @since 0.1
 */
public final class Server implements AutoCloseable {
  /*
   * What is needed when there are no descriptors: a class that comes from a folder takes one, and if
   * it cannot be loaded the first time, it never is. The clock of the JDK's logger reads a file.
   */
  static {
    TimeZone _ = TimeZone.getDefault();
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      for (Class<?> each :
          List.of(
              Acceptor.class,
              Admission.class,
              Counters.class,
              FramingException.class,
              LimitException.class,
              Outcome.class,
              Places.Prefix.class,
              Refusing.Reason.class,
              Served.class,
              Served.Phase.class,
              Served.Sending.class,
              Tally.class,
              TlsException.Truncated.class)) {
        lookup.ensureInitialized(each);
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static final Logger LOG = System.getLogger(Server.class.getName());

  private final Network network;
  private final Handler handler;
  private final Limits limits;
  private final Duration grace;
  private final @Nullable SocketSetup accepted;
  private final List<Acceptor> acceptors = new ArrayList<>();
  private final List<Address> addresses;
  private final @Nullable Succession succession;
  private final Tally tally = new Tally();
  private final Admission admission;
  private final Ending ending;

  /** Another process is about to accept. */
  private volatile boolean suspended;

  /** Another process accepts: what the file system knows of the sockets is its. */
  private volatile boolean succeeded;

  private Server(Builder builder, Handler handler, Listeners listeners) throws IOException {
    this.network = builder.network;
    this.handler = handler;
    this.limits = builder.limits;
    this.grace = builder.grace;
    this.accepted = builder.accepted;
    this.admission = new Admission(this, limits, builder.refusing);
    List<Address> where = new ArrayList<>();
    for (Listening each : listeners.all()) {
      where.add(each.socket().getsockname());
      acceptors.add(new Acceptor(this, admission, each));
    }
    this.addresses = where.stream().distinct().toList();
    Socket desk = listeners.desk();
    this.succession = desk == null ? null : new Succession(this, desk, listeners.all());
    this.ending = new Ending(this, admission, acceptors, succession, listeners.deskPath());
  }

  /**
   * {@return what makes a server}
   *
   * @param network where its sockets, its time and its threads are from
   */
  public static Builder on(Network network) {
    return new Builder(network);
  }

  // ---- what it is made of ----

  /** Says how a server is to be; not for many threads at once. */
  public static final class Builder {
    final Network network;
    final List<Listeners.Place> places = new ArrayList<>();
    int backlog = Linux.SOMAXCONN;
    int group = 1;
    Address.@Nullable Unix desk;
    private Limits limits = Limits.DEFAULT;
    private Duration grace = Duration.ofSeconds(10);
    private @Nullable Refusing refusing;
    private @Nullable SocketSetup accepted;

    private Builder(Network network) {
      this.network = Objects.requireNonNull(network);
    }

    /**
     * Listens at an address. There may be several.
     *
     * @param address where: IPv4, IPv6, a UNIX path; {@code address("", port)} for all that this
     *     host has; port 0 for any that is free, which {@link Server#addresses} tells
     * @return this
     */
    public Builder listen(Address address) {
      return listen(address, Layer.NONE);
    }

    /**
     * Listens at an address, with a layer between the sockets and the handler.
     *
     * @param address where
     * @param layer such as TLS
     * @return this
     */
    public Builder listen(Address address, Layer layer) {
      Objects.requireNonNull(address, "listen: address");
      places.add(
          new Listeners.Place(address, null, Objects.requireNonNull(layer, "listen: layer")));
      return this;
    }

    /**
     * Takes a socket that listens already, such as one that a service manager has opened: {@code
     * listen(network.fromfd(fd))} for each of {@link Network#listenFds}.
     *
     * @param socket the server's from {@link #start} on, which closes it, also when it fails
     * @return this
     */
    public Builder listen(Socket socket) {
      return listen(socket, Layer.NONE);
    }

    /**
     * Takes a socket that listens already, with a layer.
     *
     * @param socket as above
     * @param layer such as TLS
     * @return this
     */
    public Builder listen(Socket socket, Layer layer) {
      Objects.requireNonNull(socket, "listen: socket");
      if (!socket.network().equals(network)) {
        throw new IllegalArgumentException("listen: " + socket + " is of another network");
      }
      places.add(new Listeners.Place(null, socket, Objects.requireNonNull(layer, "listen: layer")));
      return this;
    }

    /**
     * Takes all the sockets that a service manager has opened for this program: socket activation,
     * {@link Network#listenFds}. There may be none; each must listen.
     *
     * @return this
     * @throws IOException as {@link Network#listenFds} and {@link Network#fromfd}
     */
    public Builder listenFds() throws IOException {
      for (ListenFd each : network.listenFds()) {
        listen(network.fromfd(each.fd()));
      }
      return this;
    }

    /**
     * Says how many connections wait in a listener's queue that have not been accepted.
     *
     * @param most at least 0; initially {@link Linux#SOMAXCONN}
     * @return this
     */
    public Builder backlog(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("backlog " + most + ": at least 0 is allowed");
      }
      backlog = most;
      return this;
    }

    /**
     * Says how many sockets listen at each address of the internet, each with a queue and a loop of
     * its own: {@code SO_REUSEPORT}. The kernel spreads the connections over them. More than one
     * pays where accepting is what a server does most. The connections in a queue are reset when
     * its socket is closed, so a server that is restarted should be {@linkplain #successor
     * succeeded}.
     *
     * @param sockets at least 1, which is initial
     * @return this
     */
    public Builder reuseport(int sockets) {
      if (sockets < 1) {
        throw new IllegalArgumentException("reuseport " + sockets + ": at least 1 is allowed");
      }
      group = sockets;
      return this;
    }

    /**
     * Makes the server one that another process can take the place of, without a connection that is
     * refused or lost; and makes it take the place of one that is running.
     *
     * <p>The two meet at a UNIX address, the desk. If a server has its desk there, {@link #start}
     * takes over its listening sockets by {@code SCM_RIGHTS}, those whose addresses were given to
     * {@code listen} by the same words; other addresses are opened as always. When the new one
     * accepts, the old one stops as by {@link Server#stop()}: its handlers finish. If the new one
     * fails before, the old one goes on. So to restart a server is to start it once more.
     *
     * @param desk a path that only this user can reach, or an abstract name; both must be the same
     *     user's, or root's
     * @return this
     */
    public Builder successor(Address.Unix desk) {
      this.desk = Objects.requireNonNull(desk);
      return this;
    }

    /**
     * Says what the server and its clients may use.
     *
     * @param limits initially {@link Limits#DEFAULT}
     * @return this
     */
    public Builder limits(Limits limits) {
      this.limits = Objects.requireNonNull(limits);
      return this;
    }

    /**
     * Says what is done with each accepted socket before it is served, such as to set {@code
     * TCP_NODELAY}; a failure is the end of this client.
     *
     * @param setup what to do
     * @return this
     */
    public Builder accepted(SocketSetup setup) {
      accepted = Objects.requireNonNull(setup);
      return this;
    }

    /**
     * Says what clients are told that are over a limit. Without it, one that is over {@link
     * Limits#perAddress} is closed without a word, and those over {@link Limits#connections} wait
     * in the queue; with it, both are told, and closed. Under a {@link Layer} nobody is told: who
     * speaks TLS would not understand a plain word, and a handshake is what a full server has no
     * time for. Such a connection is reset.
     *
     * @param refusing what to say
     * @return this
     */
    public Builder refusing(Refusing refusing) {
      this.refusing = Objects.requireNonNull(refusing);
      return this;
    }

    /**
     * Says how long {@link Server#stop()} and {@link Server#close} let handlers finish.
     *
     * @param time at least 0; initially 10 seconds
     * @return this
     */
    public Builder grace(Duration time) {
      grace = checkGrace(time);
      return this;
    }

    /**
     * Starts the server.
     *
     * @param handler serves each connection
     * @return the server, which listens
     * @throws IOException as {@link Network#createServer(Address, int)}; nothing is left open then
     * @throws IllegalArgumentException for a socket that does not listen
     * @throws IllegalStateException if it has nowhere to listen
     */
    public Server start(Handler handler) throws IOException {
      Objects.requireNonNull(handler, "start: handler");
      if (places.isEmpty()) {
        throw new IllegalStateException("a server must listen somewhere");
      }
      Listeners listeners = new Listeners(this);
      Server server = null;
      try {
        listeners.open();
        server = new Server(this, handler, listeners);
        listeners.awaitTurn();
        server.start();
        listeners.accepting();
        return server;
      } catch (Throwable t) {
        if (server != null) {
          server.giveUp();
        }
        listeners.abandon();
        throw t;
      } finally {
        listeners.endTaking();
      }
    }
  }

  private static Duration checkGrace(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time to finish " + time + ": at least 0 is allowed");
    }
    return time;
  }

  private void start() {
    network.start(ending);
    for (Acceptor each : acceptors) {
      network.start(each);
    }
    if (succession != null) {
      network.start(succession);
    }
  }

  /** It cannot take the place of the other one, which goes on. */
  private void giveUp() {
    succeeded = true;
    stop(Duration.ZERO);
  }

  // ---- what it is ----

  /** {@return where it listens, in the order of {@link Builder#listen}, with the real ports} */
  public List<Address> addresses() {
    return addresses;
  }

  /** {@return the first of {@link #addresses}} */
  public Address address() {
    return addresses.getFirst();
  }

  /** {@return what it has done so far} */
  public Counters counters() {
    return tally.counters(admission.taken());
  }

  /** {@return whether it is stopping, or has stopped} */
  public boolean isStopping() {
    return ending.hasBegun();
  }

  Network network() {
    return network;
  }

  Limits limits() {
    return limits;
  }

  Handler handler() {
    return handler;
  }

  Tally tally() {
    return tally;
  }

  /** A logger may need what has run out. */
  void log(Level level, String what, @Nullable Throwable thrown) {
    try {
      LOG.log(level, what, thrown);
    } catch (Throwable t) {
      // to serve is more important than to say so
    }
  }

  // ---- its connections ----

  /** Before the layer: what the program wants of each socket. */
  void setUp(Socket socket) throws IOException {
    if (accepted != null) {
      accepted.setUp(socket);
    }
  }

  /** A connection's handler has ended. */
  void ended(Served connection, Outcome outcome, @Nullable Throwable thrown) {
    if (outcome == Outcome.FAILED) {
      log(Level.WARNING, "the handler of " + connection.peer() + " failed", thrown);
    } else if (outcome != Outcome.COMPLETED) {
      log(Level.DEBUG, connection.peer() + " " + outcome, thrown);
    }
  }

  /** A connection's socket has been closed. */
  void left(Served connection, Outcome outcome) {
    admission.left(connection, outcome);
  }

  /** Whether a connection without a request is ended now, too, because the server stops. */
  boolean isImpatient() {
    return ending.isImpatient();
  }

  /** Something has changed for which only the end of the server waits. */
  void changedWhileStopping() {
    if (isStopping()) {
      ending.look();
    }
  }

  // ---- succession ----

  boolean mayAccept() {
    return !suspended && !isStopping();
  }

  /** Whether what waits in the listeners' queues is this server's, and not another process's. */
  boolean hasQueues() {
    return !suspended && !succeeded;
  }

  /** An acceptor has looked, and does not accept. */
  void acceptorRests() {
    ending.look();
  }

  /** Stops accepting for now; returns when no thread does so. */
  void suspend() throws InterruptedException {
    suspended = true;
    acceptors.forEach(Acceptor::look);
    ending.await(() -> acceptors.stream().noneMatch(Acceptor::isAccepting), Network.FOREVER);
  }

  void resume() {
    suspended = false;
    admission.look();
  }

  /** Another process accepts now. */
  void handedOver() {
    succeeded = true;
    stop();
  }

  /** Waits for a while, or until the server stops. */
  void rest(Duration time) throws InterruptedException {
    ending.await(this::isStopping, network.deadline(time));
  }

  /** Removes what a UNIX socket has left in the file system, unless it is another process's now. */
  void remove(@Nullable Path path) {
    if (path != null && !succeeded) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        log(Level.WARNING, "removing " + path, e);
      }
    }
  }

  // ---- stopping ----

  /** Stops as {@link #stop(Duration)}, with the time of {@link Builder#grace}. */
  public void stop() {
    stop(grace);
  }

  /**
   * Begins to stop, and returns at once; {@link #join} waits. Who has connected before is still
   * served, as far as there are places; the listening sockets are closed; the connections that are
   * {@linkplain ServerConnection#idle idle} end, those without a first request after a second; the
   * others have time to finish, then they are reset and their threads interrupted. A handler may
   * call it, too.
   *
   * @param time how long the handlers have, at least 0. Of several calls, the one that ends first
   *     counts.
   */
  public void stop(Duration time) {
    ending.begin(network.deadline(checkGrace(time)));
    admission.look();
  }

  void acceptorEnded() {
    if (!isStopping() && acceptors.stream().allMatch(Acceptor::isOver)) {
      stop(); // somebody has closed all the listening sockets
    }
    ending.look();
  }

  /**
   * Waits until the server has stopped, because of {@link #stop}, or because all its listening
   * sockets have been closed.
   *
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException for a thread of a handler
   */
  public void join() throws InterruptedException {
    join(null);
  }

  /**
   * Waits until the server has stopped.
   *
   * @param time how long at most; null for ever
   * @return whether it has
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException for a thread of a handler, for which it would wait for ever
   */
  public boolean join(@Nullable Duration time) throws InterruptedException {
    if (isHandler()) {
      throw new IllegalStateException("join: a handler would wait for itself");
    }
    return ending.await(ending::isOver, network.deadline(time));
  }

  private boolean isHandler() {
    return admission.active().stream().anyMatch(Served::isMine);
  }

  /**
   * Stops, and waits until the server has stopped, or the thread is interrupted. In a handler it
   * does not wait. Closing again does nothing.
   */
  @Override
  public void close() {
    stop();
    if (!isHandler()) {
      try {
        join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Where it listens. */
  @Override
  public String toString() {
    return "server " + addresses + (ending.isOver() ? " stopped" : isStopping() ? " stopping" : "");
  }
}

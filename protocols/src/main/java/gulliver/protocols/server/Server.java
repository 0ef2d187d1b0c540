package gulliver.protocols.server;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Linux;
import gulliver.socket.ListenFd;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import gulliver.socket.SocketSetup;
import gulliver.socket.SocketType;
import gulliver.socket.Sockets;
import gulliver.socket.Task;
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
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
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
              Counters.class,
              LimitException.class,
              Outcome.class,
              Places.Prefix.class,
              Refusing.Reason.class,
              Served.class,
              Served.Phase.class,
              Served.Sending.class,
              Tally.class)) {
        lookup.ensureInitialized(each);
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static final Logger LOG = System.getLogger(Server.class.getName());

  /** How long those have to notice that have been cut. */
  private static final Duration CUT = Duration.ofSeconds(1);

  /** How many clients are told at once that they are refused, and how long that takes at most. */
  private static final int REFUSALS = 100;

  private static final Duration REFUSAL = Duration.ofSeconds(1);

  private final Network network;
  private final Handler handler;
  private final Limits limits;
  private final Duration grace;
  private final @Nullable Refusing refusing;
  private final @Nullable SocketSetup accepted;
  private final List<Acceptor> acceptors = new ArrayList<>();
  private final List<Address> addresses;
  private final @Nullable Succession succession;
  private final @Nullable Path deskPath;

  private final Tally tally = new Tally();
  private final Places places;
  private final Set<Served> active = ConcurrentHashMap.newKeySet();
  private final AtomicLong departures = new AtomicLong();
  private final Condition condition;
  private final AtomicInteger refusals = new AtomicInteger();

  private volatile boolean stopping;

  /** Another process is about to accept. */
  private volatile boolean suspended;

  /** Another process accepts: what the file system knows of the sockets is its. */
  private volatile boolean succeeded;

  /** When those that have not finished are cut; meaningful when stopping. */
  private volatile long cutDeadline = Network.FOREVER;

  private volatile boolean over;

  private Server(Builder builder, Handler handler, List<Listening> listening, @Nullable Socket desk)
      throws IOException {
    this.network = builder.network;
    this.handler = handler;
    this.limits = builder.limits;
    this.grace = builder.grace;
    this.refusing = builder.refusing;
    this.accepted = builder.accepted;
    this.places = new Places(limits);
    this.condition = new Condition(network);
    List<Address> where = new ArrayList<>();
    for (Listening each : listening) {
      where.add(each.socket().getsockname());
      acceptors.add(new Acceptor(this, each));
    }
    this.addresses = where.stream().distinct().toList();
    this.deskPath = builder.desk == null ? null : Listening.path(builder.desk);
    this.succession = desk == null ? null : new Succession(this, desk, listening);
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
    /** Somewhere to listen: an address, or a socket that does. */
    private record Place(@Nullable Address address, @Nullable Socket socket, Layer layer) {
      private String label() throws IOException {
        return Listening.label(socket == null ? address : socket.getsockname());
      }
    }

    private final Network network;
    private final List<Place> places = new ArrayList<>();
    private int backlog = Linux.SOMAXCONN;
    private int group = 1;
    private Address.@Nullable Unix desk;
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
      places.add(new Place(address, null, Objects.requireNonNull(layer, "listen: layer")));
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
      places.add(new Place(null, socket, Objects.requireNonNull(layer, "listen: layer")));
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
     * in the queue; with it, both are told, and closed.
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
      List<Listening> listening = new ArrayList<>();
      Socket desk = null;
      try (Succession.Taken taken =
          this.desk == null ? null : Succession.take(network, this.desk)) {
        desk = taken == null ? null : taken.desk();
        for (Place place : places) {
          open(place, taken, listening);
        }
        if (this.desk != null) {
          checkCount(listening);
          desk = desk == null ? Succession.openDesk(network, this.desk) : desk;
        }
        Server server = new Server(this, handler, listening, desk);
        if (taken != null) {
          taken.awaitTurn();
        }
        server.start();
        if (taken != null) {
          taken.accepting();
        }
        return server;
      } catch (Throwable t) {
        listening.forEach(each -> each.socket().close());
        places.stream().map(Place::socket).filter(Objects::nonNull).forEach(Socket::close);
        if (desk != null) {
          desk.close();
        }
        throw t;
      }
    }

    private void open(Place place, Succession.@Nullable Taken taken, List<Listening> listening)
        throws IOException {
      Socket given = place.socket;
      Address address = place.address;
      if (given != null) {
        check(given);
        listening.add(new Listening(given, place.layer, place.label(), null));
      } else if (address != null) {
        List<Socket> inherited = taken == null ? List.of() : taken.take(place.label());
        for (Socket each : inherited) {
          Path path = address instanceof Address.Unix unix ? Listening.path(unix) : null;
          listening.add(new Listening(each, place.layer, place.label(), path));
        }
        if (inherited.isEmpty()) {
          listening.addAll(Listening.open(network, address, backlog, group, place.layer));
        }
      }
    }

    private static void check(Socket socket) throws IOException {
      if (!socket.type().equals(SocketType.SOCK_STREAM)
          || !socket.getsockopt(Options.SO_ACCEPTCONN)) {
        throw new IllegalArgumentException("listen: " + socket + " does not listen");
      }
      socket.settimeout(null);
    }

    private static void checkCount(List<Listening> listening) {
      if (listening.size() > Succession.MOST_SOCKETS) {
        throw new IllegalArgumentException(
            "a successor can be given %d sockets, not %d"
                .formatted(Succession.MOST_SOCKETS, listening.size()));
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
    network.start(this::end);
    for (Acceptor each : acceptors) {
      network.start(each);
    }
    if (succession != null) {
      network.start(succession);
    }
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
    return tally.counters(places.taken());
  }

  /** {@return whether it is stopping, or has stopped} */
  public boolean isStopping() {
    return stopping;
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

  // ---- accepting ----

  /** Waits until one more may be served, or none will. */
  void awaitRoom() throws InterruptedException {
    if (suspended) {
      condition.await(() -> !suspended || stopping, Network.FOREVER);
    }
    if (refusing == null && !places.isRoom()) {
      condition.await(() -> places.isRoom() || !mayAccept(), Network.FOREVER);
    }
  }

  /** Waits until a connection has gone, or the server stops. */
  void awaitDeparture(long deadline) throws InterruptedException {
    long seen = departures.get();
    condition.await(() -> departures.get() != seen || stopping, deadline);
  }

  void serve(Accepted client, Layer layer) throws InterruptedException {
    Socket socket = client.socket();
    Address peer = client.address();
    tally.accepted.increment();
    if (!places.tryTake(peer)) {
      refuse(socket, peer, Refusing.Reason.PER_ADDRESS);
      return;
    }
    boolean placed = false;
    try {
      placed = takePlace();
      if (!placed) {
        refuse(socket, peer, Refusing.Reason.CONNECTIONS);
        return;
      }
      begin(new Served(this, socket, peer, layer));
    } catch (Throwable t) {
      tally.failed.increment();
      Served.reset(socket);
      if (placed) {
        places.leave();
      }
      placed = false;
      throw t;
    } finally {
      if (!placed) {
        places.leave(peer);
      }
    }
  }

  private void begin(Served served) {
    active.add(served);
    try {
      network.start(served);
    } catch (Throwable t) {
      active.remove(served);
      throw t;
    }
  }

  /** Another listener may have been quicker: then this connection, accepted already, waits. */
  private boolean takePlace() {
    while (!places.tryTake()) {
      if (refusing != null) {
        return false;
      }
      if (stopping) {
        places.take(); // one too many rather than one lost
        return true;
      }
      try {
        condition.await(() -> places.isRoom() || stopping, Network.FOREVER);
      } catch (InterruptedException e) {
        // the loop looks why
      }
    }
    return true;
  }

  private void refuse(Socket socket, Address peer, Refusing.Reason reason) {
    tally.refused(reason).increment();
    Recording.refused(peer, reason);
    Refusing word = refusing;
    if (word == null || refusals.incrementAndGet() > REFUSALS) {
      socket.close();
      if (word != null) {
        refusals.decrementAndGet();
      }
      return;
    }
    Task saying =
        () -> {
          try (socket) {
            network.within(REFUSAL, () -> say(word, socket, reason));
          } catch (IOException gone) {
            // it was going to be
          } catch (RuntimeException e) {
            log(Level.WARNING, "refusing " + socket, e);
          } finally {
            refusals.decrementAndGet();
            condition.changed();
          }
        };
    try {
      network.start(saying);
    } catch (Throwable t) {
      socket.close();
      refusals.decrementAndGet();
      throw t;
    }
  }

  private static void say(Refusing word, Socket socket, Refusing.Reason reason) throws IOException {
    word.refuse(socket, reason);
    if (!socket.isClosed()) {
      socket.shutdown(Sockets.SHUT_WR);
      Served.drain(socket);
    }
  }

  // ---- serving ----

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

  /** Its socket has been closed. */
  void left(Served connection, Outcome outcome) {
    places.leave();
    places.leave(connection.peer());
    tally.ended(outcome).increment();
    active.remove(connection); // a server that has stopped has counted all
    departures.incrementAndGet();
    condition.changed();
  }

  // ---- stopping ----

  /** Stops as {@link #stop(Duration)}, with the time of {@link Builder#grace}. */
  public void stop() {
    stop(grace);
  }

  /**
   * Begins to stop, and returns at once; {@link #join} waits. The listening sockets are closed; the
   * connections that are {@linkplain ServerConnection#idle idle} end; the others have time to
   * finish, then they are reset and their threads interrupted. A handler may call it, too.
   *
   * @param time how long the handlers have, at least 0. Of several calls, the one that ends first
   *     counts.
   */
  public void stop(Duration time) {
    long deadline = network.deadline(checkGrace(time));
    synchronized (acceptors) {
      cutDeadline = Served.earlier(cutDeadline, deadline);
      stopping = true;
    }
    condition.changed();
  }

  // ---- succession ----

  boolean mayAccept() {
    return !suspended && !stopping;
  }

  void acceptorRests() {
    condition.changed();
  }

  /** Stops accepting for now; returns when no thread does so. */
  void suspend() throws InterruptedException {
    suspended = true;
    acceptors.forEach(Acceptor::look);
    condition.await(() -> acceptors.stream().noneMatch(Acceptor::isAccepting), Network.FOREVER);
  }

  void resume() {
    suspended = false;
    condition.changed();
  }

  /** Another process accepts now. */
  void handedOver() {
    succeeded = true;
    stop();
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

  // ---- stopping, seen from inside ----

  void acceptorEnded() {
    if (!stopping && acceptors.stream().allMatch(Acceptor::isOver)) {
      stop(); // somebody has closed all the listening sockets
    }
    condition.changed();
  }

  /** A thread of its own from the beginning: a server without memory can still be stopped. */
  private void end() {
    awaitAlways(() -> stopping, Network.FOREVER);
    Recording.Stopping event = Recording.stopping();
    acceptors.forEach(Acceptor::look);
    if (succession != null) {
      succession.look();
    }
    awaitAlways(() -> acceptors.stream().allMatch(Acceptor::isOver), Network.FOREVER);
    active.forEach(Served::endIfIdle);
    long deadline;
    do {
      deadline = cutDeadline;
      long seen = deadline;
      awaitAlways(() -> active.isEmpty() || cutDeadline != seen, deadline);
    } while (deadline != cutDeadline);
    if (!active.isEmpty()) {
      active.forEach(Served::cut);
      awaitAlways(active::isEmpty, network.deadline(CUT));
    }
    awaitAlways(() -> refusals.get() == 0, network.deadline(REFUSAL));
    if (succession != null) {
      awaitAlways(succession::isOver, Network.FOREVER);
      remove(deskPath);
    }
    if (event != null) {
      event.ended(this);
    }
    over = true;
    condition.changed();
  }

  private void awaitAlways(BooleanSupplier holds, long deadline) {
    for (; ; ) {
      try {
        condition.await(holds, deadline);
        return;
      } catch (InterruptedException e) {
        // nobody has a reason to
      }
    }
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
    return condition.await(() -> over, network.deadline(time));
  }

  private boolean isHandler() {
    return active.stream().anyMatch(Served::isMine);
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
    return "server " + addresses + (over ? " stopped" : stopping ? " stopping" : "");
  }
}

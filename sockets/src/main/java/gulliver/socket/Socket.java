package gulliver.socket;

import gulliver.socket.spi.Descriptors;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One end of a communication: the Berkeley socket, of any family and type.
 *
 * <p>A program makes a socket with {@link Network#socket socket(family, type)}, or {@link
 * Sockets#socket} for the operating system's. The type decides the style: {@code SOCK_STREAM} is a
 * reliable stream of bytes between two ends that are connected first, {@code SOCK_DGRAM} sends
 * messages one by one, without connection and without promise. Then:
 *
 * <pre>
 *       TCP server                 TCP client                UDP server            UDP client
 *
 *   socket                                                 socket
 *   bind(address)                                          bind(address)
 *   listen(backlog)            socket                                            socket
 *   accept  &lt;------------------ connect(address)           recvfrom  &lt;----------- sendto(bytes, address)
 *     | a new socket             |                         sendto  -------------&gt; recvfrom
 *   recv  &lt;-------------------- send                       close                 close
 *   send  ---------------------&gt; recv
 *   close                      close
 * </pre>
 *
 * <p>The methods stand here in the order in which programs use them. Each is the system call of its
 * name. (Further forms, with ranges and flags, are on a page of their own.)
 *
 * <h2>Buffers</h2>
 *
 * A call that moves bytes takes an array, a range of one, a {@link ByteBuffer} from its position to
 * its limit (the position moves by what was transferred), or a {@link MemorySegment}; each with or
 * without flags. The buffer stays the caller's, is used only until the call returns, and must not
 * be changed by another thread meanwhile.
 *
 * <h2>Waiting</h2>
 *
 * A new socket waits: a call that cannot do its work at once blocks its thread, which may be a
 * virtual one: it is parked, its carrier is free. {@link #settimeout} limits the wait, {@link
 * #setrecvdeadline} and {@link #setsenddeadline} say when it ends, {@link Network#within} limits
 * all waits of a piece of code; an interrupt ends it, leaving the socket open and the thread's
 * interrupt status set; {@link #close} by another thread ends it.
 *
 * <table>
 * <caption>What a receiving call answers</caption>
 * <tr><th></th><th>data</th><th>end of stream</th><th>empty datagram</th><th>would block</th><th>time-out</th></tr>
 * <tr><td>{@code int recv(buffer)}, {@code int send(buffer)}, …</td><td>n</td><td>0</td><td>0</td>
 *     <td>-1 ({@link #WOULD_BLOCK})</td><td>{@link java.net.SocketTimeoutException}</td></tr>
 * <tr><td>{@code byte[] recv(n)}, {@code recvfrom(n)}, {@code accept()}</td><td>value</td><td>empty array</td>
 *     <td>empty</td><td>{@link WouldBlockException}</td><td>the same</td></tr>
 * <tr><td>{@code inputStream().read(…)}</td><td>n</td><td>-1</td><td>–</td><td>–</td><td>the same</td></tr>
 * </table>
 *
 * <h2>Threads</h2>
 *
 * Any number of threads may use a socket. One may receive while another sends. Of several that
 * receive, or send, and may wait, one at a time does; so {@link #sendall} is whole against another
 * {@code sendall}. A call that does not wait makes its one attempt in any case.
 *
 * <h2>Failures</h2>
 *
 * Every failure is an {@link java.io.IOException} and a {@link SocketFailure}, with call, address
 * and errno; use after {@link #close} is {@code EBADF}. What no network would accept (a port of
 * 65536, a read-only buffer to receive into) is an {@link IllegalArgumentException} or {@link
 * IndexOutOfBoundsException} before anything happens.
 *
 * <p>A socket that is dropped without {@code close} is closed when it is collected, with a warning
 * in the log. {@code equals} is identity.
 *
 * @since 0.1
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class Socket extends SocketForms implements Pollable {
  /**
   * What a call that answers a count answers when it would have to wait and must not: -1, as in C.
   */
  public static final int WOULD_BLOCK = -1;

  private final Network network;
  final Core core;
  private final Endpoint endpoint;
  private final Cleaner.Cleanable cleanable;
  private final @Nullable CallObserver observer;

  Socket(Network network, Endpoint endpoint) {
    this.network = network;
    this.endpoint = endpoint;
    this.core = new Core(endpoint, network.time());
    this.observer = network.observer();
    this.cleanable = Dropped.watch(this, core);
  }

  /** {@return the network that this socket belongs to} */
  @Override
  public Network network() {
    return network;
  }

  /** {@return the family, as given to {@code socket(2)}} */
  public AddressFamily family() {
    return new AddressFamily(endpoint.family());
  }

  /** {@return the type, as given to {@code socket(2)}} */
  public SocketType type() {
    return new SocketType(endpoint.type());
  }

  /**
   * {@return the protocol: what was given to {@code socket(2)}, or the one that the family and the
   * type imply}
   */
  public Protocol protocol() {
    return new Protocol(endpoint.protocol());
  }

  // ---- bind(2) ----

  /**
   * Gives the socket a local address: where clients find a server, or where datagrams come in.
   *
   * <p>Port 0 asks for an ephemeral port, which {@link #getsockname()} tells. A client need not
   * bind; it gets an ephemeral port when it connects or sends.
   *
   * @param address an address of this host, or the wildcard ({@code 0.0.0.0}, {@code ::}, a {@link
   *     Address.Name} with an empty host) for all its interfaces; for {@code AF_UNIX} a path that
   *     does not exist yet, or {@link Address.Unix#UNNAMED}: then the kernel chooses a free name in
   *     the abstract name space (unix(7): autobind)
   * @throws IOException {@code EADDRINUSE} → another socket has the address; {@code EADDRNOTAVAIL}
   *     → this host does not have it; {@code EACCES} → a port below 1024 (Linux: {@code
   *     ip_unprivileged_port_start}) without {@code CAP_NET_BIND_SERVICE}, or no right to make the
   *     path; {@code EINVAL} → the socket has an address already
   * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
   */
  public void bind(Address address) throws IOException {
    Objects.requireNonNull(address, "bind: address");
    watched(
        "bind",
        () -> {
          Address literal = resolved("bind", address, Linux.AI_PASSIVE, lookUpDeadline());
          control("bind", null, literal, () -> endpoint.bind(literal));
          core.named = null;
          return null;
        },
        address);
  }

  // ---- listen(2) ----

  /**
   * Makes this a listening socket with the longest queue that the system allows, {@code SOMAXCONN}.
   *
   * @throws IOException as {@link #listen(int)}
   */
  public void listen() throws IOException {
    listen(Linux.SOMAXCONN);
  }

  /**
   * Makes this a listening socket: from now on clients can connect, and wait in a queue for {@link
   * #accept()}.
   *
   * <p>When the queue is full, a further client's {@code connect} waits: its SYN is dropped and it
   * tries again (a UNIX client waits likewise), until there is room or its time-out ends. Linux
   * queues one more than {@code backlog}, and at most {@code net.core.somaxconn}.
   *
   * @param backlog how many connections may queue up, at least 0
   * @throws IOException {@code EADDRINUSE} → another socket listens there; {@code EOPNOTSUPP} → the
   *     type has no connections; {@code EINVAL} → the socket is connected, or a UNIX socket without
   *     an address
   * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
   */
  public void listen(int backlog) throws IOException {
    if (backlog < 0) {
      throw new IllegalArgumentException("listen: backlog " + backlog + ": at least 0 is allowed");
    }
    watched(
        "listen",
        () -> {
          control("listen", null, null, () -> endpoint.listen(backlog));
          return null;
        },
        backlog);
  }

  // ---- accept(2) ----

  /**
   * Takes the first connection off the queue, waiting for one if there is none.
   *
   * <p>The answer has a new socket that carries this one connection; the listening socket never
   * carries data. The new socket has the listening port as its local port; what tells the clients
   * apart is the remote address and port. It waits without time-out, whatever this socket's is.
   *
   * @return the new socket, which the caller closes, and the peer's address
   * @throws IOException {@code EINVAL} → the socket does not listen; {@code EOPNOTSUPP} → its type
   *     has no connections; {@code EMFILE}, {@code ENFILE} → too many descriptors: the connection
   *     stays in the queue
   * @see <a href="https://man7.org/linux/man-pages/man2/accept.2.html">accept(2)</a>
   */
  public Accepted accept() throws IOException {
    if (isWatched()) {
      return watched("accept", this::doAccept);
    }
    try {
      return doAccept();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private Accepted doAccept() throws IOException {
    Sender who = new Sender();
    Endpoint accepted = Connections.accept(core, who);
    if (accepted == null) {
      throw wouldBlock("accept");
    }
    Socket socket = new Socket(network, accepted);
    Address peer = who.address();
    if (peer == null) {
      peer = Address.Unix.UNNAMED;
    }
    socket.core.peer = peer;
    return new Accepted(socket, peer);
  }

  // ---- connect(2) ----

  /**
   * Connects to a peer.
   *
   * <p>A stream socket makes a connection and waits for it, as long as {@link #settimeout} allows.
   * A non-blocking one begins, and fails with {@code EINPROGRESS}; later calls say {@code EALREADY}
   * until one returns, and that is the connection. A datagram socket only remembers the peer:
   * {@link #send} goes there and only what comes from there is received; it may connect again, and
   * {@link Address.Unspecified} dissolves the association.
   *
   * <p>A {@link Address.Name} is resolved in this socket's family, to its first address, within the
   * same time-out (a non-blocking socket waits for the look-up, as a C program does); {@link
   * Network#createConnection} tries all addresses.
   *
   * @param address where to
   * @throws IOException {@code ECONNREFUSED} → nobody listens there: a server must be running
   *     first; {@code ETIMEDOUT} → nobody answers; {@code EHOSTUNREACH}, {@code ENETUNREACH} → no
   *     way leads there; {@code EISCONN} → connected already; {@code EAFNOSUPPORT} → an address of
   *     another family; {@code EADDRNOTAVAIL}, of a datagram socket {@code EAGAIN} → no ephemeral
   *     port is free; {@code ENOENT}, {@code EACCES} → no such UNIX path, or no right to it
   * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
   */
  public void connect(Address address) throws IOException {
    long timeout = core.sendTimeout;
    connect(address, timeout, address instanceof Address.Name ? lookUpDeadline() : Deadlines.UNSET);
  }

  /** Connects within a deadline that began earlier. */
  void connect(Address address, long timeout, long deadline) throws IOException {
    Objects.requireNonNull(address, "connect: address");
    if (isWatched()) {
      watched(
          "connect",
          () -> {
            doConnect(address, timeout, deadline);
            return null;
          },
          address);
    } else {
      try {
        doConnect(address, timeout, deadline); // the first lambda of a program is dear
      } finally {
        Reference.reachabilityFence(this);
      }
    }
  }

  private void doConnect(Address address, long timeout, long deadline) throws IOException {
    Address literal =
        resolved("connect", address, 0, deadline == Deadlines.UNSET ? Time.FOREVER : deadline);
    Connections.connect(core, literal, timeout, deadline);
  }

  /** Tells of a connect that {@link HappyEyeballs} has made. */
  void tellConnect(
      Address address,
      @Nullable Throwable failure,
      long start,
      Recording.@Nullable Recorded event) {
    if (event != null) {
      event.ended(this, fileno(), result -> List.of(address), null, failure);
    }
    CallObserver watcher = observer;
    if (watcher != null) {
      long nanos = core.time.nanoTime() - start;
      watcher.called(
          new Call(this, fileno(), "connect", List.of(address), null, failure, start, nanos));
    }
  }

  // ---- send(2) ----

  /**
   * Sends to the connected peer.
   *
   * <p>On a stream this may take only a part, at least one byte and at most 1 MiB; it waits while
   * the send buffer is full, which is what a slow receiver looks like from here. {@link #sendall}
   * sends everything. A message goes whole or not at all.
   *
   * <p>Success means that the bytes are in the send buffer, not that anybody received them: after
   * the peer has closed, the first {@code send} may still succeed.
   *
   * @param buffer what to send
   * @return how many bytes were taken, or {@link #WOULD_BLOCK}
   * @throws IOException {@code ENOTCONN}, {@code EDESTADDRREQ} → not connected; {@code EPIPE} → the
   *     connection has ended, or a TCP socket never had one (never a signal); {@code ECONNRESET} →
   *     the peer has reset it; {@code EMSGSIZE} → a message too long for its protocol; {@code
   *     ECONNREFUSED} → an earlier datagram found nobody
   * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
   */
  public int send(byte[] buffer) throws IOException {
    return (int) sending("send", buffer, 0, null, Core.Until.SOME);
  }

  // ---- recv(2) ----

  /**
   * Receives up to {@code size} bytes into a fresh array.
   *
   * <p>A stream gives what has come, at least one byte, as the bytes were sent but not as they were
   * grouped: 100 bytes sent may come as 50 and 50, two messages as one. A message comes whole, or
   * is cut to {@code size}, its end lost; {@link #recvfrom} says so.
   *
   * @param size how many at most, at least 0; on a stream, more than 1 MiB is taken as 1 MiB
   * @return the bytes; empty at the end of the stream, or for an empty message
   * @throws WouldBlockException if there is nothing and the socket does not wait
   * @throws IOException {@code ENOTCONN} → a stream that is not connected ({@code EINVAL} of a UNIX
   *     one); {@code ECONNRESET} → the peer has reset the connection, said once; {@code
   *     ECONNREFUSED} → an earlier datagram found nobody; or a time-out
   * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
   */
  public byte[] recv(int size) throws IOException {
    return recv(size, 0);
  }

  /**
   * Receives up to {@code size} bytes into a fresh array, with flags.
   *
   * @param size how many at most, at least 0; on a stream without {@code MSG_WAITALL}, more than 1
   *     MiB is taken as 1 MiB
   * @param flags {@code MSG_PEEK}: leave them to be received again; {@code MSG_DONTWAIT}: do not
   *     wait; {@code MSG_WAITALL}: wait until all have come (fewer at the end of the stream, a
   *     time-out or an interrupt); or'ed
   * @return the bytes; empty at the end of the stream, or for an empty message
   * @throws IOException as {@link #recv(int)}
   */
  public byte[] recv(int size, int flags) throws IOException {
    byte[] buffer = fresh("recv", size, flags);
    long n = receiving("recv", buffer, flags, null, Core.Until.SOME);
    return array("recv", buffer, n);
  }

  /**
   * Receives into an array.
   *
   * @param buffer receives the bytes, from its beginning
   * @return how many, 0 at the end of the stream or for an empty message, or {@link #WOULD_BLOCK};
   *     with {@code MSG_TRUNC}, how long the message was
   * @throws IOException as {@link #recv(int)}
   */
  public int recv(byte[] buffer) throws IOException {
    return (int) receiving("recv", buffer, 0, null, Core.Until.SOME);
  }

  // ---- sendall: send(2) until everything has gone ----

  /**
   * Sends everything, in as many {@code send} calls as it takes; whole against another {@code
   * sendall}. The time-out is for all of it.
   *
   * @param buffer what to send
   * @throws IOException as {@link #send(byte[])}; {@link SocketFailure#transferred()} says how much
   *     had gone
   */
  public void sendall(byte[] buffer) throws IOException {
    all("sendall", sending("sendall", buffer, 0, null, Core.Until.FULL));
  }

  // ---- recvall: recv(2) until the buffer is full ----

  /**
   * Fills the buffer, in as many {@code recv} calls as it takes, or says how much came before the
   * end of the stream. The time-out is for all of it. An empty buffer is full at once.
   *
   * @param buffer receives the bytes
   * @return how many: all that the buffer takes, or fewer if the stream has ended; {@link
   *     #WOULD_BLOCK} if there was nothing and the socket does not wait
   * @throws IOException as {@link #recv(int)}; {@link SocketFailure#transferred()} says how much
   *     had come, which is in the buffer
   */
  public int recvall(byte[] buffer) throws IOException {
    return (int) receiving("recvall", buffer, 0, null, Core.Until.FULL);
  }

  // ---- sendfile(2) ----

  /**
   * Sends a part of a file without copying it through the program, in as many {@code sendfile}
   * calls as it takes; whole against another {@code sendall}. The time-out is for all of it.
   *
   * @param file a regular file, open for reading; its own position stays
   * @param offset where to begin in it, at least 0
   * @param count how many bytes at most, at least 0
   * @return how many went: {@code count}, or fewer if the file ends before; of a socket that does
   *     not wait, those that went at once, or {@link #WOULD_BLOCK}
   * @throws IOException as {@link #sendall}; {@code EBADF} → one of the two is closed, before or
   *     meanwhile; {@code EINVAL}, {@code ESPIPE} → not a file; {@code EOPNOTSUPP} → a network
   *     without descriptors. {@link SocketFailure#transferred()} says how much had gone
   * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
   */
  public long sendfile(Descriptor file, long offset, long count) throws IOException {
    Objects.requireNonNull(file, "sendfile: file");
    Moving.check("sendfile", "offset", offset);
    Moving.check("sendfile", "count", count);
    return watched(
        "sendfile", () -> Moving.sendfile(this, file, offset, count), file, offset, count);
  }

  /**
   * Sends a part of a file from its own position, which moves.
   *
   * @param file a regular file, open for reading
   * @param count how many bytes at most, at least 0
   * @return how many went, as above
   * @throws IOException as above
   */
  public long sendfile(Descriptor file, long count) throws IOException {
    Objects.requireNonNull(file, "sendfile: file");
    Moving.check("sendfile", "count", count);
    return watched("sendfile", () -> Moving.sendfile(this, file, -1, count), file, count);
  }

  /**
   * Sends a part of a file that is open as a channel. A channel does not tell its descriptor; so
   * this copies, as {@code sendall} of what is read does.
   *
   * @param file open for reading; its own position stays
   * @param offset where to begin in it, at least 0
   * @param count how many bytes at most, at least 0
   * @return how many went, as above
   * @throws IOException as above, and what reading the channel throws
   */
  public long sendfile(FileChannel file, long offset, long count) throws IOException {
    Objects.requireNonNull(file, "sendfile: file");
    Moving.check("sendfile", "offset", offset);
    Moving.check("sendfile", "count", count);
    return watched(
        "sendfile", () -> Moving.sendfile(this, file, offset, count), file, offset, count);
  }

  /**
   * Sends a part of a file. On a network without descriptors, or of a file system of Java's own, it
   * copies.
   *
   * @param file where it is
   * @param offset where to begin in it, at least 0
   * @param count how many bytes at most, at least 0; {@link Long#MAX_VALUE} for all there are
   * @return how many went, as above
   * @throws IOException as above; {@code ENOENT}, {@code EACCES} → it cannot be opened
   */
  public long sendfile(Path file, long offset, long count) throws IOException {
    Objects.requireNonNull(file, "sendfile: file");
    core.checkOpen("sendfile", null, null);
    boolean system = file.getFileSystem().equals(FileSystems.getDefault());
    if (system && network.supports(Capability.DESCRIPTORS)) {
      try (Descriptor descriptor = Descriptor.open(file.toString(), Linux.O_RDONLY)) {
        return sendfile(descriptor, offset, count);
      }
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return sendfile(channel, offset, count);
    }
  }

  // ---- sendto(2) ----

  /**
   * Sends one message to an address; no handshake, no connection, no promise that it arrives.
   *
   * <p>A socket that has no local address gets an ephemeral port. A broadcast address must be asked
   * for with {@link Options#SO_BROADCAST} first. With {@link Sockets#MSG_FASTOPEN} a TCP socket
   * connects and sends in one; it waits for the connection.
   *
   * @param buffer the message; empty is one, too
   * @param address where to; a {@link Address.Name} is resolved in this socket's family at every
   *     call
   * @return how many bytes went: all of the message; or {@link #WOULD_BLOCK}
   * @throws IOException {@code EMSGSIZE} → too long for one message (65,507 bytes over IPv4);
   *     {@code EACCES} → a broadcast address without {@code SO_BROADCAST}; {@code ECONNREFUSED} →
   *     for UNIX, nobody is there (for UDP one never knows, unless connected); {@code EAFNOSUPPORT}
   *     → an address of another family; {@code EINVAL} → port 0; {@code EAGAIN}, also where calls
   *     wait → no ephemeral port is free
   * @see <a href="https://man7.org/linux/man-pages/man2/sendto.2.html">sendto(2)</a>
   */
  public int sendto(byte[] buffer, Address address) throws IOException {
    return (int) sending("sendto", buffer, 0, given("sendto", address), Core.Until.SOME);
  }

  // ---- recvfrom(2) ----

  /**
   * Receives one message and the address that it came from: where a reply goes.
   *
   * @param size how long a message is taken whole; a longer one is cut, which the answer says
   * @return the message, which may be empty; on a stream, what {@link #recv(int)} answers, with the
   *     peer's address
   * @throws WouldBlockException if there is nothing and the socket does not wait
   * @throws IOException as {@link #recv(int)}
   * @see <a href="https://man7.org/linux/man-pages/man2/recvfrom.2.html">recvfrom(2)</a>
   */
  public Datagram recvfrom(int size) throws IOException {
    return recvfrom(size, 0);
  }

  /**
   * Receives one message and the address that it came from, with flags as {@link #recv(int, int)}.
   *
   * @param size how long a message is taken whole
   * @param flags {@code MSG_} flags, or'ed
   * @return the message and its sender
   * @throws IOException as {@link #recvfrom(int)}
   */
  public Datagram recvfrom(int size, int flags) throws IOException {
    byte[] buffer = fresh("recvfrom", size, flags);
    Sender from = new Sender();
    long n = receiving("recvfrom", buffer, flags, from, Core.Until.SOME);
    return new Datagram(array("recvfrom", buffer, n), from.address(), from.truncated());
  }

  /**
   * Receives one message into an array; allocates nothing while the same peer sends.
   *
   * @param buffer receives the message, from its beginning
   * @param from receives the sender's address, and whether the message was cut
   * @return how many bytes, or {@link #WOULD_BLOCK}; with {@code MSG_TRUNC}, how long the message
   *     was
   * @throws IOException as {@link #recvfrom(int)}
   */
  public int recvfrom(byte[] buffer, Sender from) throws IOException {
    return (int) receiving("recvfrom", buffer, 0, given(from), Core.Until.SOME);
  }

  // ---- sendmsg(2) ----

  /**
   * Sends one message: bytes gathered from several buffers, where to, and ancillary data.
   *
   * @param message what to send
   * @return how many bytes went, or {@link #WOULD_BLOCK}; of a message all, on a stream at least
   *     one and at most 1 MiB
   * @throws IOException as {@link #sendmsg(OutMessage, int)}
   */
  public int sendmsg(OutMessage message) throws IOException {
    return sendmsg(message, 0);
  }

  /**
   * Sends one message, with flags.
   *
   * @param message what to send
   * @param flags {@code MSG_} flags, or'ed
   * @return how many bytes went, or {@link #WOULD_BLOCK}
   * @throws IOException as {@link #send(byte[])} and {@link #sendto(byte[], Address)}; and {@code
   *     EINVAL} → ancillary data that the kernel does not take here, or more than 253 descriptors;
   *     {@code EPERM} → credentials that are not the sender's; {@code EMSGSIZE} → more than 1024
   *     buffers; {@code ETOOMANYREFS} → too many descriptors on their way; {@code EBADF} → one of
   *     the descriptors is closed; {@code EOPNOTSUPP} → the network has no ancillary data
   * @see <a href="https://man7.org/linux/man-pages/man2/sendmsg.2.html">sendmsg(2)</a>
   */
  public int sendmsg(OutMessage message, int flags) throws IOException {
    return (int)
        (long) watched("sendmsg", () -> deliver(message, flags), message, new Call.Flags(flags));
  }

  private long deliver(OutMessage message, int flags) throws IOException {
    OutMessage literal = message;
    long deadline = Deadlines.UNSET;
    if (message.address() instanceof Address.Name name) {
      deadline = lookUpDeadline();
      literal = message.to(resolved("sendmsg", name, 0, deadline));
    }
    try (Passed passed = Passed.hold(literal)) {
      return Messages.sendmsg(core, literal, passed, flags, deadline);
    }
  }

  // ---- recvmsg(2) ----

  /**
   * Receives one message with its ancillary data.
   *
   * @param size how long a message is taken whole; a longer one is cut, which the answer says
   * @param controlSize room for ancillary data: {@link Sockets#CMSG_SPACE} of each, added up
   * @return the message; the descriptors in it are the caller's to close, {@link Message#close()}
   * @throws WouldBlockException if there is nothing and the socket does not wait
   * @throws IOException as {@link #recv(int)}
   * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
   */
  public Message recvmsg(int size, int controlSize) throws IOException {
    return recvmsg(size, controlSize, 0);
  }

  /**
   * Receives one message with its ancillary data, with flags as {@link #recv(int, int)}; or, with
   * {@code MSG_ERRQUEUE}, an entry of the error queue ({@link ExtendedError}), without waiting.
   *
   * @param size how long a message is taken whole
   * @param controlSize room for ancillary data
   * @param flags {@code MSG_} flags, or'ed
   * @return the message
   * @throws IOException as {@link #recvmsg(int, int)}
   */
  public Message recvmsg(int size, int controlSize, int flags) throws IOException {
    byte[] buffer = fresh("recvmsg", size, flags);
    InMessage into = new InMessage(controlSize, buffer);
    byte[] bytes = array("recvmsg", buffer, recvmsg(into, flags));
    return new Message(bytes, into.control(), into.flags(), into.address());
  }

  /**
   * Receives one message with its ancillary data into buffers.
   *
   * @param message where to put it
   * @return how many bytes, 0 at the end of the stream or for an empty message, or {@link
   *     #WOULD_BLOCK}
   * @throws IOException as {@link #recvmsg(int, int)}
   */
  public int recvmsg(InMessage message) throws IOException {
    return recvmsg(message, 0);
  }

  /**
   * Receives one message with its ancillary data into buffers, with flags as {@link #recvmsg(int,
   * int, int)}.
   *
   * @param message where to put it; what an earlier call left there is gone, but for descriptors
   *     that nobody has closed
   * @param flags {@code MSG_} flags, or'ed
   * @return how many bytes, 0 at the end of the stream or for an empty message, or {@link
   *     #WOULD_BLOCK}; with {@code MSG_TRUNC}, how long the message was
   * @throws IOException as {@link #recvmsg(int, int)}
   */
  public int recvmsg(InMessage message, int flags) throws IOException {
    message.set(null, 0, List.of());
    CallObserver watcher = observer;
    try {
      return (int)
          (watcher == null && !Recording.on()
              ? Messages.recvmsg(core, message, flags)
              : watched(
                  watcher,
                  "recvmsg",
                  () -> Messages.recvmsg(core, message, flags),
                  n -> List.of(message.came(n instanceof Long m ? m : 0), new Call.Flags(flags))));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  // ---- sendmmsg(2), recvmmsg(2) ----

  /**
   * Sends all messages of a batch, in as few calls as it takes; of UDP, messages of one size to one
   * address go as segments of a long one ({@code UDP_SEGMENT}).
   *
   * @param batch what to send; it stays as it is
   * @return how many messages went, or {@link #WOULD_BLOCK}: all, or fewer if the socket does not
   *     wait, or if the next one failed; sending it again tells why
   * @throws IOException as {@link #sendmsg(OutMessage, int)}, if the first failed; {@code
   *     EOPNOTSUPP} → a stream, which has no messages
   */
  public int sendmmsg(MessageBatch batch) throws IOException {
    return sendmmsg(batch, 0, 0);
  }

  /**
   * Sends messages of a batch, from one on, with flags.
   *
   * @param batch what to send; it stays as it is
   * @param first the first to send, from 0 to the batch's size
   * @param flags {@code MSG_} flags, or'ed
   * @return how many messages went, or {@link #WOULD_BLOCK}
   * @throws IOException as {@link #sendmmsg(MessageBatch)}
   * @see <a href="https://man7.org/linux/man-pages/man2/sendmmsg.2.html">sendmmsg(2)</a>
   */
  public int sendmmsg(MessageBatch batch, int first, int flags) throws IOException {
    Objects.checkIndex(first, batch.size() + 1);
    CallObserver watcher = observer;
    try {
      return watcher == null && !Recording.on()
          ? Messages.sendmmsg(core, batch, first, flags)
          : (int)
              (long)
                  watched(
                      watcher,
                      "sendmmsg",
                      () -> (long) Messages.sendmmsg(core, batch, first, flags),
                      n ->
                          first == 0
                              ? List.of(batch, new Call.Flags(flags))
                              : List.of(batch, first, new Call.Flags(flags)));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Receives messages into a batch: waits for the first, and takes what else is there. After the
   * end of a connection ({@code SOCK_SEQPACKET}) all are empty.
   *
   * @param batch where to put them; what was in it is gone
   * @return how many came, or {@link #WOULD_BLOCK}
   * @throws IOException as {@link #recv(int)}; {@code EOPNOTSUPP} → a stream, which has no messages
   */
  public int recvmmsg(MessageBatch batch) throws IOException {
    return recvmmsg(batch, 0);
  }

  /**
   * Receives messages into a batch, with flags as {@link #recv(int, int)}.
   *
   * @param batch where to put them; what was in it is gone
   * @param flags {@code MSG_} flags, or'ed
   * @return how many came, or {@link #WOULD_BLOCK}; 0 after {@code shutdown}
   * @throws IOException as {@link #recv(int)}
   * @see <a href="https://man7.org/linux/man-pages/man2/recvmmsg.2.html">recvmmsg(2)</a>
   */
  public int recvmmsg(MessageBatch batch, int flags) throws IOException {
    batch.clear();
    CallObserver watcher = observer;
    try {
      return watcher == null && !Recording.on()
          ? Messages.recvmmsg(core, batch, flags)
          : (int)
              (long)
                  watched(
                      watcher,
                      "recvmmsg",
                      () -> (long) Messages.recvmmsg(core, batch, flags),
                      n -> List.of(batch, new Call.Flags(flags)));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  // ---- MSG_ZEROCOPY ----

  /**
   * {@return how far the kernel is with what was sent with {@link Sockets#MSG_ZEROCOPY}} Takes what
   * completions there are off the error queue; other entries are kept there for {@code
   * recvmsg(MSG_ERRQUEUE)}, their bytes up to 2048. A program that reads the queue itself need not
   * ask here, and may.
   *
   * @throws IOException {@code EBADF} → closed
   */
  public ZeroCopy zerocopy() throws IOException {
    return awaitZerocopy(0);
  }

  /**
   * Waits until the first so many calls with {@link Sockets#MSG_ZEROCOPY} are complete: from then
   * on their memory may be changed, and what is sent is not. That can take as long as the peer
   * likes, since a stream's bytes may have to be sent again until it acknowledges them. The wait is
   * limited by the sending time-out.
   *
   * <pre>{@code
   * socket.setsockopt(SO_ZEROCOPY, true);
   * socket.sendall(page, MSG_ZEROCOPY);
   * socket.awaitZerocopy(socket.zerocopy().calls()); // all that have been sent
   * page.fill((byte) 0);
   * }</pre>
   *
   * @param calls how many, at most {@link ZeroCopy#calls()}
   * @return how far the kernel is then
   * @throws WouldBlockException if they are not complete and the socket does not wait
   * @throws IOException {@code EBADF} → closed, before or meanwhile; {@code EINTR}, or a time-out
   * @see <a href="https://docs.kernel.org/networking/msg_zerocopy.html">MSG_ZEROCOPY</a>
   */
  public ZeroCopy awaitZerocopy(long calls) throws IOException {
    Moving.check("awaitZerocopy", "calls", calls);
    return watched("awaitZerocopy", () -> Pinned.await(this, calls), calls);
  }

  // ---- streams ----

  /**
   * {@return the receiving direction as Java's stream: {@code read} answers -1 at the end} It waits
   * as this socket does, fails with {@link WouldBlockException} where that does not wait, and is
   * usable again after a time-out. Closing it closes the socket.
   */
  public InputStream inputStream() {
    return SocketStreams.in(this);
  }

  /**
   * {@return the sending direction as Java's stream: {@code write} sends everything} It has no
   * buffer; {@code flush} does nothing. Closing it closes the socket.
   */
  public OutputStream outputStream() {
    return SocketStreams.out(this);
  }

  // ---- shutdown(2) ----

  /**
   * Shuts a part of the connection down, for all who share it; the socket stays open. On a datagram
   * socket {@code SHUT_RD} lets calls that wait to receive, and those that come to wait, answer 0;
   * not connected it does so too, though it fails with {@code ENOTCONN}.
   *
   * @param how {@code SHUT_WR}: no more will be sent, the peer's {@code recv} answers 0 after the
   *     data; {@code SHUT_RD}: no more will be received; {@code SHUT_RDWR}: both
   * @throws IOException {@code ENOTCONN} → not connected; {@code EINVAL} → another number
   * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
   */
  public void shutdown(int how) throws IOException {
    watched(
        "shutdown",
        () -> {
          control("shutdown", null, null, () -> core.shutdown(how));
          return null;
        },
        new Call.How(how));
  }

  // ---- close(2) ----

  /**
   * Closes the socket. Calls of other threads that wait in it end at once with {@code EBADF}; its
   * port, and its number for the kernel, are free when the last of them has left. Closing again
   * does nothing.
   *
   * <p>On a stream the system goes on to deliver what was sent, unless {@link Options#SO_LINGER}
   * says otherwise: then this call waits for that, and an interrupt ends the wait though not the
   * delivery. Data that were received and not read make the system reset the connection.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  @Override
  public void close() {
    CallObserver watcher = observer;
    Recording.Recorded event = Recording.begin("close");
    if (watcher == null && event == null) {
      end();
      return;
    }
    int fileno = fileno();
    if (event != null) {
      event.closing(this);
    }
    long start = core.time.nanoTime();
    if (end()) {
      long nanos = core.time.nanoTime() - start;
      if (event != null) {
        event.ended(this, fileno, result -> List.of(), null, null);
      }
      if (watcher != null) {
        watcher.called(new Call(this, fileno, "close", List.of(), null, null, start, nanos));
      }
    }
  }

  private boolean end() {
    boolean first = core.close();
    if (first) {
      Dropped.forget(cleanable);
    }
    return first;
  }

  /** {@return whether {@link #close} or {@link #detach} has been called} */
  public boolean isClosed() {
    return core.isClosed();
  }

  // ---- getsockname(2), getpeername(2) ----

  /**
   * {@return the local address, with the port that the system chose where none was given} Before
   * {@code bind} or {@code connect} it is the wildcard address with port 0.
   *
   * @throws IOException on failure
   * @see <a href="https://man7.org/linux/man-pages/man2/getsockname.2.html">getsockname(2)</a>
   */
  public Address getsockname() throws IOException {
    return watched("getsockname", () -> name("getsockname", false));
  }

  /**
   * {@return the peer's address}
   *
   * @throws IOException {@code ENOTCONN} → not connected
   * @see <a href="https://man7.org/linux/man-pages/man2/getpeername.2.html">getpeername(2)</a>
   */
  public Address getpeername() throws IOException {
    return watched("getpeername", () -> name("getpeername", true));
  }

  /**
   * {@return the five parameters of a connection: protocol, local address and port, remote address
   * and port} What the socket does not have is null.
   *
   * @throws IOException {@code EBADF} → closed
   */
  public FiveTuple fiveTuple() throws IOException {
    core.enter("getsockname");
    try {
      FiveTuple five =
          new FiveTuple(
              protocol(), endpoint.name(false, new int[1]), endpoint.name(true, new int[1]));
      core.checkOpen("getsockname", null, null);
      return five;
    } finally {
      core.leave();
    }
  }

  // ---- getsockopt(2), setsockopt(2) ----

  /**
   * Reads an option.
   *
   * @param option such as {@link Options#SO_RCVBUF}
   * @param <T> the type of its value
   * @return its value
   * @throws IOException {@code ENOPROTOOPT} → the socket or the network does not know the option;
   *     {@code EOPNOTSUPP} → it has no options of that level
   * @see <a href="https://man7.org/linux/man-pages/man2/getsockopt.2.html">getsockopt(2)</a>
   */
  public <T> T getsockopt(SocketOption<T> option) throws IOException {
    return option.decode(getsockopt(option.level(), option.name(), option.size()));
  }

  /**
   * Reads an option in the raw form.
   *
   * @param level such as {@link Linux#SOL_SOCKET}
   * @param name such as {@link Linux#SO_RCVBUF}
   * @param length how many bytes the answer has at most
   * @return the option's structure, in the machine's byte order
   * @throws IOException as {@link #getsockopt(SocketOption)}
   * @throws IllegalArgumentException for {@code SO_PEERPIDFD}, which opens a descriptor: {@link
   *     #peerpidfd()}
   */
  public byte[] getsockopt(int level, int name, int length) throws IOException {
    Pointers.refuseToRead(level, name);
    byte[] value = buffer("getsockopt", length);
    return watched(
        "getsockopt",
        () -> {
          int n =
              control(
                  "getsockopt",
                  new Call.Option(level, name),
                  null,
                  () -> {
                    if (Timeouts.isReceive(level, name)) {
                      return Timeouts.get(core.receiveTimeout, value);
                    }
                    if (Timeouts.isSend(level, name)) {
                      return Timeouts.get(core.sendTimeout, value);
                    }
                    return read(level, name, MemorySegment.ofArray(value));
                  });
          // more is what the kernel would have written into a longer one
          return n >= value.length ? value : Arrays.copyOf(value, n);
        },
        new Call.Level(level),
        new Call.Option(level, name));
  }

  /** One attempt; what comes of it once the socket is closed may be another's. */
  private int read(int level, int name, MemorySegment value) {
    int n = endpoint.getopt(level, name, value);
    return core.isClosed() ? -Linux.EBADF : n;
  }

  /**
   * Sets an option.
   *
   * @param option such as {@link Options#SO_RCVBUF}
   * @param value its value
   * @param <T> the type of its value
   * @throws IOException {@code ENOPROTOOPT} → the socket or the network does not know the option,
   *     or it can only be read; {@code EOPNOTSUPP} → it has no options of that level; {@code
   *     EINVAL}, {@code EDOM} → a value out of range; {@code EPERM} → it needs a privilege
   * @see <a href="https://man7.org/linux/man-pages/man2/setsockopt.2.html">setsockopt(2)</a>
   */
  public <T> void setsockopt(SocketOption<T> option, T value) throws IOException {
    int level = option.level(value);
    if (option.type() != Bpf.class) {
      Pointers.refuse(level, option.name());
    }
    setsockopt(level, option.name(), option.encode(value), value);
  }

  /**
   * Sets an option in the raw form.
   *
   * @param level such as {@link Linux#SOL_SOCKET}
   * @param name such as {@link Linux#SO_RCVBUF}
   * @param value the option's structure, in the machine's byte order
   * @throws IOException as {@link #setsockopt(SocketOption, Object)}
   * @throws IllegalArgumentException for an option whose structure holds a pointer, such as {@code
   *     SO_ATTACH_FILTER}: bytes could send the kernel anywhere in this process's memory
   */
  public void setsockopt(int level, int name, byte[] value) throws IOException {
    Pointers.refuse(level, name);
    setsockopt(level, name, value, MemorySegment.ofArray(value).asReadOnly());
  }

  private void setsockopt(int level, int name, byte[] value, Object shown) throws IOException {
    if (isWatched()) {
      watched(
          "setsockopt",
          () -> {
            doSetsockopt(level, name, value);
            return null;
          },
          new Call.Level(level),
          new Call.Option(level, name),
          shown);
    } else {
      try {
        doSetsockopt(level, name, value);
      } finally {
        Reference.reachabilityFence(this);
      }
    }
  }

  private void doSetsockopt(int level, int name, byte[] value) throws IOException {
    control(
        "setsockopt",
        new Call.Option(level, name),
        null,
        () -> {
          if (Timeouts.isReceive(level, name)) {
            return Timeouts.set(value, nanos -> core.receiveTimeout = nanos);
          }
          if (Timeouts.isSend(level, name)) {
            return Timeouts.set(value, nanos -> core.sendTimeout = nanos);
          }
          return endpoint.setopt(level, name, MemorySegment.ofArray(value));
        });
  }

  /**
   * The process at the other end of a UNIX socket, as a descriptor of its own ({@code
   * SO_PEERPIDFD}), which never means another process, as a number may: it becomes readable when
   * that ends. Since Linux 6.5.
   *
   * @return the descriptor, which the caller closes
   * @throws IOException {@code ENODATA} → nobody is or was there, a datagram socket, say; {@code
   *     ESRCH}, {@code EINVAL} → the process has gone; {@code ENOPROTOOPT} → not a UNIX socket;
   *     {@code EOPNOTSUPP} → a network without descriptors
   * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
   * @see Options#SO_PEERCRED
   */
  public Descriptor peerpidfd() throws IOException {
    kernel("getsockopt"); // there is one
    return watched(
        "getsockopt",
        () -> {
          core.enter("getsockopt");
          try {
            Call.Option option = new Call.Option(Linux.SOL_SOCKET, Linux.SO_PEERPIDFD);
            MemorySegment value = MemorySegment.ofArray(new int[1]);
            int n = endpoint.getopt(option.level(), option.number(), value);
            if (n < 0) {
              int errno = core.isClosed() ? Linux.EBADF : -n;
              throw core.failure("getsockopt", option.toString(), null, errno, 0);
            }
            Descriptor process = Descriptor.fromfd(value.get(ValueLayout.JAVA_INT, 0));
            if (core.isClosed()) {
              process.close(); // whose it is, nobody knows
            }
            core.checkOpen("getsockopt", option, null);
            return process;
          } finally {
            core.leave();
          }
        },
        new Call.Level(Linux.SOL_SOCKET),
        new Call.Option(Linux.SOL_SOCKET, Linux.SO_PEERPIDFD));
  }

  // ---- sockatmark(3) ----

  /**
   * {@return whether the next byte of the stream is the urgent one, or the first after it} Urgent
   * data ({@link Sockets#MSG_OOB}) is one byte. By default it is no part of the stream: {@code
   * recv} with {@code MSG_OOB} takes it, without waiting for one that has been announced and has
   * not come yet, and one without stops before its place once; with {@link Options#SO_OOBINLINE} it
   * is a part.
   *
   * @throws IOException {@code ENOTTY}, {@code EOPNOTSUPP} → a socket, or a network, without urgent
   *     data
   * @see <a href="https://man7.org/linux/man-pages/man3/sockatmark.3.html">sockatmark(3)</a>
   */
  public boolean sockatmark() throws IOException {
    Descriptors kernel = kernel("sockatmark");
    MemorySegment mark = MemorySegment.ofArray(new int[1]);
    return watched(
        "sockatmark",
        () -> {
          control(
              "sockatmark",
              null,
              null,
              () -> {
                int n = kernel.ioctl((int) endpoint.handle(), Linux.SIOCATMARK, mark);
                return core.isClosed() ? -Linux.EBADF : n;
              });
          return mark.get(ValueLayout.JAVA_INT, 0) != 0;
        });
  }

  // ---- time-outs ----

  /**
   * Limits how long a call waits, from now on, in both directions.
   *
   * @param timeout null: for ever, which is initial; {@code ZERO}: not at all, the socket is
   *     non-blocking; otherwise at most that long, then {@link java.net.SocketTimeoutException}
   * @throws IllegalArgumentException below zero
   */
  public void settimeout(@Nullable Duration timeout) {
    long nanos = Timeouts.nanos("settimeout", timeout);
    core.receiveTimeout = nanos;
    core.sendTimeout = nanos;
  }

  /**
   * {@return the time-out of receiving, as {@link #settimeout} set it: null for ever, {@code ZERO}
   * for not at all}
   */
  public @Nullable Duration gettimeout() {
    return Timeouts.duration(core.receiveTimeout);
  }

  /**
   * {@code settimeout(null)} or {@code settimeout(ZERO)}: whether calls wait.
   *
   * @param blocking whether they do
   */
  public void setblocking(boolean blocking) {
    settimeout(blocking ? null : Duration.ZERO);
  }

  /** {@return whether calls wait, be it for a limited time} */
  public boolean getblocking() {
    return core.receiveTimeout != 0;
  }

  // ---- deadlines ----

  /**
   * Sets when calls end that have to wait, from now on, in both directions.
   *
   * @param deadline as in {@link #setrecvdeadline}
   */
  public void setdeadline(long deadline) {
    setrecvdeadline(deadline);
    setsenddeadline(deadline);
  }

  /**
   * Sets when receiving calls and {@code accept} end that have to wait and begin from now on: at
   * this instant, with {@link java.net.SocketTimeoutException}, or after {@link #settimeout}'s
   * time, whichever is first. Unlike a time-out it is for all of them together. A call that need
   * not wait succeeds also after it.
   *
   * @param deadline an instant of {@link Network#nanoTime()}, such as {@link
   *     Network#deadline(Duration)} answers, perhaps one that has passed; {@link Network#FOREVER},
   *     which is initial, for none
   */
  public void setrecvdeadline(long deadline) {
    core.receiving.deadline = Deadlines.given(deadline);
  }

  /**
   * Sets when sending calls and {@code connect} end that have to wait, and look-ups of names that
   * this socket is given; else as {@link #setrecvdeadline}.
   *
   * @param deadline an instant, or {@link Network#FOREVER} for none
   */
  public void setsenddeadline(long deadline) {
    core.sending.deadline = Deadlines.given(deadline);
  }

  /** {@return the deadline of receiving, {@link Network#FOREVER} for none} */
  public long getrecvdeadline() {
    return core.receiving.deadline;
  }

  /** {@return the deadline of sending, {@link Network#FOREVER} for none} */
  public long getsenddeadline() {
    return core.sending.deadline;
  }

  // ---- descriptors ----

  /**
   * {@return the file descriptor; -1 on a network without descriptors and after {@link #close} or
   * {@link #detach}}
   */
  @Override
  public int fileno() {
    return core.isClosed() ? -1 : (int) endpoint.handle();
  }

  /**
   * {@return another socket for the same connection, with a descriptor, time-outs and deadlines of
   * its own} The connection ends when both are closed; options, and what {@code shutdown} does,
   * they share.
   *
   * @throws IOException {@code EMFILE} → too many descriptors
   * @see <a href="https://man7.org/linux/man-pages/man2/dup.2.html">dup(2)</a>
   */
  public Socket dup() throws IOException {
    return watched(
        "dup",
        () -> {
          core.enter("dup");
          try {
            int[] errno = new int[1];
            Endpoint twin = endpoint.dup(errno);
            if (twin == null) {
              throw core.failure("dup", null, core.isClosed() ? Linux.EBADF : errno[0], 0);
            }
            Socket socket = new Socket(network, twin);
            socket.core.receiveTimeout = core.receiveTimeout;
            socket.core.sendTimeout = core.sendTimeout;
            socket.setrecvdeadline(getrecvdeadline());
            socket.setsenddeadline(getsenddeadline());
            socket.core.peer = core.peer;
            socket.core.pinned(core.pinned());
            return socket;
          } finally {
            core.leave();
          }
        });
  }

  /**
   * Gives the descriptor away: this socket is closed, the descriptor is not, and blocks as the
   * outside world expects. Calls of other threads end as in {@link #close}.
   *
   * @return the descriptor, which the caller closes
   * @throws IOException {@code EOPNOTSUPP} → a network without descriptors
   */
  @Override
  public int detach() throws IOException {
    return watched(
        "detach",
        () -> {
          int descriptor = (int) core.detach("detach");
          Dropped.forget(cleanable);
          return descriptor;
        });
  }

  /**
   * {@return whether a program that the process executes has the socket, too} Initially not.
   *
   * @throws IOException {@code EBADF} → closed; {@code EOPNOTSUPP} → a network without descriptors
   */
  public boolean getInheritable() throws IOException {
    return Descriptor.inheritable(core, kernel("fcntl"));
  }

  /**
   * Says whether a program that the process executes has the socket, too, under the same number
   * ({@code FD_CLOEXEC}). {@link ProcessBuilder} closes all but 0, 1 and 2 in a child nevertheless:
   * to a program that it starts, a socket is passed over a UNIX socket.
   *
   * @param inheritable whether it has
   * @throws IOException {@code EBADF} → closed; {@code EOPNOTSUPP} → a network without descriptors
   */
  public void setInheritable(boolean inheritable) throws IOException {
    Descriptor.setInheritable(core, kernel("fcntl"), inheritable);
  }

  /** What the network can do with descriptors. */
  Descriptors kernel(String call) throws IOException {
    core.checkOpen(call, null, null);
    Descriptors kernel = network.provider().descriptors();
    if (kernel == null) {
      throw core.failure(call, null, Linux.EOPNOTSUPP, 0);
    }
    return kernel;
  }

  /**
   * One line: the five parameters and the state, such as {@code tcp 127.0.0.1:40112 ->
   * 127.0.0.1:7000 connected}.
   */
  @Override
  public String toString() {
    try {
      FiveTuple five = fiveTuple();
      String state = five.remote() != null ? "connected" : listens() ? "listening" : "open";
      return five.text(endpoint.family()) + " " + state;
    } catch (IOException e) {
      return new FiveTuple(protocol(), null, core.peer).text(endpoint.family()) + " closed";
    }
  }

  private boolean listens() throws IOException {
    MemorySegment value = MemorySegment.ofArray(new int[1]);
    IntSupplier attempt = () -> read(Linux.SOL_SOCKET, Linux.SO_ACCEPTCONN, value);
    return control("getsockopt", null, null, attempt) > 0
        && value.get(ValueLayout.JAVA_INT, 0) != 0;
  }

  // ---- what the methods above share ----

  /** The body of a call. */
  private interface Body<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /** Whether an observer or Flight Recorder may want to know of a call. */
  private boolean isWatched() {
    return observer != null || Recording.on();
  }

  /** Runs a call and tells the observer and Flight Recorder, if they are there. */
  private <T extends @Nullable Object> T watched(String call, Body<T> body, Object... arguments)
      throws IOException {
    CallObserver watcher = observer;
    try {
      return !isWatched() ? body.run() : watched(watcher, call, body, result -> List.of(arguments));
    } finally {
      Reference.reachabilityFence(this); // or it could be taken for dropped while it waits
    }
  }

  private <T extends @Nullable Object> T watched(
      @Nullable CallObserver watcher,
      String call,
      Body<T> body,
      Function<@Nullable Object, List<Object>> arguments)
      throws IOException {
    Recording.Recorded event = Recording.begin(call);
    if (watcher == null && event == null) {
      return body.run();
    }
    int fileno = fileno();
    long start = core.time.nanoTime();
    Object result = null;
    Throwable failure = null;
    try {
      T answer = body.run();
      result = answer instanceof byte[] bytes ? MemorySegment.ofArray(bytes).asReadOnly() : answer;
      return answer;
    } catch (Throwable t) {
      failure = t;
      throw t;
    } finally {
      long nanos = core.time.nanoTime() - start;
      if (event != null) {
        event.ended(this, fileno, arguments, result, failure);
      }
      if (watcher != null) {
        watcher.called(
            new Call(this, fileno, call, arguments.apply(result), result, failure, start, nanos));
      }
    }
  }

  /**
   * Makes a call that does not wait. One that has done its work has done it, also when the socket
   * is closed before it returns; one that brings an answer has to check whose that is.
   */
  private int control(
      String call, @Nullable Object detail, @Nullable Address address, IntSupplier attempt)
      throws IOException {
    core.enter(call, detail, address);
    try {
      int n = attempt.getAsInt();
      if (n < 0) {
        int errno = core.isClosed() ? Linux.EBADF : -n;
        String what = detail == null ? null : detail.toString();
        throw core.failure(call, what, address, errno, 0);
      }
      return n;
    } finally {
      core.leave();
    }
  }

  @Override
  long receiveBytes(
      String call,
      Object into,
      long at,
      long size,
      int flags,
      @Nullable Sender from,
      Core.Until until)
      throws IOException {
    try {
      return isWatched()
          ? receiveWatched(call, into, at, size, flags, from, until)
          : core.receive(call, into, at, size, flags, from, until);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private long receiveWatched(
      String call,
      Object into,
      long at,
      long size,
      int flags,
      @Nullable Sender from,
      Core.Until until)
      throws IOException {
    return watched(
        observer,
        call,
        () -> core.receive(call, into, at, size, flags, from, until),
        n -> moved(Bytes.segment(into, at, received(n, size)), size, flags, filled(n, from)));
  }

  private static long received(@Nullable Object n, long size) {
    return n instanceof Long count ? Math.clamp(count, 0, size) : 0;
  }

  /** The sender as this call has filled it in; null when it has not, and it may be an older one. */
  private static @Nullable Sender filled(@Nullable Object n, @Nullable Sender from) {
    return from != null && n instanceof Long count && count >= 0 ? from.copy() : null;
  }

  @Override
  long sendBytes(
      String call,
      Object from,
      long at,
      long size,
      int flags,
      @Nullable Address to,
      Core.Until until)
      throws IOException {
    try {
      return isWatched()
          ? sendWatched(call, from, at, size, flags, to, until)
          : send(call, from, at, size, flags, to, until);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private long sendWatched(
      String call,
      Object from,
      long at,
      long size,
      int flags,
      @Nullable Address to,
      Core.Until until)
      throws IOException {
    return watched(
        observer,
        call,
        () -> send(call, from, at, size, flags, to, until),
        n -> moved(Bytes.segment(from, at, size), size, flags, to));
  }

  private long send(
      String call,
      Object from,
      long at,
      long size,
      int flags,
      @Nullable Address to,
      Core.Until until)
      throws IOException {
    if (!(to instanceof Address.Name)) {
      return core.send(call, from, at, size, flags, to, until, Deadlines.UNSET);
    }
    long deadline = lookUpDeadline();
    Address there = resolved(call, to, 0, deadline);
    return core.send(call, from, at, size, flags, there, until, deadline);
  }

  /** The arguments of a call that moves bytes, as the observer sees them. */
  private static List<Object> moved(
      MemorySegment bytes, long size, int flags, @Nullable Object who) {
    List<Object> arguments =
        new ArrayList<>(List.of(bytes.asReadOnly(), size, new Call.Flags(flags)));
    if (who != null) {
      arguments.add(who);
    }
    return arguments;
  }

  /** Until when to wait for a name; a non-blocking socket, too, has no other way than to wait. */
  private long lookUpDeadline() {
    long timeout = core.sendTimeout;
    return core.deadlineIn(core.sending, timeout == 0 ? Time.FOREVER : timeout);
  }

  private Address resolved(String call, Address address, int flags, long deadline)
      throws IOException {
    if (!(address instanceof Address.Name name)) {
      return address;
    }
    return Question.ask(
        core,
        call,
        address,
        () ->
            network
                .lookUp(
                    name.host().isEmpty() ? null : name.host(),
                    String.valueOf(name.port()),
                    endpoint.family(),
                    // for raw sockets the C library knows no ports, and others not at all
                    core.isStream() ? Linux.SOCK_STREAM : Linux.SOCK_DGRAM,
                    0,
                    flags | Linux.AI_NUMERICSERV,
                    deadline)
                .getFirst()
                .address());
  }

  private Address name(String call, boolean peer) throws IOException {
    core.enter(call);
    try {
      int[] errno = new int[1];
      Address name = endpoint.name(peer, errno);
      if (name == null) {
        throw core.failure(call, null, core.isClosed() ? Linux.EBADF : errno[0], 0);
      }
      core.checkOpen(call, null, null);
      return name;
    } finally {
      core.leave();
    }
  }

  @Override
  IOException wouldBlock(String call) {
    return core.failure(call, null, Linux.EAGAIN, 0);
  }

  private byte[] fresh(String call, int size, int flags) {
    boolean part = core.isStream() && (flags & Linux.MSG_WAITALL) == 0;
    return buffer(call, part ? (int) Math.min(size, Core.MOST) : size);
  }

  private static byte[] buffer(String call, int size) {
    if (size < 0) {
      throw new IllegalArgumentException(call + ": size " + size + ": at least 0 is allowed");
    }
    return new byte[size];
  }

  private byte[] array(String call, byte[] buffer, long n) throws IOException {
    if (n < 0) {
      throw wouldBlock(call);
    }
    return n >= buffer.length ? buffer : Arrays.copyOf(buffer, (int) n);
  }
}

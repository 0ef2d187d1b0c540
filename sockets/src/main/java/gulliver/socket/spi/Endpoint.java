package gulliver.socket.spi;

import gulliver.socket.Address;
import gulliver.socket.InMessage;
import gulliver.socket.Linux;
import gulliver.socket.MessageBatch;
import gulliver.socket.OutMessage;
import gulliver.socket.Sender;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a network: one attempt of each call, and how to wait.
 *
 * <p>A call answers a count of at least 0, or {@code -errno}; it never throws for an errno and
 * never waits, except where {@link #await} and {@link #release} say so. What would wait answers
 * {@code -EAGAIN}, whether or not the flags hold {@code MSG_DONTWAIT}; {@code MSG_WAITALL} is
 * handled above. Flags, levels and option names are Linux's numbers.
 *
 * <p>Threads: any number may make attempts at once. At most one at a time waits in {@link #await}
 * for each direction; the layer above sees to that, and to it that no attempt begins after {@link
 * #release}.
 *
 * <p>Addresses are literals: names have been resolved above.
 *
 * @since 0.1
 */
public interface Endpoint {
  /**
   * An interest of {@link #await}: data, a connection, the end of the stream, or an error to
   * receive.
   */
  int READ = 1;

  /** An interest of {@link #await}: room to send, the end of connecting, or an error. */
  int WRITE = 2;

  /**
   * An interest of {@link #await} for what no readiness is ever reported for: wait for a short,
   * growing time and let the caller try again. (On Linux: connecting a UNIX socket to a full
   * backlog, and sending from an unconnected UNIX datagram socket, or from a netlink socket, to a
   * full peer.) Uses the direction of {@link #WRITE}.
   */
  int RETRY = 3;

  /** {@return the family, as {@code SO_DOMAIN}} */
  int family();

  /** {@return the type, as {@code SO_TYPE}} */
  int type();

  /** {@return the protocol, as {@code SO_PROTOCOL}: the real one, never 0 for TCP or UDP} */
  int protocol();

  /**
   * Assigns a local address, as {@code bind(2)}.
   *
   * @param address where
   * @return 0 or {@code -errno}
   */
  int bind(Address address);

  /**
   * Makes this a listening socket, as {@code listen(2)}.
   *
   * @param backlog how many connections may queue up
   * @return 0 or {@code -errno}
   */
  int listen(int backlog);

  /**
   * Connects, or goes on connecting, as {@code connect(2)} on a non-blocking socket.
   *
   * @param address where to
   * @return 0 when connected; {@code -EINPROGRESS} or {@code -EALREADY}: await {@link #WRITE} and
   *     call again; {@code -EAGAIN}: await {@link #RETRY} and call again; another {@code -errno}:
   *     failed
   */
  int connect(Address address);

  /**
   * Takes the first connection off the queue, as {@code accept4(2)}.
   *
   * @param peer receives who has connected
   * @param errno receives the errno in element 0 where the answer is null
   * @return the connection's socket, or null with an errno
   */
  @Nullable Endpoint accept(Sender peer, int[] errno);

  /**
   * Sends what can be sent at once, as {@code sendto(2)}; never a signal.
   *
   * @param from what to send, whole, alive and accessible; checked above
   * @param flags {@code MSG_} flags
   * @param to where to, or null for the connected peer
   * @return how many bytes went, or {@code -errno}
   */
  long send(MemorySegment from, int flags, @Nullable Address to);

  /**
   * Sends a part of an array. A network that can do without the segment of it, as calls of most
   * programs come here, has a method of its own.
   *
   * @param from what to send a part of
   * @param offset where the part begins, checked above
   * @param length how long it is
   * @param flags {@code MSG_} flags
   * @param to where to, or null for the connected peer
   * @return as above
   */
  default long send(byte[] from, int offset, int length, int flags, @Nullable Address to) {
    return send(MemorySegment.ofArray(from).asSlice(offset, length), flags, to);
  }

  /**
   * Sends a part of a direct buffer, whose position stays.
   *
   * @param from what to send a part of
   * @param offset where the part begins behind the buffer's position, checked above
   * @param length how long it is
   * @param flags {@code MSG_} flags
   * @param to where to, or null for the connected peer
   * @return as above
   */
  default long send(ByteBuffer from, int offset, int length, int flags, @Nullable Address to) {
    return send(MemorySegment.ofBuffer(from).asSlice(offset, length), flags, to);
  }

  /**
   * Receives what is there, as {@code recvfrom(2)}. Without {@code MSG_DONTWAIT} the caller is the
   * one who may wait next in this direction, and does so after {@code -EAGAIN}: then a network may
   * answer by what it knows, if {@link #await} ends at once should that not hold any more.
   *
   * @param into where to put it, writable, alive and accessible; checked above
   * @param flags {@code MSG_} flags
   * @param from receives the sender's address, null for none; may be null
   * @return how many bytes came (with {@code MSG_TRUNC} on messages: how long the message was), 0
   *     at the end of a stream, or {@code -errno}
   */
  long recv(MemorySegment into, int flags, @Nullable Sender from);

  /**
   * Receives into a part of an array. A network that can do without the segment of it, as calls of
   * most programs come here, has a method of its own.
   *
   * @param into where to put it
   * @param offset where the part begins, checked above
   * @param length how long it is
   * @param flags {@code MSG_} flags
   * @param from receives the sender's address, null for none; may be null
   * @return as above
   */
  default long recv(byte[] into, int offset, int length, int flags, @Nullable Sender from) {
    return recv(MemorySegment.ofArray(into).asSlice(offset, length), flags, from);
  }

  /**
   * Receives into a part of a direct buffer, whose position stays.
   *
   * @param into where to put it, writable
   * @param offset where the part begins behind the buffer's position, checked above
   * @param length how long it is
   * @param flags {@code MSG_} flags
   * @param from receives the sender's address, null for none; may be null
   * @return as above
   */
  default long recv(ByteBuffer into, int offset, int length, int flags, @Nullable Sender from) {
    return recv(MemorySegment.ofBuffer(into).asSlice(offset, length), flags, from);
  }

  /**
   * Sends a message, as {@code sendmsg(2)}; never a signal. Without an implementation of its own a
   * network sends the bytes, and knows no ancillary data: {@code EOPNOTSUPP}.
   *
   * @param message what to send, its buffers alive and accessible, its address a literal; checked
   *     above
   * @param flags {@code MSG_} flags
   * @return how many bytes went, or {@code -errno}
   */
  default long sendmsg(OutMessage message, int flags) {
    return message.control().isEmpty()
        ? send(Gathered.copyOf(message.buffers()), flags, message.address())
        : -Linux.EOPNOTSUPP;
  }

  /**
   * Receives a message, as {@code recvmsg(2)}, and fills in what came besides the bytes, {@link
   * InMessage#set}. Without an implementation of its own a network receives the bytes and the
   * address.
   *
   * @param message where to put it, its buffers writable, alive and accessible; checked above
   * @param flags {@code MSG_} flags
   * @return how many bytes came (with {@code MSG_TRUNC} on messages: how long the message was), 0
   *     at the end of a stream, or {@code -errno}
   */
  default long recvmsg(InMessage message, int flags) {
    MemorySegment bytes = Gathered.like(message.buffers());
    Sender from = new Sender();
    boolean stream = type() == Linux.SOCK_STREAM;
    long n = recv(bytes, stream ? flags : flags | Linux.MSG_TRUNC, from);
    if (n < 0) {
      return n;
    }
    Gathered.scatter(bytes, n, message.buffers());
    boolean truncated = !stream && n > bytes.byteSize();
    message.set(from.address(), truncated ? Linux.MSG_TRUNC : 0, List.of());
    return truncated && (flags & Linux.MSG_TRUNC) == 0 ? bytes.byteSize() : n;
  }

  /**
   * Sends messages of a batch, as {@code sendmmsg(2)}. Without an implementation of its own a
   * network sends one after another.
   *
   * @param batch what to send, its addresses literals
   * @param first the first that is to be sent, of at least one
   * @param flags {@code MSG_} flags
   * @return how many messages went, or {@code -errno} if none did
   */
  default int sendmmsg(MessageBatch batch, int first, int flags) {
    for (int i = first; i < batch.size(); i++) {
      List<MemorySegment> bytes = List.of(batch.message(i));
      OutMessage message = new OutMessage(bytes, batch.address(i), batch.control(i));
      long n = sendmsg(message, flags);
      if (n < 0) {
        return i > first ? i - first : (int) n;
      }
    }
    return batch.size() - first;
  }

  /**
   * Receives messages into a batch, which is empty before, as many as are there and as there is
   * room for, as {@code recvmmsg(2)}. Without an implementation of its own a network receives one
   * after another.
   *
   * @param batch where to put them: {@link MessageBatch#received}
   * @param flags {@code MSG_} flags
   * @return how many came, or {@code -errno} if none did
   */
  default int recvmmsg(MessageBatch batch, int flags) {
    batch.clear();
    for (int i = 0; i < batch.capacity(); i++) {
      MemorySegment room = batch.memory().asSlice(batch.slot(i), batch.messageSize());
      InMessage message = new InMessage(batch.controlSize(), room);
      long n = recvmsg(message, flags);
      if (n < 0) {
        return i > 0 ? i : (int) n;
      }
      batch.received(i, (int) n, message.address(), message.flags(), 0, message.control());
    }
    return batch.size();
  }

  /**
   * Shuts a part of a connection down, as {@code shutdown(2)}.
   *
   * @param how {@code SHUT_RD}, {@code SHUT_WR} or {@code SHUT_RDWR}
   * @return 0 or {@code -errno}
   */
  int shutdown(int how);

  /**
   * Reads an option, as {@code getsockopt(2)}.
   *
   * @param level such as {@code SOL_SOCKET}
   * @param name such as {@code SO_RCVBUF}
   * @param value in and out, as the option's structure
   * @return the length of the answer, or {@code -errno}
   */
  int getopt(int level, int name, MemorySegment value);

  /**
   * Sets an option, as {@code setsockopt(2)}.
   *
   * @param level such as {@code SOL_SOCKET}
   * @param name such as {@code SO_RCVBUF}
   * @param value the option's structure; in the place of {@code struct sock_fprog}, which holds a
   *     pointer, its instructions, as {@code SO_GET_FILTER} answers them
   * @return 0 or {@code -errno}
   */
  int setopt(int level, int name, MemorySegment value);

  /**
   * The local or the peer's address, as {@code getsockname(2)} and {@code getpeername(2)}.
   *
   * @param peer whether the peer's is asked for
   * @param errno receives the errno in element 0 where the answer is null
   * @return the address, or null with an errno
   */
  @Nullable Address name(boolean peer, int[] errno);

  /**
   * {@return what could be done at once: {@code POLLIN | POLLOUT | POLLERR | POLLHUP | POLLRDHUP},
   * as {@code poll(2)}}
   */
  int ready();

  /**
   * Waits until an attempt may do better than the last, which answered {@code -EAGAIN}. Returns on
   * readiness, at the deadline, when the thread is interrupted (the interrupt stays pending), on
   * {@link #wake}, or for no reason at all: the caller looks what happened and tries again.
   *
   * @param interest {@link #READ}, {@link #WRITE} or {@link #RETRY}
   * @param deadline an instant of the network's {@link Time#nanoTime()}, or {@link Time#FOREVER}
   */
  void await(int interest, long deadline);

  /**
   * Ends every wait, now and in future.
   *
   * <p>With {@code gone}, the socket is being closed while calls are still inside: its peer and the
   * names it held see the end at once, attempts fail from now on (the layer above replaces their
   * errno), yet whatever identifies it is not given to another socket before {@link #release}. May
   * take the time of {@code SO_LINGER}.
   *
   * @param gone whether the socket ends; false when only the waits do, because it is about to be
   *     detached
   */
  void wake(boolean gone);

  /**
   * Ends the socket: the last call has left and none will come. May take the time of {@code
   * SO_LINGER}.
   */
  void release();

  /**
   * Another socket for the same description, as {@code dup(2)}.
   *
   * @param errno receives the errno in element 0 where the answer is null
   * @return the duplicate, or null with an errno
   */
  @Nullable Endpoint dup(int[] errno);

  /** {@return the file descriptor, or -1 on a network without descriptors} */
  default long handle() {
    return -1;
  }

  /**
   * Gives the descriptor up, in the state in which the outside world expects it, instead of {@link
   * #release}.
   *
   * @return the descriptor, or {@code -EOPNOTSUPP} on a network without descriptors
   */
  default long detach() {
    return -Linux.EOPNOTSUPP;
  }
}

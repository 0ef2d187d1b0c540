package gulliver.socket.spi;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What a network whose sockets are descriptors of a kernel can do with descriptors of any kind. An
 * {@link Endpoint} for one that is no socket sends by {@code write(2)} and receives by {@code
 * read(2)}; its family is {@code AF_UNSPEC}, its type {@code SOCK_STREAM}.
 *
 * <p>Calls on a number are made only while the endpoint that holds it has not been released. They
 * answer a result of at least 0, or {@code -errno}; those that make descriptors set close-on-exec.
 *
 * @since 0.1
 */
public interface Descriptors {
  /**
   * Opens a file, as {@code open(2)}. It may wait, as for the other end of a FIFO, never on a
   * thread that others need; an interrupt ends the wait.
   *
   * @param path which
   * @param flags {@code O_} flags
   * @param mode the permissions of a file that is made
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return its descriptor, or {@code -errno}: {@code -ETIMEDOUT} at the deadline
   */
  int open(String path, int flags, int mode, long deadline);

  /**
   * Makes a pipe, as {@code pipe2(2)}.
   *
   * @param ends receives the end to read from and the end to write to
   * @param flags {@code O_} flags
   * @return 0 or {@code -errno}
   */
  int pipe(int[] ends, int flags);

  /**
   * Makes a counter, as {@code eventfd(2)}.
   *
   * @param initval its initial value, unsigned
   * @param flags {@code EFD_} flags
   * @return its descriptor, or {@code -errno}
   */
  int eventfd(int initval, int flags);

  /**
   * Makes a timer, as {@code timerfd_create(2)}.
   *
   * @param clock a {@code CLOCK_} number
   * @param flags {@code TFD_} flags
   * @return its descriptor, or {@code -errno}
   */
  int timerfd(int clock, int flags);

  /**
   * Sets a timer, as {@code timerfd_settime(2)}.
   *
   * @param fd the timer
   * @param flags {@code TFD_TIMER_} flags
   * @param spec a {@code struct itimerspec}, which is replaced by what was set before
   * @return 0 or {@code -errno}
   */
  int settime(int fd, int flags, MemorySegment spec);

  /**
   * Reads a timer, as {@code timerfd_gettime(2)}.
   *
   * @param fd the timer
   * @param spec receives a {@code struct itimerspec}
   * @return 0 or {@code -errno}
   */
  int gettime(int fd, MemorySegment spec);

  /**
   * Makes an {@code ioctl(2)} with a structure.
   *
   * @param fd which descriptor
   * @param request the request
   * @param argument the structure, in and out unless it is read-only
   * @return the result, or {@code -errno}
   */
  int ioctl(int fd, int request, MemorySegment argument);

  /**
   * Makes an {@code ioctl(2)} with a number.
   *
   * @param fd which descriptor
   * @param request the request
   * @param argument the number
   * @return the result, or {@code -errno}
   */
  int ioctl(int fd, int request, long argument);

  /**
   * Makes a call of {@code fcntl(2)} that has an int.
   *
   * @param fd which descriptor
   * @param command an {@code F_} number
   * @param argument its argument
   * @return the result, or {@code -errno}
   */
  int fcntl(int fd, int command, int argument);

  /**
   * Makes a set to wait for, as {@code epoll_create1(2)}.
   *
   * @return its descriptor, or {@code -errno}
   */
  int epoll();

  /**
   * Changes a set, as {@code epoll_ctl(2)}.
   *
   * @param epfd the set
   * @param op an {@code EPOLL_CTL_} number
   * @param fd what to add, modify or remove
   * @param events {@code EPOLL} bits
   * @param data what comes back with its events
   * @return 0 or {@code -errno}
   */
  int epollCtl(int epfd, int op, int fd, int events, long data);

  /**
   * What events a set has at once, as {@code epoll_wait(2)} with a time-out of 0.
   *
   * @param set the set, made by {@link #file}
   * @param events receives as many {@code struct epoll_event} as it has room for
   * @return how many; 0 if it is none any more
   */
  int epollWait(Endpoint set, MemorySegment events);

  /**
   * An endpoint for a descriptor, to read and write; it owns the descriptor.
   *
   * @param fd the descriptor
   * @param ours whether its description was made here and nobody else has it, so that its {@code
   *     O_NONBLOCK} may stay set
   * @return the endpoint
   */
  Endpoint file(int fd, boolean ours);

  /**
   * An endpoint for a descriptor that is a socket; it owns the descriptor.
   *
   * @param fd the descriptor
   * @param errno receives the errno in element 0 where the answer is null
   * @return the endpoint, or null with an errno: {@code EBADF} → not open, {@code ENOTSOCK} → not a
   *     socket
   */
  @Nullable Endpoint socket(int fd, int[] errno);

  /**
   * Sends what can be sent at once of a file, as {@code sendfile(2)}.
   *
   * @param out where to
   * @param in the file
   * @param offset where to begin in it; below 0 for its own position, which moves
   * @param count how many bytes at most
   * @return how many bytes went, 0 at the end, or {@code -errno}
   */
  long sendfile(Endpoint out, Endpoint in, long offset, long count);

  /**
   * Moves what can be moved at once, as {@code splice(2)}; one of the two is a pipe.
   *
   * @param in where from
   * @param out where to
   * @param count how many bytes at most
   * @param flags {@code SPLICE_F_} flags
   * @return how many bytes went, 0 at the end, or {@code -errno}
   */
  long splice(Endpoint in, Endpoint out, long count, int flags);

  /**
   * Gives back what was borrowed of a description that others are about to get: flags are as the
   * outside world expects, and from now on are changed for an attempt only.
   *
   * @param endpoint an endpoint of this network
   */
  void lend(Endpoint endpoint);
}

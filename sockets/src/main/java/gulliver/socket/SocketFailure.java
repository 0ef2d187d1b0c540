package gulliver.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed: which call, on which address, with which errno. Every exception that a socket
 * throws for what the network said is one of these; its message has the form {@code connect
 * 127.0.0.1:9: ECONNREFUSED (Connection refused)}.
 *
 * <p>Java has single inheritance, and programs have {@code catch} clauses; so the classes extend
 * the JDK's own, and this interface is what they share. Use whichever fits:
 *
 * <pre>{@code
 * try {
 *   socket.connect(address("127.0.0.1", 9));
 * } catch (IOException e) {
 *   switch (Errno.of(e)) {
 *     case ECONNREFUSED -> retryLater();
 *     case ETIMEDOUT, EHOSTUNREACH -> tryAnotherHost();
 *     default -> throw e;
 *   }
 * }
 * }</pre>
 *
 * <table>
 * <caption>Which class for which errno</caption>
 * <tr><th>errno</th><th>class</th><th>extends</th></tr>
 * <tr><td>{@code ECONNREFUSED}, or {@code ETIMEDOUT} of {@code connect}</td><td>{@link Connect}</td>
 *     <td>{@link java.net.ConnectException}</td></tr>
 * <tr><td>{@code ECONNREFUSED} of a call on a datagram socket</td><td>{@link PortUnreachable}</td>
 *     <td>{@link java.net.PortUnreachableException}</td></tr>
 * <tr><td>{@code EADDRINUSE}, {@code EADDRNOTAVAIL}, or any of {@code bind}</td><td>{@link Bind}</td>
 *     <td>{@link java.net.BindException}</td></tr>
 * <tr><td>{@code EHOSTUNREACH}, {@code ENETUNREACH}</td><td>{@link NoRoute}</td>
 *     <td>{@link java.net.NoRouteToHostException}</td></tr>
 * <tr><td>our own time-out ({@code ETIMEDOUT})</td><td>{@link TimedOut}</td>
 *     <td>{@link java.net.SocketTimeoutException}</td></tr>
 * <tr><td>an interrupt ({@code EINTR})</td><td>{@link Interrupted}</td>
 *     <td>{@link java.io.InterruptedIOException}</td></tr>
 * <tr><td>{@code EAGAIN}, {@code EINPROGRESS}, {@code EALREADY}</td><td>{@link WouldBlockException}</td>
 *     <td>{@link java.net.SocketException}</td></tr>
 * <tr><td>a name's {@code EAI_} error</td><td>{@link Name}</td><td>{@link java.net.UnknownHostException}</td></tr>
 * <tr><td>all others</td><td>{@link Other}</td><td>{@link java.net.SocketException}</td></tr>
 * </table>
 *
 * @since 0.1
 */
public sealed interface SocketFailure
    permits SocketFailure.Connect,
        SocketFailure.Bind,
        SocketFailure.NoRoute,
        SocketFailure.PortUnreachable,
        SocketFailure.TimedOut,
        SocketFailure.Interrupted,
        SocketFailure.Name,
        SocketFailure.Other,
        WouldBlockException {
  /** {@return all that this failure knows, as one value} */
  Details details();

  /** {@return the C name of the call, such as {@code connect}} */
  default String call() {
    return details().call;
  }

  /**
   * {@return the address that the call was about: where to, where from, or the socket's own; null
   * where it has none}
   */
  default @Nullable Address address() {
    return details().address;
  }

  /**
   * {@return the errno; {@link Errno#NONE} for a name error, {@link Errno#UNKNOWN} for a number
   * that nobody named}
   */
  default Errno errno() {
    return details().errno();
  }

  /** {@return the errno's number, also where {@link #errno()} has no name for it} */
  default int number() {
    return details().number;
  }

  /**
   * {@return how many bytes {@code sendall} had sent, {@code recvall} received, before the failure;
   * 0 for other calls} They are not lost: what was received is in the buffer.
   */
  default long transferred() {
    return details().transferred;
  }

  /**
   * {@return the exception for an errno, by the table above; for networks}
   *
   * @param call the C name of the call
   * @param address what it was about, or null
   * @param number the errno
   */
  static IOException of(String call, @Nullable Address address, int number) {
    return of(new Details(call, null, address, number, 0), false);
  }

  /**
   * {@return the exception for a name error; for networks}
   *
   * @param call the C name of the call
   * @param name the host or the service
   * @param eai the error
   */
  static IOException ofName(String call, String name, Eai eai) {
    return new Name(call, name, eai, 0);
  }

  /**
   * {@return the exception for a name error that has its reason in an errno, {@code EAI_SYSTEM};
   * for networks}
   *
   * @param call the C name of the call
   * @param name the host or the service
   * @param number the errno
   */
  static IOException ofName(String call, String name, int number) {
    return new Name(call, name, Eai.EAI_SYSTEM, number);
  }

  /**
   * {@return the exception for a look-up that took too long; for networks}
   *
   * @param call the C name of the call
   * @param name the host or the service
   * @param after how long it waited
   */
  static IOException timedOut(String call, String name, Duration after) {
    return new TimedOut(new Details(call, name, null, Linux.ETIMEDOUT, 0), after);
  }

  /**
   * {@return the exception for a look-up that was interrupted; the thread's status stays set; for
   * networks}
   *
   * @param call the C name of the call
   * @param name the host or the service
   */
  static IOException interrupted(String call, String name) {
    return new Interrupted(new Details(call, name, null, Linux.EINTR, 0));
  }

  /**
   * The exception for an errno: the one place that decides on a class.
   *
   * @param what all that it is to know
   * @param datagrams whether the socket has no connections
   * @return an exception of the class in the table above
   */
  static IOException of(Details what, boolean datagrams) {
    boolean connects = what.call.equals("connect");
    return switch (what.number) {
      case Linux.EAGAIN, Linux.EINPROGRESS, Linux.EALREADY -> new WouldBlockException(what);
      case Linux.EINTR -> new Interrupted(what);
      case Linux.ECONNREFUSED ->
          datagrams && !connects ? new PortUnreachable(what) : new Connect(what);
      case Linux.ETIMEDOUT -> connects ? new Connect(what) : new Other(what);
      case Linux.EHOSTUNREACH, Linux.ENETUNREACH -> new NoRoute(what);
      case Linux.EADDRINUSE, Linux.EADDRNOTAVAIL -> new Bind(what);
      default ->
          what.call.equals("bind") && what.number != Linux.EBADF ? new Bind(what) : new Other(what);
    };
  }

  /**
   * What all of them know.
   *
   * @param call the C name of the call
   * @param detail what the call was to do, such as an option's name, or null
   * @param address what it was about, or null
   * @param number the errno
   * @param transferred how many bytes had gone or come
   */
  record Details(
      String call, @Nullable String detail, @Nullable Address address, int number, long transferred)
      implements Serializable {
    /** {@return the message, with a text of its own for the errno} */
    String message(String symbol, String text) {
      return call
          + (detail == null ? "" : " " + detail)
          + (address == null ? "" : " " + address)
          + ": "
          + symbol
          + " ("
          + text
          + ")";
    }

    /** {@return the message {@code call address: SYMBOL (text)}} */
    public String message() {
      Errno errno = errno();
      return errno == Errno.UNKNOWN
          ? message("errno " + number, "Unknown error " + number)
          : message(errno.name(), errno.text());
    }

    /** {@return the errno} */
    public Errno errno() {
      return Errno.of(number);
    }
  }

  /** Nobody listens there, or nobody answered. */
  final class Connect extends java.net.ConnectException implements SocketFailure {
    private static final long serialVersionUID = 1;

    /** What this failure knows. */
    private final Details details;

    Connect(Details details) {
      super(details.message());
      this.details = details;
    }

    @Override
    public Details details() {
      return details;
    }
  }

  /** The local address cannot be had. */
  final class Bind extends java.net.BindException implements SocketFailure {
    private static final long serialVersionUID = 1;

    /** What this failure knows. */
    private final Details details;

    Bind(Details details) {
      super(details.message());
      this.details = details;
    }

    @Override
    public Details details() {
      return details;
    }
  }

  /** No way leads there. */
  final class NoRoute extends java.net.NoRouteToHostException implements SocketFailure {
    private static final long serialVersionUID = 1;

    /** What this failure knows. */
    private final Details details;

    NoRoute(Details details) {
      super(details.message());
      this.details = details;
    }

    @Override
    public Details details() {
      return details;
    }
  }

  /** An earlier datagram found nobody at the peer's port. */
  final class PortUnreachable extends java.net.PortUnreachableException implements SocketFailure {
    private static final long serialVersionUID = 1;

    /** What this failure knows. */
    private final Details details;

    PortUnreachable(Details details) {
      super(details.message());
      this.details = details;
    }

    @Override
    public Details details() {
      return details;
    }
  }

  /** Any other errno. */
  final class Other extends SocketException implements SocketFailure {
    private static final long serialVersionUID = 1;

    /** What this failure knows. */
    private final Details details;

    Other(Details details) {
      super(details.message());
      this.details = details;
    }

    @Override
    public Details details() {
      return details;
    }
  }

  /**
   * A wait was longer than {@link Socket#settimeout} or a deadline allows. The socket can still be
   * used.
   */
  final class TimedOut extends SocketTimeoutException implements SocketFailure {
    private static final long serialVersionUID = 1;

    /** What this failure knows. */
    private final Details details;

    /** Null stands for a deadline. */
    TimedOut(Details details, @Nullable Duration after) {
      super(
          details.message(
              "ETIMEDOUT",
              after == null
                  ? "the deadline has passed"
                  : "timed out after " + after.toString().substring(2).toLowerCase(Locale.ROOT)));
      this.details = details;
      this.bytesTransferred = (int) Math.min(details.transferred, Integer.MAX_VALUE);
    }

    @Override
    public Details details() {
      return details;
    }
  }

  /**
   * The thread was interrupted while it waited. Its interrupt status is still set, and the socket
   * is open and as it was.
   */
  final class Interrupted extends InterruptedIOException implements SocketFailure {
    private static final long serialVersionUID = 1;

    /** What this failure knows. */
    private final Details details;

    Interrupted(Details details) {
      super(details.message());
      this.details = details;
      this.bytesTransferred = (int) Math.min(details.transferred, Integer.MAX_VALUE);
    }

    @Override
    public Details details() {
      return details;
    }
  }

  /** A host or a service that could not be found by its name. */
  final class Name extends UnknownHostException implements SocketFailure {
    private static final long serialVersionUID = 1;

    /** What this failure knows. */
    private final Details details;

    /** Why. */
    private final Eai eai;

    Name(String call, String name, Eai eai, int number) {
      super(
          call
              + " "
              + name
              + ": "
              + eai
              + " ("
              + (number == 0 ? eai.text() : Errno.of(number) + ", " + Errno.of(number).text())
              + ")");
      this.details = new Details(call, name, null, number, 0);
      this.eai = eai;
    }

    @Override
    public Details details() {
      return details;
    }

    /** {@return the error's {@code EAI_} name} */
    public Eai eai() {
      return eai;
    }

    /** {@return the host or service that was asked for} */
    public String name() {
      return String.valueOf(details.detail);
    }
  }
}

package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One call on a socket, or one that makes sockets, as its user made it and as it ended.
 *
 * @param socket the socket; null for {@code socket} and {@code socketpair}, whose result it is
 * @param fileno its descriptor when the call began, or -1
 * @param name the C name, such as {@code sendto}
 * @param arguments what was given, in C's order without the descriptor: buffers as read-only
 *     segments, flags as {@link Flags}, options as {@link Level} and {@link Option}, a direction as
 *     {@link How}, a {@link Sender} as it was filled in and only if it was, the others as they are
 * @param result what came back: a count, an address, a {@link Socket}, an {@link Accepted}, a
 *     segment with an option's value; null for a call that answers nothing or failed
 * @param failure why it failed, or null
 * @param start when it began, in the network's nanoseconds
 * @param nanos how long it took
 * @since 0.1
 */
public record Call(
    @Nullable Socket socket,
    int fileno,
    String name,
    List<Object> arguments,
    @Nullable Object result,
    @Nullable Throwable failure,
    long start,
    long nanos) {
  private static final int SHOWN = 32;

  /**
   * {@code MSG_} flags, which print by name.
   *
   * @param bits the flags
   */
  public record Flags(int bits) {
    /** Such as {@code MSG_PEEK|MSG_DONTWAIT}, or 0. */
    @Override
    public String toString() {
      return LinuxNames.flags("MSG_", bits);
    }
  }

  /**
   * An option's level, which prints by name.
   *
   * @param number such as {@link Linux#SOL_SOCKET}
   */
  public record Level(int number) {
    /** Such as {@code SOL_SOCKET}. */
    @Override
    public String toString() {
      return LinuxNames.level(number);
    }
  }

  /**
   * An option, which prints by name.
   *
   * @param level such as {@link Linux#SOL_SOCKET}
   * @param number such as {@link Linux#SO_RCVBUF}
   */
  public record Option(int level, int number) {
    /** Such as {@code SO_RCVBUF}. */
    @Override
    public String toString() {
      return LinuxNames.option(level, number);
    }
  }

  /**
   * What {@code shutdown} shuts down, which prints by name.
   *
   * @param number the argument
   */
  public record How(int number) {
    /** Such as {@code SHUT_WR}. */
    @Override
    public String toString() {
      return LinuxNames.name("SHUT_", number);
    }
  }

  /**
   * {@return the errno: {@code EAGAIN} for a count of -1, {@link Errno#NONE} for a call that did
   * not fail}
   */
  public Errno errno() {
    return failure != null
        ? Errno.of(failure)
        : result instanceof Long count && count == Socket.WOULD_BLOCK ? Errno.EAGAIN : Errno.NONE;
  }

  /**
   * As {@code strace} would print it, such as {@code send(5, "hello", 5, 0) = 5}; a call that
   * answers nothing is 0, as in C.
   */
  @Override
  public String toString() {
    StringJoiner call = new StringJoiner(", ", name + "(", ")");
    if (socket != null) {
      call.add(String.valueOf(fileno));
    }
    AddressFamily family = null;
    for (int i = 0; i < arguments.size(); i++) {
      Object argument = arguments.get(i);
      if (argument instanceof AddressFamily first) {
        family = first;
      }
      boolean sized = i + 1 < arguments.size() && arguments.get(i + 1) instanceof Long;
      call.add(
          argument instanceof Protocol protocol && family != null
              ? LinuxNames.protocol(family.value(), protocol.value())
              : argument instanceof MemorySegment bytes && sized
                  ? quoted(bytes, "") // its size comes next
                  : text(argument));
    }
    return call + " = " + outcome();
  }

  private String outcome() {
    Errno errno = errno();
    return errno != Errno.NONE
        ? "-1 " + errno + " (" + errno.text() + ")"
        : failure != null ? "-1 " + failure.getMessage() : result == null ? "0" : text(result);
  }

  /**
   * {@return a value as {@link #toString()} shows it: bytes as a quoted C string of at most 32
   * bytes, a socket as its descriptor}
   *
   * @param value an argument or the result
   */
  public static String text(@Nullable Object value) {
    return switch (value) {
      case MemorySegment bytes -> quoted(bytes);
      case Socket socket -> String.valueOf(socket.fileno());
      case Socket[] pair -> "[" + text(pair[0]) + ", " + text(pair[1]) + "]";
      case Accepted accepted -> accepted.socket().fileno() + ", " + accepted.address();
      case null, default -> String.valueOf(value);
    };
  }

  /** A message in the manner of {@code strace(1)}, without what it does not have. */
  static String message(
      @Nullable Address address,
      List<MemorySegment> buffers,
      List<ControlMessage> control,
      int flags) {
    StringJoiner message = new StringJoiner(", ", "{", "}");
    if (address != null) {
      message.add("msg_name=" + address);
    }
    message.add("msg_iov=" + buffers.stream().map(Call::quoted).toList());
    if (!control.isEmpty()) {
      message.add("msg_control=" + control);
    }
    if (flags != 0) {
      message.add("msg_flags=" + new Flags(flags));
    }
    return message.toString();
  }

  private static String quoted(MemorySegment bytes) {
    return quoted(bytes, ", " + bytes.byteSize());
  }

  private static String quoted(MemorySegment bytes, String size) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < Math.min(SHOWN, bytes.byteSize()); i++) {
      int c = bytes.get(ValueLayout.JAVA_BYTE, i) & 255;
      switch (c) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '"', '\\' -> text.append('\\').append((char) c);
        default -> {
          if (c >= ' ' && c < 127) {
            text.append((char) c);
          } else {
            text.append("\\x")
                .append(Character.forDigit(c >> 4, 16))
                .append(Character.forDigit(c & 15, 16));
          }
        }
      }
    }
    return text.append(bytes.byteSize() > SHOWN ? "\"..." + size : "\"").toString();
  }
}

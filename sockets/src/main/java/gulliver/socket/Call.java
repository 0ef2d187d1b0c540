package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One call on a socket, or of a network, as its user made it and as it ended.
 *
 * @param socket the socket; null for {@code socket}, {@code socketpair} and {@code fromfd}, whose
 *     result it is, and for {@code poll}, {@code select} and {@code splice}
 * @param fileno its descriptor when the call began, or -1
 * @param name the C name, such as {@code sendto}
 * @param arguments what was given, in C's order without the descriptor: buffers as read-only
 *     segments, flags as {@link Flags}, options as {@link Level} and {@link Option}, a direction as
 *     {@link How}, a time-out as {@link Timeout}, a {@link Sender} as it was filled in and only if
 *     it was, the others as they are
 * @param result what came back: a count, an address, a {@link Selected}, a {@link Socket}, an
 *     {@link Accepted}, a segment with an option's value; null for a call that answers nothing or
 *     failed
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
   * Flags of {@code splice}, which print by name.
   *
   * @param bits the flags
   */
  public record SpliceFlags(int bits) {
    /** Such as {@code SPLICE_F_MORE}, or 0. */
    @Override
    public String toString() {
      return LinuxNames.flags("SPLICE_F_", bits);
    }
  }

  /**
   * How long a call may wait.
   *
   * @param duration at most that long; null for ever
   */
  public record Timeout(@Nullable Duration duration) {
    /** Such as {@code {tv_sec=1, tv_nsec=0}}, or {@code NULL}. */
    @Override
    public String toString() {
      return duration == null
          ? "NULL"
          : "{tv_sec=" + duration.getSeconds() + ", tv_nsec=" + duration.getNano() + "}";
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
      case Pollable target -> String.valueOf(target.fileno());
      case Pollfd item -> polled(item);
      case List<?> all -> all.stream().map(Call::text).toList().toString();
      case Selected found -> found(found);
      case Socket[] pair -> "[" + text(pair[0]) + ", " + text(pair[1]) + "]";
      case Accepted accepted -> accepted.socket().fileno() + ", " + accepted.address();
      case null, default -> String.valueOf(value);
    };
  }

  private static String polled(Pollfd item) {
    String seen = item.revents() == 0 ? "" : ", revents=" + events(item.revents());
    return "{fd=" + text(item.target()) + ", events=" + events(item.events()) + seen + "}";
  }

  private static String events(int bits) {
    return LinuxNames.flags("POLL", bits);
  }

  private static String found(Selected found) {
    StringJoiner sets = new StringJoiner(", ", " (", ")").setEmptyValue("");
    int count = 0;
    Map<String, List<Pollable>> named = new LinkedHashMap<>();
    named.put("in ", found.read());
    named.put("out ", found.write());
    named.put("except ", found.except());
    for (Map.Entry<String, List<Pollable>> set : named.entrySet()) {
      count += set.getValue().size();
      if (!set.getValue().isEmpty()) {
        sets.add(set.getKey() + text(set.getValue()));
      }
    }
    return count + sets.toString();
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

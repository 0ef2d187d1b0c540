package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call on a socket, as its user made it and as it ended.
 *
 * @param socket the socket
 * @param fileno its descriptor when the call began, or -1
 * @param name the C name, such as {@code sendto}
 * @param arguments what was given, in C's order without the descriptor: buffers as read-only
 *     segments, flags as {@link Flags}, options as {@link Level} and {@link Option}, the others as
 *     they are
 * @param result what came back: a count, an address, an {@link Accepted}, a segment with what was
 *     received; null for a call that answers nothing or failed
 * @param failure why it failed, or null
 * @param start when it began, in the network's nanoseconds
 * @param nanos how long it took
 * @since 0.1
 */
public record Call(
    Socket socket,
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

  /** {@return the errno, {@link Errno#NONE} for a call that did not fail} */
  public Errno errno() {
    return failure == null ? Errno.NONE : Errno.of(failure);
  }

  /** As {@code strace} would print it, such as {@code send(5, "hello", 0) = 5}. */
  @Override
  public String toString() {
    return name
        + "("
        + fileno
        + arguments.stream().map(a -> ", " + text(a)).collect(Collectors.joining())
        + ")"
        + (failure != null
            ? " = -1 " + reason(failure)
            : result == null ? "" : " = " + text(result));
  }

  private static String reason(Throwable failure) {
    return failure instanceof SocketFailure f && f.errno() != Errno.NONE
        ? f.errno() + " (" + f.errno().text() + ")"
        : String.valueOf(failure.getMessage());
  }

  /**
   * {@return a value as {@link #toString()} shows it: bytes as a quoted C string of at most 32
   * bytes}
   *
   * @param value an argument or the result
   */
  public static String text(@Nullable Object value) {
    return switch (value) {
      case MemorySegment bytes -> quoted(bytes);
      case Accepted accepted -> accepted.socket().fileno() + ", " + accepted.address();
      case null, default -> String.valueOf(value);
    };
  }

  private static String quoted(MemorySegment bytes) {
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
    return text.append(bytes.byteSize() > SHOWN ? "\"..., " + bytes.byteSize() : "\"").toString();
  }
}

package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A socket option with its type: level and name as in C, and how its structure becomes a Java
 * value.
 *
 * <p>{@link Options} lists the ready-made ones. An option that is not there can be made from its
 * numbers with {@link #ofInt}, {@link #ofBytes} and their like, or used in the raw form, {@link
 * Socket#getsockopt(int, int, int)}. What a network does not know fails with {@code ENOPROTOOPT};
 * nothing is accepted and ignored.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
public final class SocketOption<T> {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final int level;
  private final int name;
  private final Class<T> type;
  private final int size;

  /** A shorter answer is filled up with zeros to so many bytes: what an old kernel leaves out. */
  private final int least;

  private final Function<MemorySegment, T> decode;
  private final Function<T, byte[]> encode;
  private final ToIntFunction<T> levelOf;

  private SocketOption(
      int level,
      int name,
      Class<T> type,
      int size,
      int least,
      Function<MemorySegment, T> decode,
      Function<T, byte[]> encode,
      ToIntFunction<T> levelOf) {
    this.level = level;
    this.name = name;
    this.type = type;
    this.size = size;
    this.least = least;
    this.decode = decode;
    this.encode = encode;
    this.levelOf = levelOf;
  }

  // ---- kinds of structures ----

  /** An option with a structure of a fixed size. */
  static <T> SocketOption<T> of(
      int level,
      int name,
      Class<T> type,
      int size,
      Function<MemorySegment, T> decode,
      Function<T, byte[]> encode) {
    return new SocketOption<>(level, name, type, size, size, decode, encode, _ -> level);
  }

  /** An option whose answer is as long as it is, at most {@code size} bytes. */
  static <T> SocketOption<T> ofVariable(
      int level,
      int name,
      Class<T> type,
      int size,
      Function<MemorySegment, T> decode,
      Function<T, byte[]> encode) {
    return new SocketOption<>(level, name, type, size, 0, decode, encode, _ -> level);
  }

  /** An option that can only be read: zeros are set, and the kernel says what that is worth. */
  static <T> SocketOption<T> ofReadOnly(
      int level, int name, Class<T> type, int size, Function<MemorySegment, T> decode) {
    return of(level, name, type, size, decode, _ -> new byte[size]);
  }

  /** An option that can only be set; the kernel refuses to be asked for it. */
  static <T> SocketOption<T> ofWriteOnly(
      int level, int name, Class<T> type, int size, Function<T, byte[]> encode) {
    return of(
        level,
        name,
        type,
        size,
        raw -> {
          throw cannotBeRead(level, name);
        },
        encode);
  }

  /** An option that can only be set, at the level that its value says. */
  static <T> SocketOption<T> ofWriteOnly(
      ToIntFunction<T> levelOf, int name, Class<T> type, int size, Function<T, byte[]> encode) {
    int level = Linux.IPPROTO_IP;
    return new SocketOption<>(
        level,
        name,
        type,
        size,
        size,
        raw -> {
          throw cannotBeRead(level, name);
        },
        encode,
        levelOf);
  }

  static SocketOption<Integer> ofWriteOnlyInt(int level, int name) {
    return ofWriteOnly(level, name, Integer.class, 4, ofInt(level, name)::encode);
  }

  static SocketOption<Boolean> ofWriteOnlyBoolean(int level, int name) {
    return ofWriteOnly(level, name, Boolean.class, 4, ofBoolean(level, name)::encode);
  }

  private static UnsupportedOperationException cannotBeRead(int level, int name) {
    return new UnsupportedOperationException(
        "getsockopt " + LinuxNames.option(level, name) + ": it can only be set");
  }

  // ---- kinds of values ----

  /**
   * {@return an option whose value is an {@code int} that is 0 for off and 1 for on}
   *
   * @param level such as {@link Linux#SOL_SOCKET}
   * @param name such as {@link Linux#SO_REUSEADDR}
   */
  public static SocketOption<Boolean> ofBoolean(int level, int name) {
    return of(
        level, name, Boolean.class, 4, raw -> number(raw) != 0, value -> bytes(value ? 1 : 0));
  }

  /**
   * {@return an option whose value is an {@code int}}
   *
   * @param level such as {@link Linux#SOL_SOCKET}
   * @param name such as {@link Linux#SO_RCVBUF}
   */
  public static SocketOption<Integer> ofInt(int level, int name) {
    return of(level, name, Integer.class, 4, SocketOption::number, SocketOption::bytes);
  }

  /**
   * {@return an option whose value is a 64-bit number}
   *
   * @param level such as {@link Linux#SOL_SOCKET}
   * @param name such as {@link Linux#SO_COOKIE}
   */
  public static SocketOption<Long> ofLong(int level, int name) {
    return of(
        level,
        name,
        Long.class,
        8,
        raw -> raw.get(LONG, 0),
        value -> struct(8, s -> s.set(LONG, 0, value)));
  }

  /** {@return an interface's index, which the kernel has in network order here} */
  static SocketOption<Integer> ofNetInt(int level, int name) {
    return of(
        level,
        name,
        Integer.class,
        4,
        raw -> HostByteOrder.NATIVE.ntohl(number(raw)),
        value -> bytes(HostByteOrder.NATIVE.htonl(value)));
  }

  /** {@return an option whose value is an array of {@code int}, and can only be read} */
  @SuppressWarnings("unchecked") // there is no List<Integer>.class
  static SocketOption<List<Integer>> ofReadOnlyInts(int level, int name, int size) {
    return ofVariable(
        level,
        name,
        (Class<List<Integer>>) (Class<?>) List.class,
        size,
        raw ->
            IntStream.range(0, (int) raw.byteSize() / 4)
                .mapToObj(i -> raw.get(INT, 4L * i))
                .toList(),
        _ -> new byte[4]);
  }

  /** {@return an option whose value is left as the kernel's bytes, and can only be read} */
  static SocketOption<byte[]> ofReadOnlyBytes(int level, int name, int size) {
    return ofVariable(
        level,
        name,
        byte[].class,
        size,
        raw -> raw.toArray(ValueLayout.JAVA_BYTE),
        _ -> new byte[size]);
  }

  /**
   * {@return an option whose value is text, padded with NULs in C}
   *
   * @param level such as {@link Linux#IPPROTO_TCP}
   * @param name such as {@link Linux#TCP_CONGESTION}
   * @param size the most bytes that an answer has
   */
  public static SocketOption<String> ofString(int level, int name, int size) {
    return ofVariable(
        level,
        name,
        String.class,
        size,
        raw -> {
          String text = new String(raw.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
          int end = text.indexOf('\0');
          return end < 0 ? text : text.substring(0, end);
        },
        value -> {
          if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                LinuxNames.option(level, name)
                    + ": \""
                    + value.replace("\0", "\\0")
                    + "\": NUL is not allowed");
          }
          return value.getBytes(StandardCharsets.UTF_8);
        });
  }

  /**
   * {@return an option whose value is left as the kernel's bytes}
   *
   * @param level such as {@link Linux#IPPROTO_TCP}
   * @param name such as {@link Linux#TCP_INFO}
   * @param size the most bytes that an answer has
   */
  public static SocketOption<byte[]> ofBytes(int level, int name, int size) {
    return ofVariable(
        level, name, byte[].class, size, raw -> raw.toArray(ValueLayout.JAVA_BYTE), byte[]::clone);
  }

  /** {@return {@code SO_LINGER}'s structure} */
  static SocketOption<Linger> ofLinger(int level, int name) {
    return of(
        level,
        name,
        Linger.class,
        Linux.linger.SIZEOF,
        raw ->
            new Linger(
                raw.get(INT, Linux.linger.l_onoff) != 0,
                unlessNegative(raw.get(INT, Linux.linger.l_linger))),
        value ->
            struct(
                Linux.linger.SIZEOF,
                s -> {
                  s.set(INT, Linux.linger.l_onoff, value.on() ? 1 : 0);
                  s.set(INT, Linux.linger.l_linger, value.seconds());
                }));
  }

  /** {@return {@code struct timeval}; ZERO means for ever} */
  static SocketOption<Duration> ofTimeval(int level, int name) {
    return of(
        level,
        name,
        Duration.class,
        Linux.timeval.SIZEOF,
        raw ->
            Duration.ofSeconds(raw.get(LONG, Linux.timeval.tv_sec))
                .plusNanos(1000 * raw.get(LONG, Linux.timeval.tv_usec)),
        value ->
            struct(
                Linux.timeval.SIZEOF,
                s -> {
                  // up, so that a short time does not become "for ever"
                  long micros = Math.ceilDiv(value.getNano(), 1000);
                  s.set(LONG, Linux.timeval.tv_sec, value.getSeconds() + micros / 1_000_000);
                  s.set(LONG, Linux.timeval.tv_usec, micros % 1_000_000);
                }));
  }

  /**
   * {@return the level's number, such as {@link Linux#SOL_SOCKET}} The {@code MCAST_} options have
   * two: {@code IPPROTO_IP}, and {@code IPPROTO_IPV6} for an IPv6 group.
   */
  public int level() {
    return level;
  }

  /** {@return the level at which a value is set} */
  int level(T value) {
    return levelOf.applyAsInt(Objects.requireNonNull(value, () -> this + ": null"));
  }

  /** {@return the option's number, such as {@link Linux#SO_RCVBUF}} */
  public int name() {
    return name;
  }

  /** {@return the type of the value} */
  public Class<T> type() {
    return type;
  }

  /** {@return the most bytes that the structure has in C} */
  public int size() {
    return size;
  }

  /**
   * {@return the value in a structure}
   *
   * @param raw the structure, as {@code getsockopt(2)} gave it
   */
  T decode(byte[] raw) {
    return decode.apply(
        MemorySegment.ofArray(raw.length < least ? Arrays.copyOf(raw, least) : raw));
  }

  /**
   * {@return the structure for a value}
   *
   * @param value a value
   */
  byte[] encode(T value) {
    return encode.apply(Objects.requireNonNull(value, () -> this + ": null"));
  }

  /** Equal when level, name and type are. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SocketOption<?> that
        && level == that.level
        && name == that.name
        && type == that.type;
  }

  @Override
  public int hashCode() {
    return Objects.hash(level, name);
  }

  /** The C name, such as {@code SO_RCVBUF}, or level and number where it has none. */
  @Override
  public String toString() {
    return LinuxNames.option(level, name);
  }

  /** The raw form lets one set -1 seconds, which the kernel takes for its longest time. */
  private static int unlessNegative(int seconds) {
    return seconds < 0 ? Integer.MAX_VALUE : seconds;
  }

  /**
   * An {@code int}, as most options are: without a segment, which would cost more than the call.
   */
  private static byte[] bytes(int value) {
    byte[] bytes = new byte[Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(0, value);
    return bytes;
  }

  private static int number(MemorySegment raw) {
    return raw.get(INT, 0);
  }

  /** The bytes of a structure, which is zeros but for what {@code fill} writes. */
  static byte[] struct(int size, Consumer<MemorySegment> fill) {
    byte[] bytes = new byte[size];
    fill.accept(MemorySegment.ofArray(bytes));
    return bytes;
  }
}

package gulliver.nio;

import gulliver.socket.Linger;
import gulliver.socket.Linux;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Java's options by ours. */
final class JavaOptions {
  private static final gulliver.socket.SocketOption<Integer> SO_INCOMING_NAPI_ID =
      gulliver.socket.SocketOption.ofInt(Linux.SOL_SOCKET, Linux.SO_INCOMING_NAPI_ID);

  private static final List<SocketOption<?>> SERVER =
      List.of(
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_REUSEADDR,
          StandardSocketOptions.SO_REUSEPORT);

  private static final List<SocketOption<?>> CLIENT =
      List.of(
          StandardSocketOptions.SO_KEEPALIVE,
          StandardSocketOptions.SO_LINGER,
          StandardSocketOptions.SO_SNDBUF);

  private static final List<SocketOption<?>> TCP =
      List.of(
          ExtendedSocketOptions.SO_INCOMING_NAPI_ID,
          ExtendedSocketOptions.TCP_KEEPCOUNT,
          ExtendedSocketOptions.TCP_KEEPIDLE,
          ExtendedSocketOptions.TCP_KEEPINTERVAL,
          ExtendedSocketOptions.TCP_QUICKACK);

  private JavaOptions() {}

  /** What {@link #get} and {@link #set} know on a socket. */
  static Set<SocketOption<?>> supported(Socket socket, boolean server) {
    Set<SocketOption<?>> options = new LinkedHashSet<>(SERVER);
    boolean internet = JavaAddresses.isInternet(socket.family());
    if (internet) {
      options.addAll(TCP);
    } else {
      options.remove(StandardSocketOptions.SO_REUSEPORT);
    }
    if (!server) {
      options.addAll(CLIENT);
      options.add(StandardSocketOptions.TCP_NODELAY);
      if (internet) {
        options.add(StandardSocketOptions.IP_TOS);
      }
    }
    return Set.copyOf(options);
  }

  private static void check(Socket socket, boolean server, SocketOption<?> option) {
    if (!supported(socket, server).contains(Objects.requireNonNull(option))) {
      throw new UnsupportedOperationException(
          "'"
              + option
              + "' not supported by a "
              + (server ? "server " : "")
              + "socket of "
              + socket.family());
    }
  }

  /** Reads an option of Java's. */
  static <T> T get(Socket socket, boolean server, SocketOption<T> option) throws IOException {
    check(socket, server, option);
    return option
        .type()
        .cast(
            switch (option.name()) {
              case "IP_TOS" -> trafficClass(socket);
              case "SO_INCOMING_NAPI_ID" -> socket.getsockopt(SO_INCOMING_NAPI_ID);
              case "SO_KEEPALIVE" -> socket.getsockopt(Options.SO_KEEPALIVE);
              case "SO_LINGER" -> linger(socket);
              case "SO_RCVBUF" -> bufferSize(socket, Options.SO_RCVBUF);
              case "SO_REUSEADDR" -> socket.getsockopt(Options.SO_REUSEADDR);
              case "SO_REUSEPORT" -> socket.getsockopt(Options.SO_REUSEPORT);
              case "SO_SNDBUF" -> bufferSize(socket, Options.SO_SNDBUF);
              case "TCP_KEEPCOUNT" -> socket.getsockopt(Options.TCP_KEEPCNT);
              case "TCP_KEEPIDLE" -> socket.getsockopt(Options.TCP_KEEPIDLE);
              case "TCP_KEEPINTERVAL" -> socket.getsockopt(Options.TCP_KEEPINTVL);
              case "TCP_NODELAY" -> noDelay(socket);
              case "TCP_QUICKACK" -> socket.getsockopt(Options.TCP_QUICKACK);
              default -> throw new AssertionError(option);
            });
  }

  /** Sets an option of Java's. */
  static <T> void set(Socket socket, boolean server, SocketOption<T> option, @Nullable T value)
      throws IOException {
    check(socket, server, option);
    if (value == null) {
      throw new IllegalArgumentException("Invalid option value: " + option + " null");
    }
    switch (option.name()) {
      case "IP_TOS" -> setTrafficClass(socket, (Integer) value);
      case "SO_INCOMING_NAPI_ID" -> throw new SocketException(option + " is read only");
      case "SO_KEEPALIVE" -> socket.setsockopt(Options.SO_KEEPALIVE, (Boolean) value);
      case "SO_LINGER" -> setLinger(socket, (Integer) value);
      case "SO_RCVBUF" -> setBufferSize(socket, Options.SO_RCVBUF, (Integer) value);
      case "SO_REUSEADDR" -> socket.setsockopt(Options.SO_REUSEADDR, (Boolean) value);
      case "SO_REUSEPORT" -> socket.setsockopt(Options.SO_REUSEPORT, (Boolean) value);
      case "SO_SNDBUF" -> setBufferSize(socket, Options.SO_SNDBUF, (Integer) value);
      case "TCP_KEEPCOUNT" -> socket.setsockopt(Options.TCP_KEEPCNT, (Integer) value);
      case "TCP_KEEPIDLE" -> socket.setsockopt(Options.TCP_KEEPIDLE, (Integer) value);
      case "TCP_KEEPINTERVAL" -> socket.setsockopt(Options.TCP_KEEPINTVL, (Integer) value);
      case "TCP_NODELAY" -> setNoDelay(socket, (Boolean) value);
      case "TCP_QUICKACK" -> socket.setsockopt(Options.TCP_QUICKACK, (Boolean) value);
      default -> throw new AssertionError(option);
    }
  }

  // ---- those that are not the same on both sides ----

  /** As Java says it: seconds, or -1 for off. */
  private static int linger(Socket socket) throws IOException {
    Linger linger = socket.getsockopt(Options.SO_LINGER);
    return linger.on() ? linger.seconds() : -1;
  }

  private static void setLinger(Socket socket, int seconds) throws IOException {
    socket.setsockopt(Options.SO_LINGER, new Linger(seconds >= 0, Math.clamp(seconds, 0, 65535)));
  }

  /** As Java says it: what was set, which Linux doubles for its own bookkeeping. */
  private static int bufferSize(Socket socket, gulliver.socket.SocketOption<Integer> option)
      throws IOException {
    return socket.getsockopt(option) / 2;
  }

  private static void setBufferSize(
      Socket socket, gulliver.socket.SocketOption<Integer> option, int size) throws IOException {
    if (size < 0) {
      throw new IllegalArgumentException("Invalid send/receive buffer size: " + size);
    }
    socket.setsockopt(option, size);
  }

  /** A UNIX socket does nothing but send at once: that it does so can be said, not changed. */
  private static boolean noDelay(Socket socket) throws IOException {
    if (JavaAddresses.isInternet(socket.family())) {
      return socket.getsockopt(Options.TCP_NODELAY);
    }
    return true;
  }

  private static void setNoDelay(Socket socket, boolean on) throws IOException {
    if (JavaAddresses.isInternet(socket.family())) {
      socket.setsockopt(Options.TCP_NODELAY, on);
    } else if (!on) {
      throw new SocketException(
          "TCP_NODELAY false: a socket of " + socket.family() + " always sends at once");
    }
  }

  private static int trafficClass(Socket socket) throws IOException {
    return socket.getsockopt(
        socket.family().value() == Linux.AF_INET6 ? Options.IPV6_TCLASS : Options.IP_TOS);
  }

  /** An IPv6 socket may carry IPv4, which has its own. */
  private static void setTrafficClass(Socket socket, int trafficClass) throws IOException {
    if (trafficClass < 0 || trafficClass > 255) {
      throw new IllegalArgumentException(
          "Invalid IP_TOS value: " + trafficClass + ": 0 to 255 are allowed");
    }
    if (socket.family().value() == Linux.AF_INET6) {
      socket.setsockopt(Options.IPV6_TCLASS, trafficClass);
    }
    socket.setsockopt(Options.IP_TOS, trafficClass);
  }

  // ---- time-outs ----

  /** {@code SO_TIMEOUT} in milliseconds, 0 for ever. */
  static int timeout(Socket socket) throws IOException {
    Duration timeout = socket.getsockopt(Options.SO_RCVTIMEO);
    return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(timeout.toNanos(), 1_000_000));
  }

  static void setTimeout(Socket socket, int millis) throws IOException {
    socket.setsockopt(Options.SO_RCVTIMEO, Duration.ofMillis(millis));
  }

  /** Calls a function that {@code java.net} lets throw nothing but {@link SocketException}. */
  static <T> T plain(Call<T> call) throws SocketException {
    try {
      return call.run();
    } catch (SocketException e) {
      throw e;
    } catch (IOException e) {
      SocketException other = new SocketException(e.getMessage());
      other.initCause(e);
      throw other;
    }
  }

  /** A function for {@link #plain}. */
  interface Call<T> {
    T run() throws IOException;
  }
}

package gulliver.benchmarks.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** An address as the programs write it: {@code tcp}, {@code tcp:PORT} or {@code unix:PATH}. */
sealed interface Where {
  /** A port of 127.0.0.1; 0 is any that is free. */
  record Tcp(int port) implements Where {
    @Override
    public String toString() {
      return "tcp:" + port;
    }
  }

  /** A path in the file system. */
  record Unix(Path path) implements Where {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  static Where of(String text) {
    if (text.equals("tcp")) {
      return new Tcp(0);
    }
    String rest = text.substring(text.indexOf(':') + 1);
    return text.startsWith("unix:") ? new Unix(Path.of(rest)) : new Tcp(Integer.parseInt(rest));
  }

  /** The JDK's form of it. */
  default SocketAddress java() {
    return switch (this) {
      case Tcp(int port) -> new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      case Unix(Path path) -> UnixDomainSocketAddress.of(path);
    };
  }

  /** Where it is now that the JDK has bound it. */
  default Where bound(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? new Tcp(inet.getPort()) : this;
  }
}

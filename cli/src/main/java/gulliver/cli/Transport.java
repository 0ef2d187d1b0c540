package gulliver.cli;

import gulliver.socket.AddressFamily;
import gulliver.socket.Network;
import gulliver.socket.SocketType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say over what a command talks. */
final class Transport {
  @Option(names = "--udp", description = "UDP instead of TCP.")
  private boolean udp;

  @Option(names = "-6", description = "IPv6.")
  private boolean six;

  @Mixin private Watched watched;

  /** The network, and whether what happens on it is shown. */
  static final class Watched {
    @Option(names = "--trace", description = "Print each socket call on standard error.")
    private boolean trace;

    Network network() {
      return trace ? Network.os().observed(new Trace(Network.os(), System.err)) : Network.os();
    }
  }

  Network network() {
    return watched.network();
  }

  boolean isUdp() {
    return udp;
  }

  SocketType type() {
    return udp ? SocketType.SOCK_DGRAM : SocketType.SOCK_STREAM;
  }

  /** IPv6 if that is asked for, else the one given. */
  AddressFamily family(AddressFamily otherwise) {
    return six ? AddressFamily.AF_INET6 : otherwise;
  }

  /** A port; anything else is refused as a usage error. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
        throw new TypeConversionException("'" + text + "' is not a port (0 to 65535)");
      }
      return Integer.valueOf(text);
    }
  }
}

package gulliver.socket;

import java.util.List;

/**
 * An entry of the services database, as {@code struct servent}.
 *
 * @param name the official name, such as {@code http}
 * @param port 0…65535, in host order
 * @param protocol such as {@code tcp}
 * @param aliases other names
 * @since 0.1
 * @see Network#getservbyname(String, String)
 */
public record Service(String name, int port, String protocol, List<String> aliases) {
  /** Keeps a copy of the aliases. */
  public Service {
    aliases = List.copyOf(aliases);
  }

  /** As a line of {@code /etc/services}. */
  @Override
  public String toString() {
    return name + " " + port + "/" + protocol;
  }
}

package gulliver.socket;

import org.jspecify.annotations.Nullable;

/**
 * One answer of {@code getaddrinfo(3)}: all that {@link Network#socket} and {@link Socket#connect}
 * need.
 *
 * @param family for {@code socket}
 * @param type for {@code socket}
 * @param protocol for {@code socket}
 * @param address for {@code connect} or {@code bind}; a literal
 * @param canonicalName the host's official name, in the first answer when {@code AI_CANONNAME}
 *     asked for it
 * @since 0.1
 */
public record AddressInfo(
    AddressFamily family,
    SocketType type,
    Protocol protocol,
    Address address,
    @Nullable String canonicalName) {}

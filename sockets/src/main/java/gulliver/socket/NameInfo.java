package gulliver.socket;

/**
 * The answer of {@code getnameinfo(3)}.
 *
 * @param host the host's name, or its address as text
 * @param service the service's name, or its port as text
 * @since 0.1
 */
public record NameInfo(String host, String service) {}

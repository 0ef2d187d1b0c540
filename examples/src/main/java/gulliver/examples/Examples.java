package gulliver.examples;

import java.util.List;
import java.util.Optional;

/** The examples by name. */
public final class Examples {
  private static final List<Example> ALL =
      List.of(
          new Example("EchoServer", "a TCP server for many clients at once", EchoServer::main),
          new Example("EchoClient", "a TCP client; start EchoServer first", EchoClient::main),
          new Example("UdpEcho", "messages without a connection", UdpEcho::main),
          new Example("FileTransfer", "a file, checked from end to end", FileTransfer::main),
          new Example("Boundaries", "a stream does not keep messages apart", Boundaries::main),
          new Example("ChatServer", "a protocol, worked through: a chat", ChatServer::main),
          new Example("ChatClient", "its other side; start ChatServer first", ChatClient::main),
          new Example("Names", "hosts and services by name", Names::main),
          new Example("MulticastDiscovery", "finding a server", MulticastDiscovery::main),
          new Example("Timeouts", "four ways to end a wait", Timeouts::main),
          new Example("NonBlocking", "calls that do not wait", NonBlocking::main),
          new Example("UnixEcho", "sockets named by a path", UnixEcho::main),
          new Example("FixedBuffer", "reading without knowing how much", FixedBuffer::main),
          new Example("ByteOrder", "what htons and htonl do", ByteOrder::main),
          new Example("Streams", "a connection as Java's streams", Streams::main),
          new Example("Ping", "is a host there? ICMP, raw and unprivileged", Ping::main),
          new Example("SocketList", "all TCP sockets, asked for by netlink", SocketList::main),
          new Example("Sniffer", "all packets of an interface", Sniffer::main),
          new Example("Descriptors", "pipes, counters, timers, files", Descriptors::main),
          new Example("Readiness", "poll and select", Readiness::main),
          new Example("EventLoop", "one thread for all clients, by a Poller", EventLoop::main),
          new Example("SendFile", "a file that the kernel sends", SendFile::main),
          new Example("HandOver", "a connection passes to another process", HandOver::main),
          new Example(
              "AnswerFromWhereAsked", "a UDP server on all addresses", AnswerFromWhereAsked::main),
          new Example("Traceroute", "the way to a host, by the error queue", Traceroute::main),
          new Example("Activation", "a socket that systemd has opened", Activation::main),
          new Example("TlsEcho", "TLS, with an authority of one's own", TlsEcho::main),
          new Example("WebServer", "what a browser asks for", WebServer::main),
          new Example("WebClient", "asks web servers", WebClient::main),
          new Example("WebPage", "files, parts of files and events", WebPage::main),
          new Example("WebEvents", "an answer that goes on, in all browsers", WebEvents::main),
          new Example("LimitedServer", "limits, and an orderly stop", LimitedServer::main),
          new Example("Restart", "a server restarted, no client refused", Restart::main),
          new Example("JavaSockets", "old code that knows only java.net", JavaSockets::main));

  private Examples() {}

  /** The {@code main} of an example. */
  @FunctionalInterface
  public interface Main {
    /**
     * Runs it.
     *
     * @param args its arguments; none are needed
     * @throws Exception if it fails
     */
    void main(String... args) throws Exception;
  }

  /**
   * An example.
   *
   * @param name its class's simple name
   * @param about what it shows, in a few words
   * @param main runs it
   */
  public record Example(String name, String about, Main main) {}

  /** {@return all examples, in the order in which to read them} */
  public static List<Example> all() {
    return ALL;
  }

  /**
   * {@return the example of that name, in any case of letters}
   *
   * @param name such as {@code EchoServer}
   */
  public static Optional<Example> find(String name) {
    return ALL.stream().filter(example -> example.name().equalsIgnoreCase(name)).findFirst();
  }
}

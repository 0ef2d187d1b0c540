package gulliver.socket;

import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.socket.spi.NetworkProvider;
import gulliver.socket.spi.Resolver;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  private static final NetworkProvider OS = Network.os().provider();

  /** The operating system's network, some calls of which a test answers itself. */
  private static Network os(Answers answers) {
    return Network.of(replacing(NetworkProvider.class, OS, answers));
  }

  /** Answers a call instead of the original, or null. */
  private interface Answers {
    Object answer(Method method, Object[] arguments);
  }

  private static <T> T replacing(Class<T> type, T original, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object answer = answers.answer(method, arguments);
              return answer != null ? answer : method.invoke(original, arguments);
            }));
  }

  /** A resolver to which every name has these addresses. */
  private static Network withNames(Address... addresses) {
    List<AddressInfo> infos =
        List.of(addresses).stream()
            .map(
                a -> new AddressInfo(a.family(), SocketType.SOCK_STREAM, Protocol.DEFAULT, a, null))
            .toList();
    Resolver resolver =
        replacing(
            Resolver.class,
            OS.resolver(),
            (method, _) -> method.getName().equals("getaddrinfo") ? infos : null);
    return os((method, _) -> method.getName().equals("resolver") ? resolver : null);
  }

  @Test
  void createConnectionKeepsTheFailureOfEveryAddress() throws Exception {
    try (Socket holder = Sockets.socket(AddressFamily.AF_INET, SocketType.SOCK_STREAM)) {
      holder.bind(address("0.0.0.0", 0)); // bound, not listening: nobody else gets the port
      int port = ((Address.Inet4) holder.getsockname()).port();
      Network network =
          withNames(
              address("127.0.0.1", port), address("127.0.0.2", port), address("127.0.0.3", port));
      Throwable last = catchThrowable(() -> network.createConnection(address("any", port)));
      assertThat(last).hasMessageStartingWith("connect 127.0.0.3:");
      assertThat(last.getSuppressed())
          .extracting(Throwable::getMessage)
          .containsExactly(
              "connect 127.0.0.1:" + port + ": ECONNREFUSED (Connection refused)",
              "connect 127.0.0.2:" + port + ": ECONNREFUSED (Connection refused)");
      assertThat(last.getSuppressed()).allMatch(e -> e.getSuppressed().length == 0);
    }
  }

  @Test
  void createConnectionTriesTheNextAddressWhereAFamilyIsMissing() throws Exception {
    try (Socket server = Sockets.createServer(address("127.0.0.1", 0))) {
      Address there = server.getsockname();
      Network network = withNames(new Address.Unknown(new AddressFamily(99), new byte[14]), there);
      try (Socket client = network.createConnection(address("any", 1))) {
        assertThat(client.getpeername()).isEqualTo(there);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "99999999999999", "+65536", " 65536", "000065536"})
  void aPortOutOfRangeIsRefusedAlsoAsText(String port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.os().getaddrinfo("127.0.0.1", port))
        .withMessage("getaddrinfo: port " + port + ": 0 to 65535 are allowed");
  }

  @Test
  void aPortInRangeIsTakenAsText() throws Exception {
    assertThat(Network.os().getaddrinfo("127.0.0.1", "00065535").getFirst().address())
        .isEqualTo(address("127.0.0.1", 65535));
  }

  @Test
  void aNulDoesNotCutANameShort() {
    Network os = Network.os();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> os.getaddrinfo("localhost\0.example", "80"))
        .withMessage("getaddrinfo: host \"localhost\\0.example\": NUL is not allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> os.getaddrinfo("localhost", "80\0"))
        .withMessage("getaddrinfo: service \"80\\0\": NUL is not allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> os.getservbyname("http\0s"))
        .withMessage("getservbyname: name \"http\\0s\": NUL is not allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> os.getservbyname("http", "tcp\0"))
        .withMessage("protocol \"tcp\\0\": NUL is not allowed");
  }

  /** The C library would follow the null pointer. */
  @Test
  void aServiceNeedsAName() {
    Network os = Network.os();
    assertThatNullPointerException()
        .isThrownBy(() -> os.getservbyname(null))
        .withMessage("getservbyname: name");
    assertThatNullPointerException()
        .isThrownBy(() -> os.getservbyname(null, "tcp"))
        .withMessage("getservbyname: name");
    assertThatNullPointerException()
        .isThrownBy(() -> os.getservbyname("http", null))
        .withMessage("protocol");
  }

  /** The C library knows no port for {@code SOCK_RAW}, and no {@code IPPROTO_MPTCP}. */
  @ParameterizedTest
  @CsvSource({"3, 1", "1, 262"})
  void aNameIsResolvedForSocketsThatGetaddrinfoDoesNotKnow(int type, int protocol)
      throws Exception {
    Socket socket;
    try {
      socket = Sockets.socket(AddressFamily.AF_INET, new SocketType(type), new Protocol(protocol));
    } catch (IOException e) {
      Assumptions.abort(e.getMessage());
      return;
    }
    try (socket;
        Socket server = Sockets.createServer(address("127.0.0.1", 0))) {
      int port = ((Address.Inet4) server.getsockname()).port();
      socket.connect(address("localhost", port));
      assertThat(((Address.Inet4) socket.getpeername()).host()).isEqualTo("127.0.0.1");
    }
  }

  /** The kernel says EINVAL for an address that is too short for the family. */
  @Test
  void anAddressOfAnotherFamilyIsToldFromAnInvalidOne() throws Exception {
    try (Socket inet = Sockets.socket(AddressFamily.AF_INET, SocketType.SOCK_DGRAM);
        Socket unix = Sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_DGRAM)) {
      byte[] message = new byte[1];
      for (Throwable failure :
          List.of(
              catchThrowable(() -> inet.sendto(message, new Address.Unix("/a"))),
              catchThrowable(() -> unix.sendto(message, address("127.0.0.1", 9))))) {
        assertThat(Errno.of(failure)).isEqualTo(Errno.EAFNOSUPPORT);
      }
      assertThat(Errno.of(catchThrowable(() -> inet.sendto(message, address("127.0.0.1", 0)))))
          .isEqualTo(Errno.EINVAL);
    }
  }
}

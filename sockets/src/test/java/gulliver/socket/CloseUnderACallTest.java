package gulliver.socket;

import static gulliver.socket.Sockets.SO_RCVBUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a call while the socket is closed. */
class CloseUnderACallTest {
  private static final Address ADDRESS = new Address.Inet4("127.0.0.1", 7);

  interface Calls {
    void run(Socket socket) throws Exception;
  }

  /** Their answer may be the dead socket's. */
  static Stream<Arguments> questions() {
    return Stream.of(
        row("getsockname", Socket::getsockname),
        row("getpeername", Socket::getpeername),
        row("fiveTuple", Socket::fiveTuple),
        row("getsockopt", s -> s.getsockopt(SO_RCVBUF)));
  }

  /** They have done their work before. */
  static Stream<Arguments> deeds() {
    return Stream.of(
        row("bind", s -> s.bind(ADDRESS)),
        row("listen", s -> s.listen(1)),
        row("setsockopt", s -> s.setsockopt(SO_RCVBUF, 1)),
        row("shutdown", s -> s.shutdown(Linux.SHUT_WR)));
  }

  private static Arguments row(String name, Calls call) {
    return arguments(name, call);
  }

  /** An endpoint that is closed in the middle of each attempt. */
  private static final class Closing extends FakeEndpoint {
    private @Nullable Socket socket;

    private <T> T closing(T result) {
      Socket mine = socket;
      if (mine != null) {
        mine.close();
      }
      return result;
    }

    @Override
    public int bind(Address address) {
      return closing(super.bind(address));
    }

    @Override
    public int listen(int backlog) {
      return closing(super.listen(backlog));
    }

    @Override
    public Address name(boolean peer, int[] errno) {
      return closing(super.name(peer, errno));
    }

    @Override
    public int getopt(int level, int name, MemorySegment value) {
      return closing(super.getopt(level, name, value));
    }

    @Override
    public int setopt(int level, int name, MemorySegment value) {
      return closing(super.setopt(level, name, value));
    }

    @Override
    public int shutdown(int how) {
      return closing(super.shutdown(how));
    }
  }

  private final Closing endpoint = new Closing();

  private Socket socket() throws Exception {
    Network network = Network.of(new FakeNetwork(endpoint));
    Socket socket = network.socket(AddressFamily.AF_INET, SocketType.SOCK_STREAM);
    endpoint.socket = socket;
    return socket;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void aQuestionIsAnsweredWithEbadf(String name, Calls call) throws Exception {
    Socket socket = socket();
    assertThat(Errno.of(catchThrowable(() -> call.run(socket)))).as(name).isEqualTo(Errno.EBADF);
    assertReleased(socket);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deeds")
  void aDeedThatIsDoneSucceeds(String name, Calls call) throws Exception {
    Socket socket = socket();
    assertThatCode(() -> call.run(socket)).as(name).doesNotThrowAnyException();
    assertReleased(socket);
  }

  private void assertReleased(Socket socket) {
    assertThat(endpoint.releases).hasValue(1);
    assertThat(endpoint.wrongs).hasValue(0);
    assertThat(socket.toString()).endsWith("closed");
  }
}

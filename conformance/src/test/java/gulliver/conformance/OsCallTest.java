package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Call;
import gulliver.socket.Descriptor;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OsCallTest {
  @Nested
  class AgainstJava extends CallSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }

    @Test
    void R39_theNumberSeenIsTheDescriptorThatTheKernelShows() throws Exception {
      AtomicReference<Call> seen = new AtomicReference<>();
      Socket socket = closing(network().observed(seen::set).socket(AF_INET, SOCK_STREAM));
      String number = Call.text(seen.get().result());
      assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd", number)).toString())
          .startsWith("socket:");
      assertThat(socket.fileno()).hasToString(number);
    }

    @Test
    void R39_spliceAndFromfdAreSeen() throws Exception {
      List<String> seen = new ArrayList<>();
      Network watched = network().observed(call -> seen.add(call.toString()));
      int fd = network().socket(AF_INET, SOCK_STREAM).detach();
      closing(watched.fromfd(fd));
      Socket[] pair = watched.socketpair();
      closing(pair[0]);
      closing(pair[1]);
      Descriptor[] pipe = Descriptor.pipe();
      closing(pipe[0]);
      closing(pipe[1]);
      pair[1].send(new byte[10]);
      watched.splice(pair[0], pipe[1], 7, Linux.SPLICE_F_MORE);
      watched.splice(pair[0], pipe[1], 7, 0);
      failure(() -> watched.fromfd(-1));
      assertThat(seen)
          .contains(
              "fromfd(" + fd + ") = " + fd,
              "splice(%d, %d, 7, SPLICE_F_MORE) = 7".formatted(pair[0].fileno(), pipe[1].fileno()),
              "splice(%d, %d, 7, 0) = 3".formatted(pair[0].fileno(), pipe[1].fileno()),
              "fromfd(-1) = -1 EBADF (Bad file descriptor)");
    }
  }
}

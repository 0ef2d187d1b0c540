package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Call;
import gulliver.socket.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
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
  }
}

package gulliver.conformance;

import gulliver.conformance.memory.MemoryWorld;
import gulliver.nio.JavaServerSocketFactory;
import gulliver.nio.JavaSocketFactory;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Nested;

/** The same tests on the JDK's own sockets, which are the oracle, and on the views. */
class JavaNetTest {
  @Nested
  class OfTheJdk extends JavaNetSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }

    @Override
    protected Socket newSocket() {
      return new Socket();
    }

    @Override
    protected ServerSocket newServer() throws IOException {
      return new ServerSocket();
    }
  }

  abstract static class Views extends JavaNetSuite {
    @Override
    protected Socket newSocket() throws IOException {
      return JavaSocketFactory.of(network()).createSocket();
    }

    @Override
    protected ServerSocket newServer() throws IOException {
      return JavaServerSocketFactory.of(network()).createServerSocket();
    }
  }

  @Nested
  class OnTheOperatingSystem extends Views {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class InMemory extends Views {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class OfTheJdkToAView extends JavaNetSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }

    @Override
    protected Socket newSocket() {
      return new Socket();
    }

    @Override
    protected ServerSocket newServer() throws IOException {
      return JavaServerSocketFactory.of(network()).createServerSocket();
    }
  }
}

package gulliver.socket;

import gulliver.socket.spi.Descriptors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that a message takes along, held while it is sent: none of their numbers is given
 * to something else before the kernel has looked at it.
 */
final class Passed implements AutoCloseable {
  private final @Nullable Address about;
  private final List<Core> held = new ArrayList<>();

  private Passed(@Nullable Address about) {
    this.about = about;
  }

  /** Holds what the messages name; fails with EBADF if some of it is closed. */
  static Passed hold(OutMessage message) throws IOException {
    Passed passed = new Passed(message.address());
    try {
      for (ControlMessage control : message.control()) {
        if (control instanceof ControlMessage.ScmRights(var descriptors)) {
          for (Pollable descriptor : descriptors) {
            passed.hold(descriptor);
          }
        }
      }
      return passed;
    } catch (Throwable t) {
      passed.close();
      throw t;
    }
  }

  private void hold(Pollable descriptor) throws IOException {
    Core core =
        switch (descriptor) {
          case Socket socket -> socket.core;
          case Descriptor other -> other.core;
        };
    core.enter("sendmsg", null, about);
    held.add(core);
    Descriptors kernel = descriptor.network().provider().descriptors();
    if (kernel != null) {
      kernel.lend(core.endpoint);
    }
  }

  /** Fails if some of it has been closed since: another socket may hold its place. */
  void check() throws IOException {
    for (Core core : held) {
      core.checkOpen("sendmsg", null, about);
    }
  }

  @Override
  public void close() {
    held.forEach(Core::leave);
  }
}

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
  private final String call;
  private final @Nullable Address about;
  private final List<Core> held = new ArrayList<>(0);

  private Passed(String call, @Nullable Address about) {
    this.call = call;
    this.about = about;
  }

  /** Holds what a message names; fails with EBADF if some of it is closed. */
  static Passed hold(OutMessage message) throws IOException {
    Passed passed = new Passed("sendmsg", message.address());
    passed.hold(message.control());
    return passed;
  }

  /** Holds what a batch names, from that message on. */
  static Passed hold(MessageBatch batch, int first) throws IOException {
    Passed passed = new Passed("sendmmsg", null);
    for (int i = first; batch.hasControl() && i < batch.size(); i++) {
      passed.hold(batch.control(i));
    }
    return passed;
  }

  private void hold(List<ControlMessage> messages) throws IOException {
    if (messages.isEmpty()) {
      return;
    }
    try {
      for (ControlMessage message : messages) {
        if (message instanceof ControlMessage.ScmRights(var descriptors)) {
          for (Pollable descriptor : descriptors) {
            hold(descriptor);
          }
        }
      }
    } catch (Throwable t) {
      close();
      throw t;
    }
  }

  private void hold(Pollable descriptor) throws IOException {
    Core core = Polling.core(descriptor);
    core.enter(call, null, about);
    held.add(core);
    Descriptors kernel = descriptor.network().provider().descriptors();
    if (kernel != null) {
      kernel.lend(core.endpoint);
    }
  }

  /** Fails if some of it has been closed since: another socket may hold its place. */
  void check() throws IOException {
    for (Core core : held) {
      core.checkOpen(call, null, about);
    }
  }

  @Override
  public void close() {
    held.forEach(Core::leave);
  }
}

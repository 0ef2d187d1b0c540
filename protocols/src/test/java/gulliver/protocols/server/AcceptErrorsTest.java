package gulliver.protocols.server;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.OsWorld;
import gulliver.conformance.Suite;
import gulliver.conformance.World;
import gulliver.os.OsNetwork;
import gulliver.socket.Errno;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.NetworkProvider;
import gulliver.socket.spi.Time;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What {@code accept} may fail with: the operating system's network, with errors mixed in. */
class AcceptErrorsTest extends Suite {
  /** What the next calls of accept answer instead. */
  private final Queue<Errno> errors = new ConcurrentLinkedQueue<>();

  /** How many threads cannot be had. */
  private final AtomicInteger missingThreads = new AtomicInteger();

  private final Network network =
      Network.of(proxy(NetworkProvider.class, new OsNetwork(), this::ofNetwork));

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  /** Answers a call from the original's answer, or instead. */
  private interface Answer {
    Object to(Method call, Object[] arguments, Original original) throws Throwable;
  }

  private interface Original {
    Object call() throws Throwable;
  }

  private static <T> T proxy(Class<T> type, T original, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, call, arguments) ->
                answer.to(
                    call,
                    arguments,
                    () -> {
                      try {
                        return call.invoke(original, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    })));
  }

  private Object ofNetwork(Method call, Object[] arguments, Original original) throws Throwable {
    Object answer = original.call();
    return switch (call.getName()) {
      case "open" -> proxy(Endpoint.class, (Endpoint) answer, this::ofEndpoint);
      case "time" -> proxy(Time.class, (Time) answer, this::ofTime);
      default -> answer;
    };
  }

  private Object ofEndpoint(Method call, Object[] arguments, Original original) throws Throwable {
    Errno error = call.getName().equals("accept") ? errors.poll() : null;
    if (error == null) {
      return original.call();
    }
    ((int[]) arguments[1])[0] = error.number();
    return null;
  }

  private Object ofTime(Method call, Object[] arguments, Original original) throws Throwable {
    if (call.getName().equals("start")
        && missingThreads.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new OutOfMemoryError("meant for the test: no thread");
    }
    return original.call();
  }

  private Server start() throws Exception {
    return closing(
        Server.on(network).listen(anywhere()).limits(Limits.NONE).start(ServerSuite::echo));
  }

  private void assertServes(Server server) throws Exception {
    Socket client = closing(network().createConnection(server.address()));
    client.settimeout(Duration.ofSeconds(20));
    ServerSuite.assertEchoes(client, "hello");
  }

  @Test
  void whatIsWrongWithAConnectionIsNothingToTheNext() throws Exception {
    Collections.addAll(
        errors, Errno.ECONNABORTED, Errno.EPROTO, Errno.ENETUNREACH, Errno.EHOSTDOWN, Errno.EPERM);
    Server server = start();
    assertServes(server);
    assertThat(server.counters().aborted()).isEqualTo(5);
    assertThat(server.counters().pauses()).isZero();
  }

  @Test
  void failuresWithoutEndAreTakenSlowly() throws Exception {
    errors.addAll(Collections.nCopies(250, Errno.ECONNABORTED));
    Server server = start();
    assertServes(server);
    assertThat(server.counters().aborted()).isEqualTo(250);
    assertThat(server.counters().pauses()).isEqualTo(2);
  }

  @Test
  void whatNobodyHasThoughtOfEndsNoServer() throws Exception {
    Collections.addAll(errors, Errno.EIO, Errno.ENOBUFS, Errno.ENOMEM, Errno.ENFILE);
    Server server = start();
    assertServes(server);
    assertThat(server.counters().pauses()).isEqualTo(4);
  }

  @Test
  void R32_aThreadThatCannotBeHadIsTheEndOfOneConnection() throws Exception {
    Server server = start();
    assertServes(server);
    missingThreads.set(1);
    Throwable reset = failure(() -> closing(network().createConnection(server.address())).recv(1));
    assertThat(Errno.of(reset)).isEqualTo(Errno.ECONNRESET);
    assertServes(server);
    assertThat(server.counters().failed()).isEqualTo(1);
    assertThat(server.counters().active()).isEqualTo(2);
  }
}

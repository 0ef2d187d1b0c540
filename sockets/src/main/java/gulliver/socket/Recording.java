package gulliver.socket;

import gulliver.socket.SocketEvents.NameLookup;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Whether JDK Flight Recorder looks on. As long as nobody has begun a recording in this JVM, that
 * is one volatile boolean for each call; a runtime without the module {@code jdk.jfr} has not even
 * that, and no class of it is touched.
 */
final class Recording {
  /** The module is optional: an image may lack it, a module graph may leave it out. */
  private static final boolean THERE = isThere();

  private Recording() {}

  private static boolean isThere() {
    Optional<Module> jfr = ModuleLayer.boot().findModule("jdk.jfr");
    return jfr.isPresent() && Recording.class.getModule().canRead(jfr.get());
  }

  /** A call that is being recorded. */
  interface Recorded {
    /** Looks at a socket that will be closed when the call has ended. */
    void closing(Socket socket);

    /** The call has ended; {@code arguments} are as {@link Call} has them. */
    void ended(
        Socket socket,
        int fileno,
        Function<@Nullable Object, List<Object>> arguments,
        @Nullable Object result,
        @Nullable Throwable failure);
  }

  /** Whether a recording has ever begun here: then it is worth to ask for a call's event. */
  static boolean on() {
    return THERE && FlightRecorder.isInitialized();
  }

  /** Begins a call's event; null where the call has none, or nobody wants it. */
  static @Nullable Recorded begin(String call) {
    return on() ? SocketEvents.begin(call) : null;
  }

  /** A question to a resolver. */
  interface Question<T> {
    T ask() throws IOException;
  }

  /** Asks a resolver, under an event if somebody wants it; only where it is {@link #on}. */
  static <T> T lookUp(
      Network network,
      String call,
      @Nullable Object host,
      @Nullable String service,
      Question<T> question)
      throws IOException {
    return on() ? NameLookup.recorded(network, call, host, service, question) : question.ask();
  }
}

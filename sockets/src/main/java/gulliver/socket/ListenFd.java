package gulliver.socket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor that a service manager has opened for this program, as {@link Network#listenFds}
 * finds it.
 *
 * @param name {@code FileDescriptorName=} of the socket unit; {@code unknown} where nobody named it
 * @param fd its number, at least 3
 * @since 0.1
 */
public record ListenFd(String name, int fd) {
  private static final int FIRST = 3;

  static List<ListenFd> parse(Map<String, String> environment, long pid) throws IOException {
    String whose = environment.get("LISTEN_PID");
    String howMany = environment.get("LISTEN_FDS");
    if (whose == null || number("LISTEN_PID", whose, 1, Long.MAX_VALUE) != pid || howMany == null) {
      return List.of();
    }
    int count = (int) number("LISTEN_FDS", howMany, 1, 1 << 20);
    String given = environment.get("LISTEN_FDNAMES");
    List<String> names =
        given == null ? Collections.nCopies(count, "unknown") : List.of(given.split(":", -1));
    if (names.size() != count) {
      throw failure("LISTEN_FDNAMES=" + given, Linux.EINVAL);
    }
    List<ListenFd> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      found.add(new ListenFd(names.get(i), FIRST + i));
    }
    return List.copyOf(found);
  }

  private static long number(String name, @Nullable String text, long least, long most)
      throws IOException {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    throw failure(name + "=" + text, Linux.EINVAL);
  }

  static IOException failure(String what, int errno) {
    return SocketFailure.of(new SocketFailure.Details("listenFds", what, null, errno, 0), false);
  }
}

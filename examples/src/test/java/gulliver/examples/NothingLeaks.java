package gulliver.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Checks that a test closes all TCP and UDP sockets that it opens. (Of others, the JDK and this
 * library keep one each for good.)
 */
final class NothingLeaks implements BeforeEachCallback, AfterEachCallback {
  private Set<String> before = Set.of();

  @Override
  public void beforeEach(ExtensionContext context) {
    before = open();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Awaitility.await().untilAsserted(() -> assertThat(open()).as("left open").isSubsetOf(before));
  }

  /** The lines of the kernel's tables that belong to descriptors of this process. */
  private static Set<String> open() {
    Set<String> open = new TreeSet<>();
    try {
      Set<String> inodes = inodes();
      for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
        for (String line : Files.readAllLines(Path.of("/proc/self/net", table))) {
          if (inodes.contains(line.strip().split(" +", -1)[9])) {
            open.add(table + " " + line);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return open;
  }

  private static Set<String> inodes() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(NothingLeaks::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException gone) {
      return ""; // the descriptor of the listing itself
    }
  }
}

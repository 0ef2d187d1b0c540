package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Linux;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the kernel says about this process's descriptors, in {@code /proc/self/fdinfo}. */
public final class Descriptors {
  private Descriptors() {}

  /** The flags of a description, {@code O_CLOEXEC} of the descriptor among them. */
  public static int flags(int descriptor) {
    String flags =
        info(descriptor)
            .filter(line -> line.startsWith("flags:"))
            .findFirst()
            .orElseThrow()
            .substring("flags:".length())
            .strip();
    return Integer.parseInt(flags, 8);
  }

  public static boolean isNonblocking(int descriptor) {
    return (flags(descriptor) & Linux.O_NONBLOCK) != 0;
  }

  /** Whether some epoll set has the descriptor in it. */
  public static boolean isWatched(int descriptor) {
    return all("anon_inode:[eventpoll]").stream()
        .flatMap(Descriptors::info)
        .anyMatch(line -> line.matches("tfd: +" + descriptor + " .*"));
  }

  /** The descriptors of a kind, such as {@code socket:}. */
  public static List<Integer> all(String kind) {
    return all().entrySet().stream()
        .filter(entry -> entry.getValue().startsWith(kind))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The open descriptors and what each is, such as {@code socket:[4711]}. */
  public static SortedMap<Integer, String> all() {
    SortedMap<Integer, String> all = new TreeMap<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path link : links) {
        try {
          String target = Files.readSymbolicLink(link).toString();
          all.put(Integer.valueOf(link.getFileName().toString()), target);
        } catch (NoSuchFileException closed) {
          // meanwhile
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return all;
  }

  private static Stream<String> info(int descriptor) {
    try {
      return Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor)).stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Closes a descriptor that was detached: nothing in Java can. */
  @SuppressWarnings("restricted")
  public static void close(int descriptor) {
    Linker linker = Linker.nativeLinker();
    try {
      int result =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().find("close").orElseThrow(),
                      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                  .invokeExact(descriptor);
      assertThat(result).isZero();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}

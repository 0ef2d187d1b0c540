package gulliver.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Asks Python, whose {@code socket} module calls the C library. */
final class Python {
  private Python() {}

  /** What a program answers, line by line, to lines on its standard input. */
  static List<String> ask(String program, List<String> lines) throws IOException {
    Process python;
    try {
      python =
          new ProcessBuilder("python3", "-c", program)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      Assumptions.abort("needs python3: " + e.getMessage());
      throw e;
    }
    Thread writer =
        Thread.startVirtualThread(() -> {
          try (var out = python.outputWriter(StandardCharsets.UTF_8)) {
            for (String line : lines) {
              out.write(line + "\n");
            }
          } catch (IOException e) {
            // the program has ended; its answer shows it
          }
        });
    try {
      List<String> answers =
          new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertThat(python.waitFor(20, TimeUnit.SECONDS)).isTrue();
      writer.join();
      assertThat(python.exitValue()).isZero();
      return answers;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}

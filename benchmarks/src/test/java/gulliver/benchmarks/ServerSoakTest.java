package gulliver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small part of what {@code benchmarks/server-soak.sh} runs for thirty minutes. */
class ServerSoakTest {
  @TempDir Path folder;

  @Test
  void R32_serversUnderLoadGrowNotAndStopInOrder() throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(Child.java(ServerSoak.class.getName(), List.of("3", "3")))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(() -> "ends: " + read(output)).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> read(output)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

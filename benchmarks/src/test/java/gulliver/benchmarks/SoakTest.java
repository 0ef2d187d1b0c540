package gulliver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small part of what {@code benchmarks/soak.sh} runs at full size; each in a JVM of its own. */
class SoakTest {
  @TempDir Path folder;

  @Test
  void R19_manyClientsAtOnceGetTheirOwnBytesAndLeaveNothingBehind() throws Exception {
    quick("connections");
  }

  @Test
  void R19_idleConnectionsNeverWakeThePoller() throws Exception {
    quick("idle");
  }

  @Test
  void R17_thousandsOfConnectionsComeAndGoWithoutALeak() throws Exception {
    quick("cycles");
  }

  @Test
  void R30_closingUnderACallEndsItAndTouchesNoOtherConnection() throws Exception {
    quick("race");
  }

  @Test
  void R22_bytesArriveExactlyAsSentInPiecesOfAllSizes() throws Exception {
    quick("stream");
  }

  @Test
  void R30_allBlockedVirtualThreadsWakeOnOneCarrier() throws Exception {
    quick("wakes", "-Djdk.virtualThreadScheduler.parallelism=1");
  }

  @Test
  void R37_aPollerTellsEachEventAmongHundredsAndAllocatesNothing() throws Exception {
    quick("poller");
  }

  private void quick(String part, String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Soak.class.getName(),
            part,
            "--quick"));
    Path output = folder.resolve(part);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(50, TimeUnit.SECONDS)).as(() -> "ends: " + read(output)).isTrue();
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

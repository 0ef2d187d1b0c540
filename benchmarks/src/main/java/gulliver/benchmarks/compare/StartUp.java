package gulliver.benchmarks.compare;

import gulliver.benchmarks.compare.Contender.Family;
import gulliver.benchmarks.peer.FirstEcho;
import gulliver.socket.Network;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From the start of a process to the first echoed byte, the echoing being done here: the programs
 * of {@link FirstEcho} and {@code first.c}. With AOT caches, each program has one that a run of its
 * own has made.
 */
final class StartUp extends Workload {
  /** Starts in a round, of which the middle one counts. */
  private static final int STARTS = 5;

  private static final int PATIENCE = 20_000;

  private final boolean cached;

  private StartUp(String name, String how, boolean cached, List<String> who, Target... targets) {
    super(
        name,
        "Start-up to the first echoed byte, " + how,
        who,
        List.of(new Column("ms", "ms", true, 1), new Column("cpu", "CPU ms", true, 1)),
        targets);
    this.cached = cached;
  }

  static List<Workload> all() {
    return List.of(
        new StartUp(
            "startup",
            "default flags",
            false,
            List.of("gulliver-pt", "net-pt", "nio-pt", "c"),
            new Target("gulliver-pt", "ms", "net-pt", 2.1, 1.5)),
        new StartUp(
            "startup-aot",
            "with AOT caches",
            true,
            List.of("gulliver-pt", "net-pt", "nio-pt"),
            new Target("gulliver-pt", "ms", "net-pt", 1.15, 1)));
  }

  @Override
  Trial start(Contender contender, Conditions conditions) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(PATIENCE);
    try {
      Path errors = conditions.scratch().resolve(contender + ".err");
      if (contender.family() == Family.C) {
        String program = conditions.programs().c("first").toString();
        return new Starts(server, List.of(program, "plain"), errors);
      }
      List<String> plain = java(contender);
      if (!cached) {
        return new Starts(server, plain, errors);
      }
      Path cache = conditions.scratch().resolve(contender + ".aot");
      Starts recording = new Starts(server, with("-XX:AOTCacheOutput=" + cache, plain), errors);
      recording.once();
      if (!Files.exists(cache)) {
        throw new IOException("the JVM has made no AOT cache");
      }
      return new Starts(server, with("-XX:AOTCache=" + cache, plain), errors);
    } catch (Throwable e) {
      server.close();
      throw e;
    }
  }

  private static List<String> java(Contender contender) {
    Class<?> main =
        switch (contender.name()) {
          case "gulliver-pt" -> FirstEcho.Gulliver.class;
          case "net-pt" -> FirstEcho.Net.class;
          case "nio-pt" -> FirstEcho.Nio.class;
          default -> throw new IllegalArgumentException(contender + " has no such program");
        };
    String ours = contender.family() == Family.GULLIVER ? place(Network.class) : "";
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (!ours.isEmpty()) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(place(FirstEcho.class) + (ours.isEmpty() ? "" : File.pathSeparator + ours));
    command.add(main.getName());
    return command;
  }

  /** The jar that a class comes from. */
  private static String place(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> with(String flag, List<String> command) {
    List<String> flagged = new ArrayList<>(command);
    flagged.add(1, flag);
    return flagged;
  }

  /** Starts one program again and again. */
  private record Starts(ServerSocket server, List<String> command, Path errors) implements Trial {
    @Override
    public Map<String, Double> round() throws IOException {
      double[] millis = new double[STARTS];
      double[] cpu = new double[STARTS];
      for (int i = 0; i < STARTS; i++) {
        double[] one = once();
        millis[i] = one[0];
        cpu[i] = one[1];
      }
      Arrays.sort(millis);
      Arrays.sort(cpu);
      return Map.of("ms", millis[STARTS / 2], "cpu", cpu[STARTS / 2]);
    }

    /** Milliseconds until the first byte had been echoed, and of CPU time. */
    double[] once() throws IOException {
      List<String> line = new ArrayList<>(command);
      line.add(String.valueOf(server.getLocalPort()));
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(errors.toFile());
      long start = System.nanoTime();
      Process process = builder.start();
      try {
        double[] figures;
        try (Socket echo = server.accept()) {
          echo.setSoTimeout(PATIENCE);
          echo.setTcpNoDelay(true);
          int first = echo.getInputStream().read();
          echo.getOutputStream().write(first);
          int second = echo.getInputStream().read();
          long end = System.nanoTime();
          if (first < 0 || second < 0) {
            throw new IOException("the program has ended early; see " + errors);
          }
          figures = new double[] {(end - start) / 1e6, Cpu.nanos(process.toHandle()) / 1e6};
        }
        if (!process.waitFor(PATIENCE, TimeUnit.MILLISECONDS)) {
          throw new IOException("the program does not end");
        }
        return figures;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } finally {
        process.destroyForcibly();
      }
    }

    @Override
    public void close() {
      try {
        server.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}

package gulliver.benchmarks;

import gulliver.socket.Network;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * The clients of an echo server, all in one process that is not the server's: {@code java.net}, a
 * virtual thread each. Reads what to do from standard input.
 *
 * <ul>
 *   <li>{@code exchange ROUNDS}: every connection sends messages and compares what comes back;
 *       answers how many bytes went and how many connections saw wrong ones.
 *   <li>{@code watch PROCESS SECONDS}: looks from outside at what the server's threads do in that
 *       time; answers {@code NANOSECONDS SWITCHES NAME} for each that did anything, and a dot.
 *   <li>{@code leave}: closes them all.
 * </ul>
 */
final class EchoClients {
  private static final int LONGEST = 1_500;

  /** So many connect at a time: a server's backlog is short, and a dropped SYN costs a second. */
  private static final int AT_ONCE = 64;

  private final List<Socket> sockets = new ArrayList<>();

  private EchoClients() {}

  /** Connects {@code COUNT} times to {@code PORT} of 127.0.0.1, says so, then does as told. */
  static void main(List<String> arguments) throws Exception {
    int port = Integer.parseInt(arguments.get(0));
    int count = Integer.parseInt(arguments.get(1));
    EchoClients clients = new EchoClients();
    clients.connect(port, count);
    System.out.println("connected " + count);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = commands.readLine()) != null; ) {
      if (line.equals("leave")) {
        for (Socket socket : clients.sockets) {
          socket.close();
        }
        System.out.println("left");
        return;
      }
      Scanner words = new Scanner(line);
      switch (words.next()) {
        case "exchange" -> System.out.println(clients.exchange(words.nextInt()));
        case "watch" -> watch(words.nextLong(), words.nextInt());
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  private void connect(int port, int count) throws Exception {
    Semaphore turns = new Semaphore(AT_ONCE);
    List<Callable<Socket>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(() -> {
        turns.acquire();
        try {
          Socket socket = new Socket();
          socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
          socket.setTcpNoDelay(true);
          socket.setSoTimeout(120_000);
          return socket;
        } finally {
          turns.release();
        }
      });
    }
    sockets.addAll(all(tasks));
  }

  /** Answers {@code BYTES WRONG}: how many went there and back, how many connections failed. */
  private String exchange(int rounds) throws Exception {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < sockets.size(); i++) {
      int number = i;
      tasks.add(() -> exchange(sockets.get(number), number, rounds));
    }
    long bytes = 0;
    int wrong = 0;
    for (long n : all(tasks)) {
      if (n < 0) {
        wrong++;
      } else {
        bytes += n;
      }
    }
    return bytes + " " + wrong;
  }

  private static void watch(long process, int seconds) throws Exception {
    Map<Long, Task> before = new HashMap<>();
    Task.all(process).forEach(task -> before.put(task.id(), task));
    Network.os().sleep(Duration.ofSeconds(seconds));
    for (Task task : Task.all(process)) {
      Task used = task.since(before.get(task.id()));
      if (used.cpu() > 0 || used.switches() > 0) {
        System.out.println(used.cpu() + " " + used.switches() + " " + used.name());
      }
    }
    System.out.println(".");
  }

  private static long exchange(Socket socket, int number, int rounds) {
    Pattern pattern = new Pattern(Pattern.mix(number));
    SplittableRandom random = new SplittableRandom(number);
    byte[] buffer = new byte[LONGEST];
    long position = 0;
    try {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < rounds; i++) {
        int length = random.nextInt(1, LONGEST + 1);
        pattern.fill(buffer, length, position);
        out.write(buffer, 0, length);
        int n = socket.getInputStream().readNBytes(buffer, 0, length);
        if (n < length || pattern.mismatch(buffer, length, position) >= 0) {
          System.err.println("connection " + number + ": wrong bytes after " + position);
          return -1;
        }
        position += length;
      }
      return position;
    } catch (IOException e) {
      System.err.println("connection " + number + " after " + position + " bytes: " + e);
      return -1;
    }
  }

  private static <T> List<T> all(List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    }
  }
}

package gulliver.benchmarks.compare;

import gulliver.benchmarks.compare.Contender.Family;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web server that answers each request with the same 100 bytes, under wrk with 64 connections.
 * {@code gulliver-http}, {@code netty-epoll}, {@code jdk-http}, {@code jetty} and {@code nginx}
 * read requests as HTTP has them; the other Java peers and {@code web.c} only look where one ends.
 *
 * <p>The window is one of whole seconds, for wrk knows no other.
 */
final class Http extends Workload {
  private static final String TEXT = "Hello, world! ".repeat(8).substring(0, 100);
  private static final int CONNECTIONS = 64;
  private static final int PATIENCE = 20_000;

  private static final List<String> CONTENDERS =
      List.of(
          "gulliver-http",
          "gulliver-http1",
          "gulliver-vt",
          "net-vt",
          "netty-epoll",
          "jdk-http",
          "jetty",
          "nginx",
          "c-epoll");

  private static final List<Column> COLUMNS =
      List.of(
          new Column("cpu", "CPU µs each", true, 2),
          new Column("rate", "requests/s", false, 0),
          new Column("p99", "99 % µs", true, 0));

  private Http() {
    super(
        "http64",
        "HTTP, an answer of 100 B, 64 connections of wrk; gulliver-http, netty-epoll, jdk-http,"
            + " jetty and nginx read requests as HTTP has them, the others look where one ends",
        CONTENDERS,
        COLUMNS,
        new Target("gulliver-http", "cpu", Target.NETTY, 1),
        new Target("gulliver-http", "cpu", "net-vt", 0.85),
        new Target("gulliver-http", "cpu", "nginx", Double.NaN, 0.9));
  }

  static List<Workload> all() {
    return List.of(new Http());
  }

  @Override
  List<String> needs() {
    return List.of("wrk");
  }

  @Override
  Trial start(Contender contender, Conditions conditions) throws IOException {
    Server server;
    if (contender.family() == Family.PROGRAM) {
      server = Nginx.start(conditions);
    } else {
      server = new OfParty(conditions.party(contender, "web", List.of("web", "tcp", TEXT)));
    }
    try {
      Driving trial = new Driving(server, conditions, seconds(conditions.window()));
      trial.check();
      trial.warmUp();
      return trial;
    } catch (Throwable e) {
      server.close();
      throw e;
    }
  }

  private static int seconds(int millis) {
    return Math.max(1, (millis + 999) / 1000);
  }

  /** A process that answers. */
  private interface Server {
    int port();

    ProcessHandle process();

    void close();
  }

  /** One of ours, in Java or in C. */
  private record OfParty(Party party) implements Server {
    @Override
    public int port() {
      return Integer.parseInt(party.address.substring(party.address.indexOf(':') + 1));
    }

    @Override
    public ProcessHandle process() {
      return party.process();
    }

    @Override
    public void close() {
      party.close();
    }
  }

  /** nginx: a master, and one worker, whose CPU time counts with it. */
  private record Nginx(Process master, int port, Path errors) implements Server {
    static Nginx start(Conditions conditions) throws IOException {
      Path folder = conditions.scratch();
      Path errors = folder.resolve("nginx.err");
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Path configuration = folder.resolve("nginx.conf");
      Files.writeString(
          configuration,
          """
          daemon off; worker_processes 1; pid %1$s/nginx.pid; error_log stderr;
          events { worker_connections 256; }
          http {
            access_log off; keepalive_requests 1000000000;
            client_body_temp_path %1$s/nginx1; proxy_temp_path %1$s/nginx2;
            fastcgi_temp_path %1$s/nginx3; uwsgi_temp_path %1$s/nginx4; scgi_temp_path %1$s/nginx5;
            server {
              listen 127.0.0.1:%2$d;
              default_type "text/plain; charset=utf-8";
              location / { return 200 "%3$s"; }
            }
          }
          """
              .formatted(folder, port, TEXT));
      Process master =
          new ProcessBuilder(
                  Programs.find("nginx").orElseThrow().toString(),
                  "-p",
                  folder.toString(),
                  "-e",
                  errors.toString(),
                  "-c",
                  configuration.toString())
              .redirectErrorStream(true)
              .redirectOutput(errors.toFile())
              .start();
      Nginx nginx = new Nginx(master, port, errors);
      try {
        nginx.awaitAnswer();
      } catch (Throwable e) {
        nginx.close();
        throw e;
      }
      return nginx;
    }

    private void awaitAnswer() throws IOException {
      long start = System.nanoTime();
      while (true) {
        try {
          get(port);
          return;
        } catch (IOException e) {
          if (!master.isAlive() || System.nanoTime() - start > PATIENCE * 1_000_000L) {
            throw new IOException("nginx: " + Files.readString(errors).strip(), e);
          }
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public ProcessHandle process() {
      return master.toHandle();
    }

    /** The master ends its worker when it is told to, not when it is killed. */
    @Override
    public void close() {
      List<ProcessHandle> workers = master.descendants().toList();
      master.destroy();
      try {
        if (!master.waitFor(PATIENCE, TimeUnit.MILLISECONDS)) {
          workers.forEach(ProcessHandle::destroyForcibly);
          master.destroyForcibly();
        }
      } catch (InterruptedException e) {
        workers.forEach(ProcessHandle::destroyForcibly);
        master.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String get(int port) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
    try {
      connection.setConnectTimeout(PATIENCE);
      connection.setReadTimeout(PATIENCE);
      byte[] content = connection.getInputStream().readAllBytes();
      return connection.getResponseCode() + " " + new String(content, StandardCharsets.UTF_8);
    } finally {
      connection.disconnect();
    }
  }

  /** A server, and wrk again and again. */
  private record Driving(Server server, Conditions conditions, int seconds) implements Trial {
    private static final Pattern DONE = Pattern.compile("(\\d+) requests in ([0-9.]+)(us|ms|s|m)");
    private static final Pattern P99 = Pattern.compile("99% +([0-9.]+)(us|ms|s|m)");
    private static final Pattern WRONG =
        Pattern.compile("(Socket errors: .*|Non-2xx or 3xx responses: .*)");

    void check() throws IOException {
      String answer = get(server.port());
      if (!answer.equals("200 " + TEXT)) {
        throw new IOException("wrong answer: " + answer);
      }
    }

    void warmUp() throws IOException {
      WarmUp.until(
          1_000,
          Math.max(1_000, 10 * conditions.warmUp()),
          millis -> {
            long before = Cpu.nanos(server.process());
            Matcher done = found(DONE, wrk(Http.seconds(millis)));
            return (Cpu.nanos(server.process()) - before) / Double.parseDouble(done.group(1));
          });
    }

    @Override
    public Map<String, Double> round() throws IOException {
      check();
      long machine = Cpu.machine();
      long ended = Cpu.ended();
      long cpu = Cpu.nanos(server.process());
      long start = System.nanoTime();
      String output = wrk(seconds);
      double nanos = System.nanoTime() - start;
      cpu = Cpu.nanos(server.process()) - cpu;
      ended = Cpu.ended() - ended;
      machine = Cpu.machine() - machine;
      Matcher done = found(DONE, output);
      double requests = Long.parseLong(done.group(1));
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("cpu", cpu / 1e3 / requests);
      figures.put("rate", requests * 1e6 / micros(done.group(2), done.group(3)));
      Matcher p99 = found(P99, output);
      figures.put("p99", micros(p99.group(1), p99.group(2)));
      figures.put("driver", ended / 1e3 / requests);
      figures.put("elsewhere", (machine - cpu - ended) / nanos);
      return figures;
    }

    private static double micros(String number, String unit) {
      double value = Double.parseDouble(number);
      return switch (unit) {
        case "us" -> value;
        case "ms" -> value * 1e3;
        case "s" -> value * 1e6;
        default -> value * 60e6;
      };
    }

    private static Matcher found(Pattern pattern, String output) throws IOException {
      Matcher matcher = pattern.matcher(output);
      if (!matcher.find()) {
        throw new IOException("wrk does not say \"" + pattern + "\": " + output.strip());
      }
      return matcher;
    }

    /** What it says, if nothing went wrong. */
    String wrk(int seconds) throws IOException {
      Path file = conditions.scratch().resolve("wrk");
      Process wrk =
          new ProcessBuilder(
                  Programs.find("wrk").orElseThrow().toString(),
                  "--threads=1",
                  "--connections=" + CONNECTIONS,
                  "--duration=" + seconds + "s",
                  "--latency",
                  "http://127.0.0.1:" + server.port() + "/")
              .redirectErrorStream(true)
              .redirectOutput(file.toFile())
              .start();
      try {
        if (!wrk.waitFor(seconds * 1000L + PATIENCE, TimeUnit.MILLISECONDS)) {
          throw new IOException("wrk does not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } finally {
        wrk.destroyForcibly();
      }
      String output = Files.readString(file);
      Matcher wrong = WRONG.matcher(output);
      if (wrk.exitValue() != 0 || wrong.find()) {
        throw new IOException("wrk: " + output.strip().replaceAll("\\s+", " "));
      }
      return output;
    }

    @Override
    public void close() {
      server.close();
    }
  }
}

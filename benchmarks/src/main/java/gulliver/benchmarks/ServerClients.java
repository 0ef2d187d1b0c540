package gulliver.benchmarks;

import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.US_ASCII;

import gulliver.protocols.Connection;
import gulliver.protocols.framing.FrameReader;
import gulliver.protocols.framing.FrameWriter;
import gulliver.socket.Linger;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The second process of {@link ServerSoak}: clients of every kind. */
public final class ServerClients {
  private static final int LONGEST = 50_000;
  private static final String TEXT = "0123456789abcdefghijklmnopqrstuvwxyz.".repeat(2000);

  private final int echo;
  private final int http;
  private final long end;
  private volatile boolean stopping;
  private final AtomicInteger wrong = new AtomicInteger();
  private final Map<Kind, LongAdder> done = new TreeMap<>();

  /** What clients there are, and how many of each at once. */
  private enum Kind {
    GOOD_ECHO(4),
    GOOD_WEB(4),
    SLOW(4),
    SILENT(4),
    DEAF(2),
    BROKEN(2),
    VANISHING(4);

    final int count;

    Kind(int count) {
      this.count = count;
    }
  }

  private ServerClients(int echo, int http, long millis) {
    this.echo = echo;
    this.http = http;
    this.end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    for (Kind kind : Kind.values()) {
      done.put(kind, new LongAdder());
    }
  }

  /** What the web server answers. */
  static String text(int size) {
    return TEXT.substring(0, size);
  }

  /**
   * Obeys: {@code run MILLIS}, {@code stopping} when the servers are about to.
   *
   * @param ports of the echo server and of the web server
   */
  public static void main(String[] ports) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    long millis = Long.parseLong(in.readLine().substring("run ".length()));
    ServerClients clients =
        new ServerClients(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]), millis);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            if (in.readLine() != null) {
              clients.stopping = true;
              System.out.println("I know");
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    clients.run();
  }

  private void run() throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < kind.count; i++) {
        Random random = new Random(31L * kind.name().hashCode() + i);
        all.add(Network.os().start(() -> again(kind, random)));
      }
    }
    for (Thread each : all) {
      each.join();
    }
    System.out.println(wrong.get());
    System.out.println(done);
  }

  private void again(Kind kind, Random random) {
    while (System.nanoTime() < end && !stopping) {
      try {
        switch (kind) {
          case GOOD_ECHO -> goodEcho(random);
          case GOOD_WEB -> goodWeb(random);
          case SLOW -> slow(random);
          case SILENT -> silent(random);
          case DEAF -> deaf();
          case BROKEN -> broken(random);
          case VANISHING -> vanishing(random);
        }
        done.get(kind).increment();
      } catch (IOException e) {
        if (!stopping) { // then a connection may be refused, or end
          wrong(kind, e);
        }
      } catch (Throwable t) {
        wrong(kind, t);
      }
    }
  }

  private void wrong(Kind kind, Throwable t) {
    wrong.incrementAndGet();
    System.err.println(kind + ":");
    t.printStackTrace();
  }

  private Socket connect(int port) throws IOException {
    Socket socket = Network.os().createConnection(address("127.0.0.1", port));
    socket.settimeout(Duration.ofSeconds(20));
    socket.setsockopt(Sockets.TCP_NODELAY, true);
    return socket;
  }

  /** Where the server may have ended the connection: how, is its business. */
  private static void untilItEnds(Socket socket) throws IOException {
    try {
      byte[] rest = new byte[4096];
      while (socket.recv(rest) > 0) {
        // an answer
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (SocketException reset) {
      // as well
    }
  }

  // ---- who do as they should ----

  private void goodEcho(Random random) throws IOException {
    try (Socket socket = connect(echo)) {
      Connection connection = Connection.of(socket);
      FrameWriter out = new FrameWriter(connection, ServerSoak.FRAMES);
      FrameReader in = new FrameReader(connection, ServerSoak.FRAMES);
      for (int n = random.nextInt(20); n >= 0; n--) {
        byte[] message = new byte[random.nextInt(LONGEST)];
        random.nextBytes(message);
        out.write(message);
        byte[] answer = in.readBytes();
        if (answer == null) {
          throw new IOException("the server has ended the connection");
        }
        if (!Arrays.equals(message, answer)) {
          throw new AssertionError("wrong bytes of " + message.length);
        }
      }
    }
  }

  /** The JDK's socket: another implementation of the client's side. */
  private void goodWeb(Random random) throws IOException {
    try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), http)) {
      socket.setSoTimeout(20_000);
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      for (int n = random.nextInt(20); n >= 0; n--) {
        int size = random.nextInt(LONGEST);
        socket.getOutputStream().write(get(size));
        int length = head(in);
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
          throw new AssertionError(
              "an answer is cut after %d of %d".formatted(body.length, length));
        }
        if (length != size || !new String(body, US_ASCII).equals(text(size))) {
          throw new AssertionError("a wrong answer to " + size);
        }
      }
    }
  }

  private static byte[] get(int size) {
    return "GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(size).getBytes(US_ASCII);
  }

  /** Reads the head of an answer; how long the body is. */
  private static int head(DataInputStream in) throws IOException {
    int length = -1;
    StringBuilder line = new StringBuilder();
    for (boolean first = true; ; ) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the server has ended the connection");
      }
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      String said = line.toString().strip();
      line.setLength(0);
      if (first && !said.equals("HTTP/1.1 200 OK")) {
        throw new AssertionError(said);
      }
      first = false;
      if (said.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(said.substring("content-length:".length()).strip());
      }
      if (said.isEmpty()) {
        return length;
      }
    }
  }

  // ---- who do not ----

  /** Sends byte by byte; the server must end it. */
  private void slow(Random random) throws IOException, InterruptedException {
    boolean web = random.nextBoolean();
    try (Socket socket = connect(web ? http : echo)) {
      byte[] request =
          web ? "GET /1 HTTP/1.1\r\nX: ".getBytes(US_ASCII) : new byte[] {0, 0, 100, 0};
      for (int i = 0; i < 100; i++) {
        try {
          socket.send(new byte[] {i < request.length ? request[i] : (byte) 'x'});
        } catch (SocketException ended) {
          return;
        }
        Network.os().sleep(Duration.ofMillis(100));
      }
      if (!web) { // HTTP has a time-out of its own
        throw new AssertionError("a client that sends byte by byte lives on");
      }
    }
  }

  /** Says nothing, or not enough. */
  private void silent(Random random) throws IOException {
    boolean web = random.nextBoolean();
    try (Socket socket = connect(web ? http : echo)) {
      socket.sendall(web ? "GET / HT".getBytes(US_ASCII) : new byte[] {0, 0, 1});
      untilItEnds(socket);
    }
  }

  /** Does not read what it has asked for. */
  private void deaf() throws IOException {
    try (Socket socket = connect(echo)) {
      byte[] frame = new byte[4 + (1 << 20)];
      frame[1] = 16; // 1 MiB
      for (int i = 0; i < 50; i++) {
        socket.sendall(frame);
      }
      throw new AssertionError("50 MiB went to a server whose answers nobody reads");
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (SocketException cut) {
      // as it is to be
    }
  }

  /** Sends what is no message. */
  private void broken(Random random) throws IOException, InterruptedException {
    boolean web = random.nextBoolean();
    try (Socket socket = connect(web ? http : echo)) {
      byte[] bytes = new byte[100];
      random.nextBytes(bytes);
      bytes[0] = (byte) 255; // of a length, or of a method
      socket.sendall(bytes);
      untilItEnds(socket);
      Network.os().sleep(Duration.ofMillis(20));
    }
  }

  /** Goes in the middle, in one way or another. */
  private void vanishing(Random random) throws IOException, InterruptedException {
    boolean web = random.nextBoolean();
    try (Socket socket = connect(web ? http : echo)) {
      byte[] request = web ? get(LONGEST) : new byte[] {0, 0, 100, 0, 1, 2, 3};
      int part = random.nextInt(request.length + 1);
      socket.sendall(request, 0, part);
      if (random.nextBoolean()) {
        socket.setsockopt(Sockets.SO_LINGER, new Linger(true, 0));
      }
      Network.os().sleep(Duration.ofMillis(random.nextInt(20)));
    }
  }
}

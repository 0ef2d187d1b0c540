package gulliver.benchmarks;

import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import gulliver.protocols.Connection;
import gulliver.protocols.framing.FrameDecoder;
import gulliver.protocols.framing.FrameReader;
import gulliver.protocols.framing.FrameWriter;
import gulliver.protocols.framing.Framing;
import gulliver.protocols.framing.LineEnd;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Messages a second, read and written by one thread: {@code gulliver.protocols.framing} and what
 * the JDK has for the same bytes. The stream comes in parts of 16 KiB, from memory or through a
 * connection on the loopback interface, whose other end another thread keeps full.
 *
 * <pre>java -cp 'benchmarks/target/lib/*' org.openjdk.jmh.Main Frames</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Frames.MESSAGES)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class Frames {
  static final int MESSAGES = 10_000;
  private static final int PART = 16 * 1024;

  /** Bytes of a message. */
  @Param({"16", "100"})
  public int size;

  private static Framing framing(String kind) {
    return switch (kind) {
      case "prefix" -> Framing.lengthPrefixed(4);
      case "varint" -> Framing.varint();
      case "lf" -> Framing.lines(LineEnd.LF);
      case "crlf" -> Framing.lines(LineEnd.CRLF);
      case "delimiter" -> Framing.delimiter((byte) '\r', (byte) '\n');
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** Makes the stream. */
  static byte[] stream(String kind, int size) {
    byte[] message = new byte[size];
    Arrays.fill(message, (byte) 'x');
    byte[] frame = framing(kind).encode(message);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < MESSAGES; i++) {
      stream.writeBytes(frame);
    }
    return stream.toByteArray();
  }

  // ---- from memory ----

  /** A stream for each kind. */
  @State(Scope.Thread)
  public static class InMemory {
    /** How messages are marked off. */
    @Param({"prefix", "varint", "lf", "crlf", "delimiter"})
    public String kind = "";

    byte[] stream = {};

    /** Makes the stream. */
    @Setup
    public void make(Frames frames) {
      stream = stream(kind, frames.size);
    }
  }

  /** Ours, without a copy. */
  @Benchmark
  public void decode(InMemory in, Blackhole hole) throws IOException {
    FrameDecoder decoder = new FrameDecoder(framing(in.kind));
    for (int at = 0; at < in.stream.length; ) {
      ByteBuffer room = decoder.room();
      int part = Math.min(room.remaining(), in.stream.length - at);
      room.put(in.stream, at, part);
      at += part;
      ByteBuffer message;
      while ((message = decoder.next()) != null) {
        hole.consume(message.get(0));
      }
    }
    decoder.end();
  }

  /** Ours, copied. */
  @Benchmark
  public void decodeBytes(InMemory in, Blackhole hole) throws IOException {
    FrameDecoder decoder = new FrameDecoder(framing(in.kind));
    for (int at = 0; at < in.stream.length; ) {
      ByteBuffer room = decoder.room();
      int part = Math.min(room.remaining(), in.stream.length - at);
      room.put(in.stream, at, part);
      at += part;
      byte[] message;
      while ((message = decoder.nextBytes()) != null) {
        hole.consume(message);
      }
    }
    decoder.end();
  }

  /** The JDK's, which copies: a length of four bytes. */
  @Benchmark
  public void javaDataInputStream(Blackhole hole) throws IOException {
    read(new ByteArrayInputStream(prefixed()), hole);
  }

  private byte[] prefixed = {};

  private byte[] prefixed() {
    if (prefixed.length == 0) {
      prefixed = stream("prefix", size);
    }
    return prefixed;
  }

  private static void read(java.io.InputStream from, Blackhole hole) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(from, PART));
    read(in, hole);
  }

  private static void read(DataInputStream in, Blackhole hole) throws IOException {
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = new byte[in.readInt()];
      in.readFully(message);
      hole.consume(message);
    }
  }

  private byte[] lines = {};

  /** The JDK's, which copies and makes strings: lines. */
  @Benchmark
  public void javaBufferedReader(Blackhole hole) throws IOException {
    if (lines.length == 0) {
      lines = stream("lf", size);
    }
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(lines), ISO_8859_1), PART);
    String line;
    while ((line = in.readLine()) != null) {
      hole.consume(line);
    }
  }

  // ---- through a connection ----

  /** Two ends, and who keeps one of them full. */
  @State(Scope.Thread)
  public static class Connected {
    private final Network network = Network.os();
    private Socket[] ours = {};
    private java.net.Socket[] javas = {};
    FrameReader reader;
    DataInputStream java;

    /** Connects. */
    @Setup
    public void connect(Frames frames) throws IOException {
      byte[] stream = frames.prefixed();
      try (Socket server = network.createServer(address("127.0.0.1", 0))) {
        Socket client = network.createConnection(server.getsockname());
        ours = new Socket[] {client, server.accept().socket()};
      }
      reader = new FrameReader(Connection.of(ours[1]), framing("prefix"));
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        java.net.Socket client =
            new java.net.Socket(server.getInetAddress(), server.getLocalPort());
        javas = new java.net.Socket[] {client, server.accept()};
      }
      java = new DataInputStream(new BufferedInputStream(javas[1].getInputStream(), PART));
      fill(javas[0].getOutputStream(), stream);
      fill(ours[0].outputStream(), stream);
    }

    /** Writes whole streams until the end is closed; without a reader it waits. */
    private static void fill(OutputStream out, byte[] stream) {
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try {
              while (true) {
                out.write(stream);
              }
            } catch (IOException e) {
              // closed: the trial has ended
            }
          });
    }

    /** Closes. */
    @TearDown
    public void close() throws IOException {
      for (Socket socket : ours) {
        socket.close();
      }
      for (java.net.Socket socket : javas) {
        socket.close();
      }
    }
  }

  /** Ours, over our socket, without a copy. */
  @Benchmark
  public void connectionRead(Connected in, Blackhole hole) throws IOException {
    for (int i = 0; i < MESSAGES; i++) {
      hole.consume(Objects.requireNonNull(in.reader.read()).get(0));
    }
  }

  /** The JDK's streams over its socket. */
  @Benchmark
  public void javaConnectionRead(Connected in, Blackhole hole) throws IOException {
    read(in.java, hole);
  }

  // ---- writing ----

  /** Who takes what is written, and forgets it. */
  @State(Scope.Thread)
  public static class Sink {
    /** How messages are marked off. */
    @Param({"prefix", "varint", "lf", "crlf", "delimiter"})
    public String kind = "";

    private Socket[] ends = {};
    FrameWriter writer;
    byte[] message = {};

    /** Connects. */
    @Setup
    public void connect(Frames frames) throws IOException {
      ends = Network.os().socketpair();
      writer = new FrameWriter(Connection.of(ends[0]), framing(kind));
      message = new byte[frames.size];
      Arrays.fill(message, (byte) 'x');
      Socket sink = ends[1];
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            byte[] buffer = new byte[4 * PART];
            try {
              while (sink.recv(buffer) > 0) {
                // forgotten
              }
            } catch (IOException e) {
              // closed: the trial has ended
            }
          });
    }

    /** Closes. */
    @TearDown
    public void close() {
      for (Socket socket : ends) {
        socket.close();
      }
    }
  }

  /** Ours, gathered. */
  @Benchmark
  public void connectionAdd(Sink out) throws IOException {
    for (int i = 0; i < MESSAGES; i++) {
      out.writer.add(out.message);
    }
    out.writer.flush();
  }
}

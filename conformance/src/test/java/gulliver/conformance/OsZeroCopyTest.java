package gulliver.conformance;

import static gulliver.socket.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.conformance.Hosts.Host;
import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.ControlMessage;
import gulliver.socket.Errno;
import gulliver.socket.ExtendedError;
import gulliver.socket.Linux;
import gulliver.socket.Message;
import gulliver.socket.MessageBatch;
import gulliver.socket.OutMessage;
import gulliver.socket.Pollfd;
import gulliver.socket.Socket;
import gulliver.socket.WouldBlockException;
import gulliver.socket.ZeroCopy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** {@code MSG_ZEROCOPY}: what goes, and when the kernel has let go of it. */
class OsZeroCopyTest extends Suite {
  private static final int PART = 100_000;

  /** Says how much came until the end of the stream, and its sum. */
  private static final String RECEIVER =
      """
      import socket, sys, zlib
      server = socket.create_server((sys.argv[1], 0), family=getattr(socket, sys.argv[2]))
      print('listening', server.getsockname()[1])
      connection, _ = server.accept()
      size, crc = 0, 0
      while data := connection.recv(1 << 16):
          size, crc = size + len(data), zlib.crc32(data, crc)
      print(size, crc)
      """;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private static MemorySegment collected(byte[] bytes) {
    return Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  static String sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return bytes.length + " " + sum.getValue();
  }

  /** Two ends of a connection, of which the second has little room for what it does not read. */
  private Socket[] connection() throws IOException {
    Socket server =
        closing(network().createServer(anywhere(), 1, s -> s.setsockopt(SO_RCVBUF, 10_000)));
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    client.setsockopt(SO_SNDBUF, 4 << 20);
    client.setsockopt(SO_ZEROCOPY, true);
    client.connect(server.getsockname());
    return new Socket[] {client, closing(server.accept().socket())};
  }

  /** A connection whose second end can take no more: what is sent now stays with the first. */
  private Socket[] stalled() throws IOException {
    Socket[] ends = connection();
    ends[0].sendall(pattern(PART));
    return ends;
  }

  private static byte[] read(Socket from, int size) throws IOException {
    byte[] bytes = new byte[size];
    assertThat(from.recvall(bytes)).isEqualTo(size);
    return bytes;
  }

  // ---- over loopback ----

  private void sentToPython(String family, String host) throws Exception {
    Program python = closing(Program.python(RECEIVER, host, family));
    int port = Integer.parseInt(python.expect("listening (\\d+)").group(1));
    Address to = family.equals("AF_INET") ? new Inet4(host, port) : new Inet6(host, port);
    byte[] bytes = pattern(3 * PART);
    try (Socket socket = network().socket(to.family(), SOCK_STREAM)) {
      socket.settimeout(Duration.ofSeconds(20));
      socket.setsockopt(SO_ZEROCOPY, true);
      socket.connect(to);
      socket.sendall(collected(part(bytes, 0, PART)), MSG_ZEROCOPY);
      ByteBuffer direct = ByteBuffer.allocateDirect(PART).put(0, bytes, PART, PART);
      socket.sendall(direct, MSG_ZEROCOPY);
      MemorySegment last = collected(part(bytes, 2 * PART, 3 * PART));
      long sent = socket.sendmsg(OutMessage.of(last), MSG_ZEROCOPY);
      socket.sendall(last.asSlice(sent), MSG_ZEROCOPY);
      long calls = socket.zerocopy().calls();
      assertThat(calls).isGreaterThanOrEqualTo(3);
      // the loopback interface copies
      assertThat(socket.awaitZerocopy(calls)).isEqualTo(new ZeroCopy(calls, calls, calls));
    }
    assertThat(python.line()).isEqualTo(sum(bytes));
  }

  @Test
  void whatIsSentWithoutCopyingArrivesOverIpv4() throws Exception {
    sentToPython("AF_INET", "127.0.0.1");
  }

  @Test
  void whatIsSentWithoutCopyingArrivesOverIpv6() throws Exception {
    sentToPython("AF_INET6", "::1");
  }

  @Test
  void datagramsCountOneByOne() throws Exception {
    Socket receiver = closing(network().socket(AF_INET, SOCK_DGRAM));
    receiver.bind(anywhere());
    Socket sender = closing(network().socket(AF_INET, SOCK_DGRAM));
    sender.setsockopt(SO_ZEROCOPY, true);
    for (int i = 0; i < 3; i++) {
      byte[] message = pattern(20_000 + i);
      sender.sendto(collected(message), MSG_ZEROCOPY, receiver.getsockname());
      assertThat(receiver.recvfrom(30_000).bytes()).isEqualTo(message);
    }
    assertThat(sender.awaitZerocopy(3)).isEqualTo(new ZeroCopy(3, 3, 3));
  }

  @Test
  void theErrorQueueNamesTheCallsInOrder() throws Exception {
    Socket[] ends = connection();
    int next = 0;
    for (int i = 0; i < 3; i++) {
      ends[0].sendall(collected(pattern(1000)), MSG_ZEROCOPY);
      read(ends[1], 1000);
      eventually(() -> assertThat(error(ends[0])).isNotZero());
      Message message = ends[0].recvmsg(0, 200, MSG_ERRQUEUE);
      assertThat(message.flags() & MSG_ERRQUEUE).isEqualTo(MSG_ERRQUEUE);
      ExtendedError error = entry(message);
      assertThat(error.origin()).isEqualTo(Linux.SO_EE_ORIGIN_ZEROCOPY);
      assertThat(error.code()).isEqualTo(Linux.SO_EE_CODE_ZEROCOPY_COPIED);
      assertThat(error.number()).isZero();
      assertThat(List.of(error.info(), error.data())).containsExactly(next, next);
      next++;
      // who reads the queue itself is not told again
      assertThat(ends[0].zerocopy()).isEqualTo(new ZeroCopy(next, next, next));
    }
  }

  private static ExtendedError entry(Message message) {
    return ((ControlMessage.IpRecverr) message.control().getFirst()).error();
  }

  private int error(Socket socket) throws IOException {
    Pollfd look = new Pollfd(socket, 0);
    network().poll(List.of(look), Duration.ZERO);
    return look.revents() & Linux.POLLERR;
  }

  @Test
  void theFlagIsOfNoUseUntilTheOptionIsOn() throws Exception {
    Socket[] ends = connection();
    ends[0].setsockopt(SO_ZEROCOPY, false);
    ends[0].sendall(collected(pattern(1000)), MSG_ZEROCOPY);
    assertThat(read(ends[1], 1000)).isEqualTo(pattern(1000));
    assertThat(ends[0].zerocopy()).isEqualTo(new ZeroCopy(0, 0, 0));
  }

  // ---- whose the memory is ----

  @Test
  void allPartsOfAMessageAreReadWhereTheyAre() throws Exception {
    Socket[] ends = stalled();
    MemorySegment[] parts =
        IntStream.range(0, 8).mapToObj(i -> collected(pattern(4000))).toArray(MemorySegment[]::new);
    assertThat(ends[0].sendmsg(OutMessage.of(parts), MSG_ZEROCOPY)).isEqualTo(8 * 4000);
    for (int i = 0; i < parts.length; i++) {
      parts[i].fill((byte) i); // what one should not do shows where the kernel reads
    }
    read(ends[1], PART);
    for (int i = 0; i < parts.length; i++) {
      byte[] changed = new byte[4000];
      Arrays.fill(changed, (byte) i);
      assertThat(read(ends[1], 4000)).as("part " + i).isEqualTo(changed);
    }
    assertThat(ends[0].awaitZerocopy(1).complete()).isEqualTo(1);
  }

  private static WeakReference<Object> sentAndDropped(Socket socket) throws IOException {
    MemorySegment memory = collected(pattern(PART));
    socket.sendall(memory, MSG_ZEROCOPY);
    return new WeakReference<>(memory.scope());
  }

  /** Lets the collector run, and lets other memory take the place of what it has freed. */
  private static void collect() {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Arena.ofAuto().allocate(PART).fill((byte) 0x55);
    }
  }

  @Test
  void memoryThatTheProgramHasDroppedIsHeldUntilTheCallIsComplete() throws Exception {
    Socket[] ends = stalled();
    WeakReference<Object> memory = sentAndDropped(ends[0]);
    collect();
    assertThat(memory.get()).isNotNull();
    assertThat(ends[0].zerocopy().complete()).isZero();
    read(ends[1], PART);
    assertThat(read(ends[1], PART)).isEqualTo(pattern(PART));
    ends[0].awaitZerocopy(ends[0].zerocopy().calls());
    eventually(() -> {
      System.gc();
      assertThat(memory.get()).isNull();
    });
  }

  @Test
  void memoryIsHeldForASocketThatHasBeenClosed() throws Exception {
    Socket[] ends = stalled();
    WeakReference<Object> memory = sentAndDropped(ends[0]);
    ends[0].close();
    collect();
    assertThat(memory.get()).isNotNull();
    read(ends[1], PART);
    assertThat(read(ends[1], PART)).isEqualTo(pattern(PART));
    assertThat(ends[1].recv(1)).isEmpty();
  }

  @Test
  void nothingIsHeldForASocketWhoseCallsWereCompleteWhenItWasClosed() throws Exception {
    Socket[] ends = connection();
    WeakReference<Object> memory = sentAndDropped(ends[0]);
    assertThat(read(ends[1], PART)).isEqualTo(pattern(PART));
    eventually(() -> assertThat(error(ends[0])).isNotZero());
    ends[0].close();
    eventually(() -> {
      System.gc();
      assertThat(memory.get()).isNull();
    });
  }

  @Test
  void theCallsOfADuplicateCountWithItsOwn() throws Exception {
    Socket[] ends = connection();
    Socket twin = closing(ends[0].dup());
    ends[0].send(collected(pattern(1000)), MSG_ZEROCOPY);
    twin.send(collected(pattern(1000)), MSG_ZEROCOPY);
    read(ends[1], 2000);
    assertThat(ends[0].awaitZerocopy(2)).isEqualTo(new ZeroCopy(2, 2, 2));
    assertThat(twin.zerocopy()).isEqualTo(new ZeroCopy(2, 2, 2));
  }

  @Test
  void closingADuplicateOfAUnixSocketTakesNothing() throws Exception {
    Socket[] pair = network().socketpair();
    closing(pair[0]);
    closing(pair[1]);
    pair[1].sendall(pattern(10));
    pair[0].dup().close();
    assertThat(pair[0].recv(20)).isEqualTo(pattern(10));
  }

  @Test
  void aBatchIsRefused() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    MessageBatch batch = new MessageBatch(2, 100);
    assertThatThrownBy(() -> socket.sendmmsg(batch, 0, MSG_ZEROCOPY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sendmmsg: MSG_ZEROCOPY: sendmsg is allowed: a batch is used again");
  }

  // ---- waiting ----

  @Test
  void whoWaitsIsWokenByTheCompletion() throws Exception {
    Socket[] ends = stalled();
    assertThat(ends[0].send(collected(pattern(PART)), MSG_ZEROCOPY)).isEqualTo(PART);
    Caller<ZeroCopy> waiting =
        Caller.start(network(), () -> ends[0].awaitZerocopy(1)).untilItWaits();
    read(ends[1], 2 * PART);
    assertThat(waiting.result()).isEqualTo(new ZeroCopy(1, 1, 1));
  }

  @Test
  void theWaitEndsAsAnyOther() throws Exception {
    Socket[] ends = stalled();
    ends[0].send(collected(pattern(1000)), MSG_ZEROCOPY);
    ends[0].settimeout(Duration.ofMillis(1));
    assertThat(catchThrowable(() -> ends[0].awaitZerocopy(1)))
        .isInstanceOf(SocketTimeoutException.class);
    ends[0].setblocking(false);
    assertThat(catchThrowable(() -> ends[0].awaitZerocopy(1)))
        .isInstanceOf(WouldBlockException.class);
    ends[0].setblocking(true);
    assertThatThrownBy(() -> ends[0].awaitZerocopy(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("awaitZerocopy: 2 calls: up to 1, as many as there were");
    Caller<ZeroCopy> waiting =
        Caller.start(network(), () -> ends[0].awaitZerocopy(1)).untilItWaits();
    ends[0].close();
    assertThat(Errno.of(waiting.failure())).isEqualTo(Errno.EBADF);
    assertThat(Errno.of(failure(() -> ends[0].zerocopy()))).isEqualTo(Errno.EBADF);
  }

  @Test
  void aConnectionThatIsResetLetsGo() throws Exception {
    Socket[] ends = stalled();
    ends[0].send(collected(pattern(1000)), MSG_ZEROCOPY);
    Caller<ZeroCopy> waiting =
        Caller.start(network(), () -> ends[0].awaitZerocopy(1)).untilItWaits();
    ends[1].close(); // with data that nobody has read
    assertThat(waiting.result().complete()).isEqualTo(1);
  }

  @Test
  void otherEntriesOfTheQueueAreKept() throws Exception {
    Socket gone = closing(network().socket(AF_INET, SOCK_DGRAM));
    gone.bind(anywhere());
    Address nobody = gone.getsockname();
    gone.close();
    Socket sender = closing(network().socket(AF_INET, SOCK_DGRAM));
    sender.setsockopt(SO_ZEROCOPY, true);
    sender.setsockopt(IP_RECVERR, true);
    sender.sendto(collected(pattern(100)), MSG_ZEROCOPY, nobody);
    assertThat(sender.awaitZerocopy(1).complete()).isEqualTo(1);
    eventually(() -> {
      Message message = sender.recvmsg(200, 200, MSG_ERRQUEUE);
      ExtendedError error = entry(message);
      assertThat(error.errno()).isEqualTo(Errno.ECONNREFUSED);
      assertThat(message.address()).isEqualTo(nobody);
      assertThat(message.bytes()).isEqualTo(pattern(100));
    });
  }

  // ---- between hosts ----

  @Test
  void overACableAllOfItArrivesAndAllCallsAreComplete() throws Exception {
    Hosts hosts = closing(new Hosts());
    Host b = hosts.b;
    Program python = closing(b.python(RECEIVER, b.ipv4(), "AF_INET"));
    String port = python.expect("listening (\\d+)").group(1);
    Program sender = closing(hosts.a.start("zerocopy", b.ipv4() + "/" + port, "2000000"));
    sender.expect("complete in order");
    sender.expect("nothing held");
    assertThat(python.line()).isEqualTo(sum(pattern(2_000_000)));
  }

  /** They wait for an answer to ARP, and are dropped. */
  @Test
  void whatReachesNobodyIsNotCopied() throws Exception {
    Host a = closing(new Hosts()).a;
    String neighbours = "/proc/sys/net/ipv4/neigh/cable0/";
    a.run("sh", "-c", "echo 1 >" + neighbours + "mcast_solicit");
    a.run("sh", "-c", "echo 20 >" + neighbours + "retrans_time_ms");
    closing(a.start("zerocopy-udp", "192.0.2.77/9", "1000"))
        .expect("ZeroCopy\\[calls=3, complete=3, copied=0\\]");
  }

  /** What sends over the cable, a program of {@link HostPrograms}. */
  static void send(Socket socket, int size) throws IOException {
    socket.setsockopt(SO_ZEROCOPY, true);
    Sent sent = sendInParts(socket, size);
    System.out.println(completions(socket, sent.calls));
    eventually(() -> {
      System.gc();
      assertThat(sent.memory.get()).isNull();
    });
    System.out.println("nothing held");
  }

  private record Sent(int calls, WeakReference<Object> memory) {}

  private static Sent sendInParts(Socket socket, int size) throws IOException {
    MemorySegment all = collected(pattern(size));
    int calls = 0;
    for (long at = 0; at < size; calls++) {
      MemorySegment[] parts = new MemorySegment[6];
      long part = Math.min(10_000, (size - at) / parts.length);
      for (int i = 0; i < parts.length; i++) {
        parts[i] = all.asSlice(at + i * part, part);
      }
      at +=
          part == 0
              ? socket.send(all.asSlice(at), MSG_ZEROCOPY)
              : socket.sendmsg(OutMessage.of(parts), MSG_ZEROCOPY);
    }
    return new Sent(calls, new WeakReference<>(all.scope()));
  }

  /** Reads the error queue itself, until the kernel has named every call. */
  private static String completions(Socket socket, int calls) throws IOException {
    Pollfd look = new Pollfd(socket, 0);
    int next = 0;
    while (next < calls) {
      socket.network().poll(List.of(look), null);
      ExtendedError error = entry(socket.recvmsg(0, 200, MSG_ERRQUEUE));
      if (error.info() != next) {
        return "expected " + next + ": " + error;
      }
      next = error.data() + 1;
    }
    return "complete in order";
  }
}

package gulliver.conformance;

import static gulliver.socket.IpOptions.IP_RECVERR;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.MSG_OOB;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.MSG_WAITALL;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.Caller.Threads;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Pollfd;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The strategy of waiting changes nothing that a program sees: with sockets whose answers have been
 * so quick that waits try before they park and attempts are spared.
 */
class OsWaitingTest extends Suite {
  private static final int WARM = 60;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  /** Two that have been in a quick conversation. */
  private Socket[] warm(int family) throws Exception {
    Socket[] pair = new Socket[2];
    if (family == AF_UNIX.value()) {
      pair = Sockets.socketpair();
    } else {
      try (Socket server = Sockets.socket(AF_INET, SOCK_STREAM)) {
        server.bind(address("127.0.0.1", 0));
        server.listen(1);
        pair[0] = Sockets.socket(AF_INET, SOCK_STREAM);
        pair[0].connect(server.getsockname());
        pair[1] = server.accept().socket();
      }
    }
    Socket a = closing(pair[0]);
    Socket b = closing(pair[1]);
    Caller<?> echo =
        Caller.run(
            network(),
            () -> {
              byte[] bytes = new byte[64];
              for (int i = 0; i < WARM; i++) {
                b.sendall(bytes, 0, b.recv(bytes));
              }
            });
    for (int i = 0; i < WARM; i++) {
      a.sendall(new byte[] {1});
      assertThat(a.recv(64)).hasSize(1);
    }
    echo.result();
    return pair;
  }

  @ParameterizedTest
  @EnumSource
  void closingEndsAWaitThatMayTry(Threads threads) throws Exception {
    for (int round = 0; round < 50; round++) {
      Socket a = warm(round % 2 == 0 ? AF_INET.value() : AF_UNIX.value())[0];
      Caller<byte[]> call = Caller.start(threads, network(), () -> a.recv(64));
      a.close();
      assertThat(Errno.of(call.failure())).isEqualTo(Errno.EBADF);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAWaitThatMayTry(Threads threads) throws Exception {
    for (int round = 0; round < 50; round++) {
      Socket[] pair = warm(round % 2 == 0 ? AF_INET.value() : AF_UNIX.value());
      Caller<byte[]> call = Caller.start(threads, network(), () -> pair[0].recv(64));
      call.interrupt();
      assertThat(Errno.of(call.failure())).isEqualTo(Errno.EINTR);
      assertThat(call.interruptStatus()).isTrue();
      pair[1].sendall(new byte[] {7});
      assertThat(pair[0].recv(64)).containsExactly(7);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 30_000, 1_000_000})
  void aTimeOutEndsAWaitThatMayTry(int nanos) throws Exception {
    for (int round = 0; round < 50; round++) {
      Socket a = warm(round % 2 == 0 ? AF_INET.value() : AF_UNIX.value())[0];
      a.settimeout(Duration.ofNanos(nanos));
      IOException failure = failure(() -> a.recv(64));
      assertThat(failure).isInstanceOf(SocketTimeoutException.class);
      assertThat(((SocketFailure) failure).errno()).isEqualTo(Errno.ETIMEDOUT);
    }
  }

  /** What comes behind a short read: data at once, the end at once, or both in one segment. */
  @ParameterizedTest
  @EnumSource
  void whatComesRightBehindAShortReadIsReceived(Threads threads) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int round = 0; round < 300; round++) {
        Socket a = closing(Sockets.socket(AF_INET, SOCK_STREAM));
        a.connect(address("127.0.0.1", server.getLocalPort()));
        try (java.net.Socket b = server.accept()) {
          b.setTcpNoDelay(true);
          int pieces = round % 7;
          Caller<Integer> all = Caller.start(threads, network(), () -> conversation(a));
          InputStream in = b.getInputStream();
          OutputStream out = b.getOutputStream();
          for (int i = 0; i < 10; i++) {
            assertThat(in.read()).isEqualTo(1);
            out.write(2);
          }
          for (int i = 0; i < pieces; i++) {
            out.write(new byte[3]);
          }
          b.shutdownOutput();
          assertThat(all.result()).isEqualTo(10 + 3 * pieces);
        }
      }
    }
  }

  /** Ten requests and answers, and then all until the end. */
  private static int conversation(Socket a) throws IOException {
    byte[] buffer = new byte[100];
    int count = 0;
    for (int i = 0; i < 10; i++) {
      a.sendall(new byte[] {1});
      count += a.recv(buffer);
    }
    for (int n; (n = a.recv(buffer)) > 0; ) {
      count += n;
    }
    return count;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBehindUrgentDataIsReceived(Threads threads) throws Exception {
    for (int round = 0; round < 50; round++) {
      Socket[] pair = warm(AF_INET.value());
      Caller<byte[]> all =
          Caller.start(
              threads,
              network(),
              () -> {
                byte[] bytes = new byte[5];
                pair[0].recvall(bytes);
                return bytes;
              });
      pair[1].sendall(new byte[] {1, 2, 3});
      pair[1].send(new byte[] {9}, MSG_OOB);
      pair[1].sendall(new byte[] {4, 5});
      assertThat(all.result()).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatDoesNotWaitAsksTheKernel(Threads threads) throws Exception {
    for (int round = 0; round < 50; round++) {
      Socket[] pair = warm(AF_UNIX.value()); // data are there when send returns
      Caller<byte[]> call =
          Caller.start(
              threads,
              network(),
              () -> {
                pair[1].sendall(new byte[] {5});
                pair[0].setblocking(false);
                return pair[0].recv(64);
              });
      assertThat(call.result()).containsExactly(5);
    }
  }

  @Test
  void aPlatformThreadIsWokenByTheKernelAlone() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int bells = bells();
      Socket a = Sockets.socket(AF_INET, SOCK_STREAM);
      a.connect(address("127.0.0.1", server.getLocalPort()));
      try (java.net.Socket b = server.accept()) {
        for (int i = 0; i < 10; i++) {
          Caller<byte[]> call =
              Caller.start(Threads.PLATFORM, network(), () -> a.recv(64)).untilItWaits();
          assertThat(Descriptors.isWatched(a.fileno())).isFalse();
          b.getOutputStream().write(i);
          assertThat(call.result()).containsExactly(i);
        }
        assertThat(bells()).isEqualTo(bells + 1);
        a.close();
        assertThat(bells()).isEqualTo(bells);
      }
    }
  }

  @Test
  void interruptedPlatformThreadsLeaveNothingBehind() throws Exception {
    Socket[] pair = warm(AF_UNIX.value());
    int bells = bells();
    for (int i = 0; i < 100; i++) {
      Caller<byte[]> call = Caller.start(Threads.PLATFORM, network(), () -> pair[0].recv(64));
      if (i % 2 == 0) {
        call.untilItWaits();
      }
      call.interrupt();
      assertThat(Errno.of(call.failure())).isEqualTo(Errno.EINTR);
      assertThat(call.interruptStatus()).isTrue();
      assertThat(bells()).isBetween(bells - 1, bells + 1);
    }
    pair[1].sendall(new byte[] {7});
    assertThat(pair[0].recv(64)).containsExactly(7);
  }

  private static int bells() {
    return Descriptors.all("anon_inode:[eventfd]").size();
  }

  /** What is in the error queue stays there: poll(2) says so again and again. */
  @Test
  void aStateThatNoCallEndsDoesNotKeepAPlatformThreadAwake() throws Exception {
    Socket a = closing(Sockets.socket(AF_INET, SOCK_DGRAM));
    a.bind(address("127.0.0.1", 0));
    a.setsockopt(IP_RECVERR, true);
    Address nobody = a.getsockname();
    try (DatagramSocket b = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      nobody = address("127.0.0.1", b.getLocalPort());
    }
    a.connect(nobody);
    a.send(new byte[1]);
    assertThat(Errno.of(failure(() -> a.recv(1)))).isEqualTo(Errno.ECONNREFUSED);
    Caller<byte[]> call = Caller.start(Threads.PLATFORM, network(), () -> a.recv(64));
    eventually(() -> assertThat(Descriptors.isWatched(a.fileno())).isTrue());
    call.untilItWaits();
    int port = ((Address.Inet4) nobody).port();
    try (DatagramSocket b = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
      int to = ((Address.Inet4) a.getsockname()).port();
      b.send(new DatagramPacket(new byte[] {3}, 1, InetAddress.getLoopbackAddress(), to));
      assertThat(call.result()).containsExactly(3);
    }
  }

  /** What it has seen is still there, and the kernel says so again and again. */
  @ParameterizedTest
  @EnumSource
  void whoPeeksForMoreThanThereIsWaitsForMore(Threads threads) throws Exception {
    for (AddressFamily family : List.of(AF_INET, AF_UNIX)) {
      Socket[] pair = warm(family.value());
      pair[1].sendall(new byte[] {1, 2});
      Caller<byte[]> call =
          Caller.start(threads, network(), () -> pair[0].recv(4, MSG_PEEK | MSG_WAITALL));
      for (int n = 3; n <= 4; n++) {
        eventually(() -> assertThat(Descriptors.isWatched(pair[0].fileno())).isTrue());
        call.untilItWaits();
        pair[1].sendall(new byte[] {(byte) n});
      }
      assertThat(call.result()).containsExactly(1, 2, 3, 4);
      assertThat(pair[0].recv(64)).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void aPlatformThreadWaitsWhenThereAreTooManyDirectBuffers() throws Exception {
    List<String> flags = List.of("-XX:MaxDirectMemorySize=1m");
    assertThat(ChildJvm.run(NoDirectMemory.class, List.of(), flags).rows())
        .containsEntry("received", "7")
        .containsEntry("bells", "0")
        .containsEntry("taken", "1048576");
  }

  /** Another JVM, in which the program's own buffers take all there is. */
  static final class NoDirectMemory {
    static void main() throws Exception {
      ByteBuffer all = ByteBuffer.allocateDirect(1 << 20);
      Socket[] pair = Sockets.socketpair();
      Caller<byte[]> call =
          Caller.start(Threads.PLATFORM, Network.os(), () -> pair[0].recv(64)).untilItWaits();
      pair[1].sendall(new byte[] {7});
      ChildJvm.row("received", () -> call.result()[0]);
      ChildJvm.row("bells", OsWaitingTest::bells);
      ChildJvm.row("taken", all::capacity);
    }
  }

  /** A virtual thread polls, and then finds no carrier: others are told nevertheless. */
  @Test
  void aPlatformThreadIsToldWhileNoVirtualThreadCanRun() throws Exception {
    for (int round = 0; round < 10; round++) {
      Socket[] quick = warm(AF_INET.value());
      Socket[] pair = warm(AF_UNIX.value());
      AtomicBoolean done = new AtomicBoolean();
      Caller<List<Pollfd>> call =
          Caller.start(
              Threads.PLATFORM,
              network(),
              () -> {
                Pollfd waits = new Pollfd(pair[0], Linux.POLLIN);
                Sockets.poll(List.of(waits), null);
                done.set(true);
                return List.of(waits);
              });
      Caller<Integer> pong = Caller.start(Threads.VIRTUAL, network(), () -> pong(quick[1], 1_000));
      assertThat(Caller.start(Threads.VIRTUAL, network(), () -> ping(quick[0], 1_000)).result())
          .isEqualTo(pong.result());
      int carriers = Runtime.getRuntime().availableProcessors();
      CountDownLatch all = new CountDownLatch(carriers);
      for (int i = 0; i < carriers; i++) {
        Thread.startVirtualThread(() -> {
          all.countDown();
          while (!done.get()) {
            Thread.onSpinWait();
          }
        });
      }
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      pair[1].sendall(new byte[1]);
      assertThat(call.result().getFirst().revents()).isEqualTo(Linux.POLLIN);
    }
  }

  /** Many quick conversations of virtual and platform threads at once: nobody is forgotten. */
  @ParameterizedTest
  @ValueSource(ints = {2, 40})
  void noSignalIsLostWhileThePollerHandsOver(int pairs) throws Exception {
    List<Caller<?>> calls = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Socket[] pair = warm(i % 3 == 0 ? AF_UNIX.value() : AF_INET.value());
      Threads threads = i % 4 == 3 ? Threads.PLATFORM : Threads.VIRTUAL;
      int turns = 20_000 / pairs;
      calls.add(Caller.start(threads, network(), () -> ping(pair[0], turns)));
      calls.add(Caller.start(Threads.VIRTUAL, network(), () -> pong(pair[1], turns)));
    }
    for (Caller<?> call : calls) {
      call.result();
    }
  }

  private static int ping(Socket socket, int turns) throws IOException {
    byte[] buffer = new byte[4096];
    for (int i = 0; i < turns; i++) {
      socket.sendall(buffer, 0, 1 + i % 200);
      socket.recvall(buffer, 0, 1 + i % 200);
    }
    return turns;
  }

  private static int pong(Socket socket, int turns) throws IOException {
    byte[] buffer = new byte[4096];
    for (int i = 0; i < turns; i++) {
      socket.recvall(buffer, 0, 1 + i % 200);
      socket.sendall(buffer, 0, 1 + i % 200);
    }
    return turns;
  }
}

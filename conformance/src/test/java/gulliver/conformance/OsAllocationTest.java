package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.Network;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls that move bytes between the caller's buffers and the kernel allocate nothing, once they are
 * compiled. All forms run in one JVM, so that none has the JDK's methods to itself.
 */
class OsAllocationTest {
  private static final int ROUNDS = 5_000;

  /** A call is compiled long before; this many times it may fail to show it. */
  private static final int SLICES = 400;

  /** Prints for each form of the calls how many bytes a round of two calls allocates at last. */
  static final class Allocating {
    private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    interface Round {
      void run() throws IOException;
    }

    public static void main(String[] args) throws Exception {
      try (Arena arena = Arena.ofShared()) {
        Map<String, Round> forms = new LinkedHashMap<>();
        Network network = Network.os();
        Socket[] pair = network.socketpair();
        addStream(forms, "", pair[0], pair[1], arena);
        Socket[] hasty = network.socketpair();
        hasty[0].setblocking(false);
        hasty[1].setblocking(false);
        addStream(forms, " without waiting", hasty[0], hasty[1], arena);
        addDatagrams(
            forms,
            network.socket(AF_INET, SOCK_DGRAM),
            network.socket(AF_INET, SOCK_DGRAM),
            new Inet4(Inet4.LOOPBACK, 0));
        addDatagrams(
            forms,
            network.socket(AF_INET6, SOCK_DGRAM),
            network.socket(AF_INET6, SOCK_DGRAM),
            new Inet6(Inet6.LOOPBACK, 0));
        Thread.Builder builder =
            args[0].equals("virtual") ? Thread.ofVirtual() : Thread.ofPlatform();
        builder
            .start(() -> forms.forEach((form, round) -> ChildJvm.row(form, () -> least(round))))
            .join();
      }
    }

    private static void addStream(
        Map<String, Round> forms, String how, Socket one, Socket two, Arena arena) {
      byte[] bytes = new byte[64];
      ByteBuffer heap = ByteBuffer.allocate(64);
      ByteBuffer direct = ByteBuffer.allocateDirect(64);
      MemorySegment segment = arena.allocate(64);
      MemorySegment ofArray = MemorySegment.ofArray(new byte[64]);
      forms.put(
          "array" + how,
          () -> {
            one.send(bytes);
            two.recv(bytes);
          });
      forms.put(
          "all of an array" + how,
          () -> {
            one.sendall(bytes);
            two.recvall(bytes);
          });
      int[] at = {0}; // another range each time
      forms.put(
          "range" + how,
          () -> {
            at[0] = (at[0] + 1) & 31;
            one.send(bytes, at[0], 32);
            two.recv(bytes, at[0], 32);
          });
      forms.put(
          "heap buffer" + how,
          () -> {
            one.send(heap.clear());
            two.recv(heap.clear());
          });
      forms.put(
          "direct buffer" + how,
          () -> {
            one.send(direct.clear().position(8));
            two.recv(direct.clear());
          });
      forms.put(
          "native segment" + how,
          () -> {
            one.send(segment);
            two.recv(segment);
          });
      forms.put(
          "segment of an array" + how,
          () -> {
            one.send(ofArray);
            two.recv(ofArray);
          });
    }

    private static void addDatagrams(
        Map<String, Round> forms, Socket one, Socket two, Address anywhere) throws IOException {
      one.bind(anywhere);
      two.bind(anywhere);
      Address to = two.getsockname();
      byte[] bytes = new byte[64];
      Sender from = new Sender();
      forms.put(
          "datagram " + to.family(),
          () -> {
            one.sendto(bytes, to);
            two.recvfrom(bytes, from);
          });
    }

    private static long least(Round round) throws IOException {
      long least = Long.MAX_VALUE;
      for (int slice = 0; slice < SLICES && least > 0; slice++) {
        long before = allocated();
        for (int i = 0; i < ROUNDS; i++) {
          round.run();
        }
        least = Math.min(least, (allocated() - before) / ROUNDS);
      }
      return least;
    }

    /** Of all threads: nobody counts what a virtual one allocates. */
    private static long allocated() {
      return BEAN.getTotalThreadAllocatedBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void R37_movingBytesAllocatesNothing(String threads) throws Exception {
    Map<String, String> rows =
        ChildJvm.run(Allocating.class, List.of(), List.of("-XX:TieredStopAtLevel=4"), threads)
            .rows();
    assertThat(rows).hasSize(16);
    assertThat(rows.values()).as("bytes a round: %s", rows).containsOnly("0");
  }
}

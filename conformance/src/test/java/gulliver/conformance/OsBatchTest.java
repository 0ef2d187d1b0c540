package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static gulliver.socket.SocketOptions.SO_RCVBUF;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.CMSG_SPACE;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_SEQPACKET;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.AddressFamily;
import gulliver.socket.ControlMessage.IpTtl;
import gulliver.socket.ControlMessage.ScmRights;
import gulliver.socket.ControlMessage.UdpGro;
import gulliver.socket.ControlMessage.UdpSegment;
import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Message;
import gulliver.socket.MessageBatch;
import gulliver.socket.Network;
import gulliver.socket.OutMessage;
import gulliver.socket.Pollable;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketOption;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Batches on Linux: segments that the kernel cuts and puts together, and what goes along. */
class OsBatchTest {
  private static final SocketOption<Boolean> UDP_GRO =
      SocketOption.ofBoolean(Linux.IPPROTO_UDP, Linux.UDP_GRO);

  @Nested
  class AgainstOurselves extends BatchSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends BatchSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }

  @Nested
  class OnThisNetworkOnly extends Suite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    private Socket udp(AddressFamily family) throws IOException {
      Socket socket = closing(network().socket(family, SOCK_DGRAM));
      socket.bind(family.equals(AF_INET6) ? new Inet6("::1", 0) : anywhere());
      socket.settimeout(Duration.ofSeconds(10));
      return socket;
    }

    @Test
    void R37_messagesOfOneSizeGoAsSegmentsOfALongOne() throws Exception {
      for (AddressFamily family : new AddressFamily[] {AF_INET, AF_INET6}) {
        Socket receiver = udp(family);
        receiver.setsockopt(UDP_GRO, true);
        Socket sender = udp(family);
        int most = takes(sender, receiver, 128) ? 128 : 64; // of newer kernels, and of all
        MessageBatch batch = new MessageBatch(300, 200);
        for (int i = 0; i < 200; i++) {
          batch.add(part(pattern(200 * i + 200), 200 * i, 200 * i + 200), there(receiver));
        }
        batch.add(
            part(pattern(40_100), 40_000, 40_100),
            there(receiver)); // ends a run, for it is shorter
        assertThat(sender.sendmmsg(batch)).isEqualTo(201);

        byte[] all = pattern(40_100);
        for (int at = 0; at < all.length; at += 200 * most) {
          Message message = receiver.recvmsg(65_535, CMSG_SPACE(4));
          assertThat(message.bytes())
              .isEqualTo(part(all, at, Math.min(at + 200 * most, all.length)));
          assertThat(Objects.requireNonNull(message.control(UdpGro.class)).size()).isEqualTo(200);
        }
      }
    }

    /** Whether the kernel cuts so many segments. */
    private boolean takes(Socket sender, Socket receiver, int segments) throws IOException {
      try {
        sender.sendmsg(
            OutMessage.of(new byte[segments]).to(there(receiver)).with(new UdpSegment(1)));
      } catch (SocketFailure.Other e) {
        assertThat(e.errno()).isEqualTo(Errno.EINVAL);
        return false;
      }
      assertThat(receiver.recv(65_535)).hasSize(segments);
      return true;
    }

    private Address there(Socket socket) throws IOException {
      return socket.getsockname();
    }

    @Test
    void R37_whatTheKernelPutTogetherComesApartAgain() throws Exception {
      Socket receiver = udp(AF_INET);
      receiver.setsockopt(UDP_GRO, true);
      Socket sender = udp(AF_INET);
      MessageBatch out = new MessageBatch(64, 100);
      for (int i = 0; i < 63; i++) {
        out.add(part(pattern(10_000), 100 * i, 100 * i + 100), receiver.getsockname());
      }
      out.add(pattern(30), receiver.getsockname());
      sender.sendmmsg(out);
      MessageBatch in = new MessageBatch(2, 65_535); // room for two, and 64 come in one of them
      assertThat(receiver.recvmmsg(in)).isEqualTo(64);
      for (int i = 0; i < 63; i++) {
        assertThat(in.bytes(i)).isEqualTo(part(pattern(10_000), 100 * i, 100 * i + 100));
        assertThat(in.address(i)).isEqualTo(sender.getsockname());
      }
      assertThat(in.bytes(63)).isEqualTo(pattern(30));
      assertThat(in.truncated(63)).isFalse();
    }

    @Test
    void R37_ancillaryDataGoAlongWithEachMessage() throws Exception {
      Socket receiver = udp(AF_INET);
      receiver.setsockopt(SocketOption.ofBoolean(Linux.IPPROTO_IP, Linux.IP_RECVTTL), true);
      Socket sender = udp(AF_INET);
      MessageBatch out = new MessageBatch(4, 10);
      for (int i = 0; i < 4; i++) {
        out.add(OutMessage.of(pattern(10)).to(receiver.getsockname()).with(new IpTtl(10 + i)));
      }
      assertThat(sender.sendmmsg(out)).isEqualTo(4);
      MessageBatch in = new MessageBatch(10, 10, 100);
      assertThat(receiver.recvmmsg(in)).isEqualTo(4);
      for (int i = 0; i < 4; i++) {
        assertThat(in.control(i)).containsExactly(new IpTtl(10 + i));
      }
    }

    @Test
    void batchesOfSeveralShapesReceiveInTurn() throws Exception {
      Socket receiver = udp(AF_INET);
      receiver.setsockopt(SocketOption.ofBoolean(Linux.IPPROTO_IP, Linux.IP_RECVTTL), true);
      Socket sender = udp(AF_INET);
      MessageBatch[] shapes = {
        new MessageBatch(4, 10, 100),
        new MessageBatch(4, 10, 100),
        new MessageBatch(4, 20),
        new MessageBatch(2, 10, 200),
        new MessageBatch(1, 10, 100)
      };
      for (int round = 0; round < 3 * shapes.length; round++) {
        MessageBatch in = shapes[round * round % shapes.length];
        int many = 1 + round % in.capacity();
        MessageBatch out = new MessageBatch(many, 10);
        for (int i = 0; i < many; i++) {
          IpTtl ttl = new IpTtl(1 + round + i);
          out.add(OutMessage.of(pattern(i + 1)).to(receiver.getsockname()).with(ttl));
        }
        assertThat(sender.sendmmsg(out)).isEqualTo(many);
        assertThat(receiver.recvmmsg(in)).isEqualTo(many);
        for (int i = 0; i < many; i++) {
          assertThat(in.bytes(i)).isEqualTo(pattern(i + 1));
          assertThat(in.address(i)).isEqualTo(sender.getsockname());
          if (in.controlSize() > 0) {
            assertThat(in.control(i)).containsExactly(new IpTtl(1 + round + i));
          }
        }
      }
    }

    @Test
    void descriptorsThatFindNoRoomInABatchAreClosed() throws Exception {
      Socket[] pair = network().socketpair(AddressFamily.AF_UNIX, SOCK_SEQPACKET, Protocol.DEFAULT);
      Descriptor[] pipe = Descriptor.pipe();
      try (Socket one = closing(pair[0]);
          Socket other = closing(pair[1]);
          Descriptor end = closing(pipe[0]);
          Descriptor written = closing(pipe[1])) {
        MessageBatch out = new MessageBatch(2, 10);
        out.add(OutMessage.of(pattern(5)).with(new ScmRights(end)));
        out.add(OutMessage.of(pattern(6)).with(new ScmRights(written, end)));
        assertThat(one.sendmmsg(out)).isEqualTo(2);
        MessageBatch in = new MessageBatch(2, 10);
        assertThat(other.recvmmsg(in)).isEqualTo(2);
        assertThat(in.flags(0) & Linux.MSG_CTRUNC).isNotZero();

        one.sendmmsg(out);
        MessageBatch room = new MessageBatch(2, 10, CMSG_SPACE(8));
        assertThat(other.recvmmsg(room)).isEqualTo(2);
        assertThat(((ScmRights) room.control(1).getFirst()).descriptors()).hasSize(2);
        for (int i = 0; i < 2; i++) {
          ((ScmRights) room.control(i).getFirst()).descriptors().forEach(Pollable::close);
        }
        end.close();
        assertThat(Errno.of(failure(() -> one.sendmmsg(out)))).isEqualTo(Errno.EBADF);
      }
    }

    /** Some bytes a call, for the lambda that waits; none for a message. */
    @Test
    void R37_nothingIsAllocatedForAMessage() throws Exception {
      Socket receiver = udp(AF_INET);
      Socket sender = udp(AF_INET);
      MessageBatch out = new MessageBatch(64, 100);
      for (int i = 0; i < 64; i++) {
        out.add(pattern(1 + i), receiver.getsockname()); // of all sizes: 64 entries
      }
      MessageBatch in = new MessageBatch(64, 100);
      long allocated = Long.MAX_VALUE;
      for (int i = 0; i < 200; i++) { // the least of many: the first are made by the interpreter
        long before = Allocated.byThisThread();
        int sent = sender.sendmmsg(out);
        int received = 0;
        while (received < 64) {
          received += receiver.recvmmsg(in);
        }
        allocated = Math.min(allocated, Allocated.byThisThread() - before);
        assertThat(sent).isEqualTo(64);
      }
      allocated -= Allocated.BY_ASKING;
      assertThat(allocated).as("bytes for 128 messages").isLessThan(128 * 16);
    }
  }

  // ---- a path with a small MTU ----

  /** In a network of its own. */
  static final class SmallMtu {
    static final ChildJvm.Isolated CHILD =
        new ChildJvm.Isolated(SmallMtu.class, "ip link set lo up mtu 1500\nexec \"$@\"\n", "ip");

    private SmallMtu() {}

    public static void main(String[] arguments) throws Exception {
      Network network = Network.os();
      for (int size : new int[] {1400, 3000}) {
        row("arrived." + size, () -> arrived(network, size, 10));
      }
      row("together", () -> together(network));
      row(
          "arrived.700",
          () -> {
            Program.run("ip", "link", "set", "lo", "mtu", "600");
            return arrived(network, 700, 90);
          });
    }

    /** How many batches go until the kernel cuts again, once the path takes more. */
    private static String together(Network network) throws Exception {
      try (Socket receiver = network.socket(AF_INET, SOCK_DGRAM);
          Socket sender = network.socket(AF_INET, SOCK_DGRAM)) {
        receiver.bind(new Inet4("127.0.0.1", 0));
        receiver.setsockopt(UDP_GRO, true);
        receiver.settimeout(Duration.ofSeconds(10));
        MessageBatch batch = new MessageBatch(2, 3000);
        batch.add(Suite.pattern(3000), receiver.getsockname());
        batch.add(Suite.pattern(3000), receiver.getsockname());
        boolean before = arriveTogether(sender, receiver, batch);
        Program.run("ip", "link", "set", "lo", "mtu", "65536");
        for (int i = 1; i <= 100; i++) {
          if (arriveTogether(sender, receiver, batch)) {
            return "before: " + before + ", later: true";
          }
        }
        return "before: " + before + ", later: false";
      }
    }

    private static boolean arriveTogether(Socket sender, Socket receiver, MessageBatch batch)
        throws IOException {
      sender.sendmmsg(batch);
      boolean together = receiver.recvmsg(65_535, CMSG_SPACE(4)).bytes().length == 6000;
      if (!together) {
        receiver.recv(65_535);
      }
      return together;
    }

    private static String arrived(Network network, int size, int count) throws IOException {
      try (Socket receiver = network.socket(AF_INET, SOCK_DGRAM);
          Socket sender = network.socket(AF_INET, SOCK_DGRAM)) {
        receiver.bind(new Inet4("127.0.0.1", 0));
        receiver.setsockopt(SO_RCVBUF, 212_992);
        receiver.settimeout(Duration.ofSeconds(10));
        MessageBatch batch = new MessageBatch(count, size);
        for (int i = 0; i < count; i++) {
          batch.add(Suite.pattern(size), receiver.getsockname());
        }
        StringBuilder arrived = new StringBuilder();
        for (int round = 0; round < 2; round++) {
          arrived.append(sender.sendmmsg(batch)).append(" sent:");
          for (int i = 0; i < count; i++) {
            arrived.append(' ').append(receiver.recv(65_535).length);
          }
          arrived.append("; ");
        }
        return arrived.toString();
      }
    }
  }

  @Test
  void segmentsThatFitThePathArrive() throws Exception {
    assertThat(SmallMtu.CHILD.outcome("arrived.1400"))
        .isEqualTo(("10 sent:" + " 1400".repeat(10) + "; ").repeat(2));
  }

  @Test
  void segmentsThatWereRefusedAreTriedAgainLater() throws Exception {
    assertThat(SmallMtu.CHILD.outcome("together")).isEqualTo("before: false, later: true");
  }

  @Test
  void messagesThatMustBeFragmentedGoOneByOne() throws Exception {
    assertThat(SmallMtu.CHILD.outcome("arrived.3000"))
        .isEqualTo(("10 sent:" + " 3000".repeat(10) + "; ").repeat(2));
  }

  @Test
  void soManySegmentsThatFewerAreTriedFirstGoOneByOne() throws Exception {
    assertThat(SmallMtu.CHILD.outcome("arrived.700"))
        .isEqualTo(("90 sent:" + " 700".repeat(90) + "; ").repeat(2));
  }
}

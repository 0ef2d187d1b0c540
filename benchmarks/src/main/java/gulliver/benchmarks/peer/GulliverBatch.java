package gulliver.benchmarks.peer;

import static gulliver.socket.UdpOptions.UDP_GRO;

import gulliver.socket.MessageBatch;
import gulliver.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Gulliver's batches of messages, which use {@code UDP_SEGMENT} by themselves. */
final class GulliverBatch extends Peer {
  private static final int LONGEST = 65_535;
  private static final int OUT = 65_536;
  private static final int IN = 64;

  @Override
  Worker datagrams(int size) throws IOException {
    return Datagrams.both(new Way(new Datagrams(size)), Thread.ofPlatform());
  }

  @Override
  Worker loop(int size) throws IOException {
    return Datagrams.loop(new Way(new Datagrams(size)));
  }

  private static final class Way implements Datagrams.Way {
    private final Datagrams datagrams;
    private final Socket out = GulliverBlocking.udp();
    private final Socket in = GulliverBlocking.udp();
    private final MessageBatch outgoing;
    private final MessageBatch incoming;
    private final ByteBuffer sending;
    private final ByteBuffer receiving;

    Way(Datagrams datagrams) throws IOException {
      this.datagrams = datagrams;
      out.connect(in.getsockname());
      in.connect(out.getsockname());
      in.setsockopt(UDP_GRO, true);
      int many = OUT / datagrams.size;
      outgoing = new MessageBatch(many, datagrams.size);
      incoming = new MessageBatch(IN, LONGEST);
      sending = datagrams.fill(outgoing.memory().asByteBuffer());
      receiving = incoming.memory().asByteBuffer();
    }

    @Override
    public Datagrams datagrams() {
      return datagrams;
    }

    @Override
    public int send(boolean last) throws IOException {
      outgoing.clear();
      int many = last ? 1 : outgoing.capacity();
      for (int i = 0; i < many; i++) {
        datagrams.stamp(sending, outgoing.end(), last);
        outgoing.add(datagrams.size, null);
      }
      return out.sendmmsg(outgoing);
    }

    @Override
    public int receive() throws IOException {
      int count = 0;
      int n = in.recvmmsg(incoming);
      for (int i = 0; i < n; i++) {
        count += datagrams.received(receiving, incoming.offset(i), incoming.length(i));
      }
      return count;
    }

    @Override
    public void close() {
      out.close();
      in.close();
    }
  }
}

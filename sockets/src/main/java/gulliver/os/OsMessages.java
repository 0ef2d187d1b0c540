package gulliver.os;

import gulliver.os.ffm.MessageCalls;
import gulliver.socket.Address;
import gulliver.socket.InMessage;
import gulliver.socket.Linux;
import gulliver.socket.MessageBatch;
import gulliver.socket.OutMessage;
import java.lang.ref.Reference;

/** One attempt of each call with messages, and the structures that they use again. */
final class OsMessages {
  /** The most that one message moves through a stream, as {@code recv} and {@code send} do. */
  private static final long MOST = 1 << 20;

  private final OsEndpoint endpoint;
  private final Msghdr.Slot received = new Msghdr.Slot();
  private final Msghdr.Slot sent = new Msghdr.Slot();
  private final Mmsghdr.Slot receivedBatch = new Mmsghdr.Slot();
  private final Mmsghdr.Slot sentBatch = new Mmsghdr.Slot();

  OsMessages(OsEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  long sendmsg(OutMessage message, int flags) {
    long most = most(message.byteSize());
    Msghdr header = sent.take();
    try {
      Address to = message.address();
      header.give(message, to, most, (flags & Linux.MSG_ZEROCOPY) != 0);
      long n =
          MessageCalls.sendmsg(
              endpoint.fd,
              header.header,
              flags | Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL,
              header.kept,
              header.errno);
      endpoint.triedToSend(n);
      return to == null ? n : endpoint.family(n, to);
    } finally {
      Reference.reachabilityFence(message); // and its memory, of which the kernel had numbers
      sent.put(header);
    }
  }

  long recvmsg(InMessage message, int flags) {
    long most = most(message.byteSize());
    Msghdr header = received.take();
    try {
      header.offer(message, most);
      long n =
          MessageCalls.recvmsg(
              endpoint.fd,
              header.header,
              flags | Linux.MSG_DONTWAIT | Linux.MSG_CMSG_CLOEXEC,
              header.kept,
              header.errno);
      endpoint.reader.attempted(n);
      if (n >= 0) {
        header.take(message, n, endpoint.network::received);
      }
      return n;
    } finally {
      Reference.reachabilityFence(message);
      received.put(header);
    }
  }

  int sendmmsg(MessageBatch batch, int first, int flags) {
    Mmsghdr headers = sentBatch.take();
    try {
      for (; ; ) {
        int entries = headers.give(batch, first, isUdp());
        int n =
            MessageCalls.sendmmsg(
                endpoint.fd,
                headers.headers,
                entries,
                flags | Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL,
                headers.errno);
        endpoint.triedToSend(n);
        if (n >= 0) {
          return headers.messages(n);
        }
        boolean refused = n == -Linux.EINVAL || n == -Linux.EIO || n == -Linux.EMSGSIZE;
        if (!refused || !headers.takesLess(batch, first)) {
          Address to = batch.address(first);
          return to == null ? n : (int) endpoint.family(n, to);
        }
      }
    } finally {
      Reference.reachabilityFence(batch);
      sentBatch.set(headers);
    }
  }

  int recvmmsg(MessageBatch batch, int flags) {
    Mmsghdr headers = receivedBatch.take();
    try {
      int entries = headers.offer(batch, isUdp());
      int n =
          MessageCalls.recvmmsg(
              endpoint.fd,
              headers.headers,
              entries,
              flags | Linux.MSG_DONTWAIT | Linux.MSG_CMSG_CLOEXEC,
              headers.errno);
      endpoint.reader.attempted(n);
      if (n < 0) {
        return n;
      }
      headers.take(batch, n, endpoint.network::received);
      return batch.size();
    } finally {
      Reference.reachabilityFence(batch);
      receivedBatch.set(headers);
    }
  }

  private boolean isUdp() {
    return endpoint.protocol() == Linux.IPPROTO_UDP && endpoint.type() == Linux.SOCK_DGRAM;
  }

  /** A stream moves at most 1 MiB at once, a message goes whole. */
  private long most(long size) {
    return endpoint.type() == Linux.SOCK_STREAM ? Math.min(size, MOST) : size;
  }
}

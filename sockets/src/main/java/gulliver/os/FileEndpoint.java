package gulliver.os;

import gulliver.os.ffm.TransferCalls;
import gulliver.socket.Address;
import gulliver.socket.Linux;
import gulliver.socket.Sender;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of any kind: it receives by {@code read(2)} and sends by {@code write(2)}.
 *
 * <p>These have no {@code MSG_DONTWAIT}. A description that was made here keeps {@code O_NONBLOCK}
 * as long as nobody else has it. With one that others may have, it is asked first whether there is
 * anything to be done, and only then the flag is set, for the attempt: for the time of a wait,
 * which may be long, they see no change.
 *
 * <p>Files (and what else the kernel knows no readiness for) take a disk's time and are never
 * waited for: their calls go straight, by a way that lets the JVM go on meanwhile.
 */
final class FileEndpoint extends OsEndpoint {
  private final boolean waits;

  FileEndpoint(OsNetwork network, int fd, boolean ours) {
    this(network, fd, new Description());
    if (!ours) {
      description.shared = true;
    } else if (waits) {
      description.keep(fd);
    }
  }

  private FileEndpoint(OsNetwork network, int fd, Description description) {
    super(network, fd, Linux.AF_UNSPEC, Linux.SOCK_STREAM, 0, description);
    Poller poller = Poller.get();
    this.waits = poller != null && poller.canWatch(fd);
  }

  @Override
  OsEndpoint twin(int twin) {
    return new FileEndpoint(network, twin, description);
  }

  /** A file is always ready, and so never waited for. */
  @Override
  boolean watch(Waiter waiter) {
    return !waits || super.watch(waiter);
  }

  @Override
  public long recv(MemorySegment into, int flags, @Nullable Sender from) {
    Scratch scratch = receiveScratch.take();
    long n = attempt(into, true, scratch.errno);
    reader.attempted(n);
    receiveScratch.put(scratch);
    return n;
  }

  @Override
  public long recv(byte[] into, int offset, int length, int flags, @Nullable Sender from) {
    return recv(MemorySegment.ofArray(into).asSlice(offset, length), flags, from);
  }

  @Override
  public long recv(ByteBuffer into, int offset, int length, int flags, @Nullable Sender from) {
    return recv(MemorySegment.ofBuffer(into).asSlice(offset, length), flags, from);
  }

  @Override
  public long send(MemorySegment from, int flags, @Nullable Address to) {
    Scratch scratch = sendScratch.take();
    long n = attempt(from, false, scratch.errno);
    writer.attempted(n);
    sendScratch.put(scratch);
    return n;
  }

  @Override
  public long send(byte[] from, int offset, int length, int flags, @Nullable Address to) {
    return send(MemorySegment.ofArray(from).asSlice(offset, length), flags, to);
  }

  @Override
  public long send(ByteBuffer from, int offset, int length, int flags, @Nullable Address to) {
    return send(MemorySegment.ofBuffer(from).asSlice(offset, length), flags, to);
  }

  private long attempt(MemorySegment buffer, boolean reads, MemorySegment errno) {
    if (!waits) {
      return reads ? TransferCalls.readFile(fd, buffer) : TransferCalls.writeFile(fd, buffer);
    }
    if (description.rely()) {
      try {
        return call(buffer, reads, errno);
      } finally {
        description.relied();
      }
    }
    if (ready(reads ? Linux.POLLIN : Linux.POLLOUT) == 0) {
      return -Linux.EAGAIN;
    }
    description.borrow(fd);
    try {
      return call(buffer, reads, errno);
    } finally {
      description.giveBack(fd);
    }
  }

  private long call(MemorySegment buffer, boolean reads, MemorySegment errno) {
    return reads ? TransferCalls.read(fd, buffer, errno) : TransferCalls.write(fd, buffer, errno);
  }
}

package gulliver.os;

import gulliver.os.ffm.DescriptorCalls;
import gulliver.os.ffm.FileCalls;
import gulliver.os.ffm.ReadinessCalls;
import gulliver.socket.Linux;
import gulliver.socket.Linux.pollfd;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a platform thread waits for one direction of a socket: it sleeps in {@code poll(2)} of the
 * descriptor itself, so that the kernel wakes the one who waits and nobody else. Besides, it polls
 * a bell: an {@code eventfd(2)} for those who end the wait otherwise.
 *
 * <p>Closing rings the bell; that is all that this channel's {@code close} does. It is a channel
 * because that is how the JDK tells of an interrupt: it closes the channel on which a thread is
 * blocked. A bell that has rung is not used again: {@link #discard}.
 */
final class Sleeper extends AbstractInterruptibleChannel {
  /** Two {@code struct pollfd}, a {@code struct timespec}, and errno. */
  private static final int BELL = pollfd.SIZEOF;

  private static final int TIMESPEC = 2 * pollfd.SIZEOF;
  private static final int ERRNO = TIMESPEC + 2 * Long.BYTES;
  private static final int SIZEOF = ERRNO + Integer.BYTES;

  private final int bell;
  private final ByteBuffer memory;
  private final MemorySegment segment;
  private final MemorySegment errno;

  private final CountDownLatch discarded = new CountDownLatch(1);

  private Sleeper(int bell, ByteBuffer memory) {
    this.bell = bell;
    this.memory = memory;
    segment = MemorySegment.ofBuffer(memory);
    errno = segment.asSlice(ERRNO);
    memory.putInt(BELL + pollfd.fd, bell);
    memory.putShort(BELL + pollfd.events, (short) Linux.POLLIN);
  }

  /** Makes one, or null while there is no descriptor or no direct memory to be had. */
  static @Nullable Sleeper make() {
    ByteBuffer memory;
    try {
      memory = ByteBuffer.allocateDirect(SIZEOF).order(ByteOrder.nativeOrder());
    } catch (OutOfMemoryError tooManyDirectBuffers) {
      return null;
    }
    int bell = DescriptorCalls.eventfd(0, Linux.EFD_CLOEXEC | Linux.EFD_NONBLOCK);
    return bell < 0 ? null : new Sleeper(bell, memory);
  }

  /**
   * Sleeps until one of the events is there, or an error or a hang-up; the bell rings; the thread
   * is interrupted; or the time is over.
   *
   * @param nanos how long at most, or {@link Time#FOREVER}
   * @return what {@code poll(2)} tells of the descriptor; 0: nothing
   */
  int sleep(int fd, int events, long nanos) {
    memory.putInt(pollfd.fd, fd);
    memory.putInt(pollfd.events, events & 0xffff); // and no revents
    memory.putLong(TIMESPEC, TimeUnit.NANOSECONDS.toSeconds(nanos));
    memory.putLong(TIMESPEC + Long.BYTES, nanos % TimeUnit.SECONDS.toNanos(1));
    long timespec = nanos == Time.FOREVER ? 0 : segment.address() + TIMESPEC;
    begin();
    try {
      int n = ReadinessCalls.ppoll(segment.address(), 2, timespec, errno);
      return n > 0 ? memory.getShort(pollfd.revents) : 0;
    } finally {
      awake();
    }
  }

  private void awake() {
    try {
      end(true);
    } catch (ClosedByInterruptException interrupted) {
      // the thread's status tells it to whoever made the call
    } catch (IOException e) {
      throw new AssertionError(e); // it has completed
    }
  }

  /** Rings the bell: whoever sleeps here wakes, and so does whoever is about to sleep. */
  void wake() {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError(e); // see below
    }
  }

  @Override
  protected void implCloseChannel() {
    DescriptorCalls.eventfd_write(bell, 1);
  }

  /** Gives the bell back. Nobody may be asleep; who rings now, or later, rings nothing. */
  void discard() {
    wake();
    FileCalls.close(bell);
    discarded.countDown();
  }

  /**
   * Waits until the thread that the bell has woken is out of {@code poll(2)}: until then the kernel
   * keeps what the descriptor stood for.
   */
  void awaitDiscarded() {
    boolean interrupted = false;
    for (; ; ) {
      try {
        discarded.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

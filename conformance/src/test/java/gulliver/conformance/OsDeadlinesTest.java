package gulliver.conformance;

import static gulliver.socket.Sockets.EPOLLIN;
import static gulliver.socket.Sockets.within;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Poller;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that waits, besides the calls of sockets in {@link BlockingSuite}: it ends within the
 * time of the code around it, and by an interrupt.
 */
class OsDeadlinesTest extends Suite {
  private static final Duration TIMEOUT = Duration.ofMillis(20);

  @TempDir Path folder;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  enum Waiting {
    READ("read"),
    WRITE("write"),
    WRITEALL("writeall"),
    EVENTFD_READ("eventfdRead"),
    TIMERFD_READ("timerfdRead"),
    OPEN_FIFO("open"),
    SPLICE_IN("splice"),
    SPLICE_OUT("splice"),
    SENDFILE("sendfile"),
    POLLER("epoll_wait");

    final String call;

    Waiting(String call) {
      this.call = call;
    }
  }

  /** A call that would wait for ever. */
  private Callable<?> call(Waiting which) throws Exception {
    Descriptor[] pipe = Descriptor.pipe();
    closing(pipe[0]);
    closing(pipe[1]);
    byte[] buffer = new byte[1 << 16];
    return switch (which) {
      case READ -> () -> pipe[0].read(1);
      case WRITE -> {
        pipe[1].writeall(buffer);
        yield () -> pipe[1].write(buffer);
      }
      case WRITEALL ->
          () -> {
            pipe[1].writeall(new byte[1 << 20]);
            return null;
          };
      case EVENTFD_READ -> closing(Descriptor.eventfd(0, 0))::eventfdRead;
      case TIMERFD_READ -> closing(Descriptor.timerfd(Linux.CLOCK_MONOTONIC, 0))::timerfdRead;
      case OPEN_FIFO -> {
        String fifo = folder.resolve("fifo").toString();
        Program.run("mkfifo", fifo);
        yield () -> Descriptor.open(fifo, Linux.O_RDONLY);
      }
      case SPLICE_IN -> {
        Socket[] pair = pair();
        yield () -> network().splice(pair[0], pipe[1], 10, 0);
      }
      case SPLICE_OUT -> {
        Socket[] pair = pair();
        pair[1].sendall(buffer, 0, 10);
        pipe[1].writeall(buffer);
        yield () -> network().splice(pair[0], pipe[1], 10, 0);
      }
      case SENDFILE -> {
        Socket[] pair = pair();
        Descriptor zero = closing(Descriptor.open("/proc/self/exe", Linux.O_RDONLY));
        yield () -> {
          for (; ; ) {
            pair[0].sendfile(zero, 0, 4096);
          }
        };
      }
      case POLLER -> {
        Poller poller = closing(new Poller(network()));
        poller.add(pipe[0], EPOLLIN, null);
        yield () -> poller.wait(4, null);
      }
    };
  }

  private Socket[] pair() throws IOException {
    Socket[] pair = network().socketpair();
    closing(pair[0]);
    closing(pair[1]);
    return pair;
  }

  @ParameterizedTest
  @EnumSource
  void R30_itEndsWithinTheTimeOfTheCodeAroundIt(Waiting which) throws Exception {
    Callable<?> call = call(which);
    long start = network().nanoTime();
    IOException failure = failure(() -> within(TIMEOUT, call::call));
    assertThat(network().nanoTime() - start).isGreaterThanOrEqualTo(TIMEOUT.toNanos());
    assertThat(failure)
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageEndingWith(": ETIMEDOUT (the deadline has passed)");
    assertThat(((SocketFailure) failure).call()).isEqualTo(which.call);
    ended(which);
  }

  @ParameterizedTest
  @EnumSource
  void R30_anInterruptEndsIt(Waiting which) throws Exception {
    Caller<?> caller = Caller.start(network(), call(which)).untilItWaits();
    caller.interrupt();
    IOException failure = caller.failure();
    assertThat(Errno.of(failure)).isEqualTo(Errno.EINTR);
    assertThat(((SocketFailure) failure).call()).isEqualTo(which.call);
    assertThat(caller.interruptStatus()).isTrue();
    ended(which);
  }

  /** A FIFO is still being opened, by a worker that is counted until somebody writes to it. */
  private void ended(Waiting which) throws Exception {
    if (which == Waiting.OPEN_FIFO) {
      assertThat(network().unfinished()).isEqualTo(1);
      Descriptor.open(folder.resolve("fifo").toString(), Linux.O_WRONLY).close();
      eventually(() -> assertThat(network().unfinished()).isZero());
    }
  }

  @Test
  void R30_aDescriptorHasADeadlineForEachDirection() throws Exception {
    Descriptor[] pipe = Descriptor.pipe();
    closing(pipe[0]);
    closing(pipe[1]);
    long deadline = network().deadline(TIMEOUT);
    for (Descriptor end : pipe) {
      end.setdeadline(deadline);
      assertThat(end.getreaddeadline()).isEqualTo(deadline);
      assertThat(end.getwritedeadline()).isEqualTo(deadline);
      try (Descriptor twin = end.dup()) {
        assertThat(twin.getreaddeadline()).isEqualTo(deadline);
        assertThat(twin.getwritedeadline()).isEqualTo(deadline);
      }
    }
    assertThat(failure(() -> pipe[0].read(1)))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("read: ETIMEDOUT (the deadline has passed)");
    assertThat(network().nanoTime() - deadline).isNotNegative();
    assertThat(failure(() -> pipe[1].writeall(new byte[1 << 20])))
        .isInstanceOf(SocketTimeoutException.class);
    pipe[0].setwritedeadline(Network.FOREVER);
    assertThat(pipe[0].read(5)).isEqualTo(new byte[5]); // it is there
    pipe[1].setwritedeadline(Network.FOREVER);
    Caller<?> writing =
        Caller.run(network(), () -> pipe[1].writeall(new byte[1 << 17])).untilItWaits();
    writing.interrupt();
    assertThat(Errno.of(writing.failure())).isEqualTo(Errno.EINTR);
  }
}

package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.socket.Address;
import gulliver.socket.Capability;
import gulliver.socket.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all suites share: a world for each test, things that are closed after it, and the check that
 * nothing is left open.
 *
 * <p>A suite is one subject's behaviour. A subclass of ten lines says on which {@link World}; so
 * the same tests run on the operating system's sockets and on any other network, against ourselves
 * and against programs that we did not write.
 */
public abstract class Suite {
  private final Deque<AutoCloseable> mine = new ArrayDeque<>();
  private List<String> before = List.of();
  private World world;

  /** For subclasses. */
  protected Suite() {}

  /**
   * Makes the world for one test.
   *
   * @return a world, which this class closes
   */
  protected abstract World newWorld();

  @BeforeEach
  final void begin() {
    world = newWorld();
    before = world.open();
  }

  @AfterEach
  final void end() throws Exception {
    try (World ended = world) {
      closeMine();
      eventually(() -> assertThat(ended.open()).as("left open").isSubsetOf(before));
    }
  }

  /** Closes everything, though closing one thing fails: the tests that follow are not to pay. */
  private void closeMine() throws Exception {
    while (!mine.isEmpty()) {
      try {
        mine.pop().close();
      } catch (Exception | AssertionError e) {
        closeMine();
        throw e;
      }
    }
  }

  /**
   * The world of this test.
   *
   * @return the world
   */
  protected final World world() {
    return world;
  }

  /**
   * The network under test.
   *
   * @return the network
   */
  protected final Network network() {
    return world.network();
  }

  /**
   * Who is at the other end.
   *
   * @return the peer
   */
  protected final Peer peer() {
    return world.peer();
  }

  /**
   * An address of this host with an ephemeral port.
   *
   * @return an IPv4 literal with port 0
   */
  protected final Address anywhere() {
    return world.local(0);
  }

  /**
   * Closes something after the test, whatever happens; the last first.
   *
   * @param thing what
   * @param <T> its type
   * @return the thing
   */
  protected final <T extends AutoCloseable> T closing(T thing) {
    mine.push(thing);
    return thing;
  }

  /**
   * Skips the test where the network lacks something, and says what.
   *
   * @param capability what it needs
   */
  protected final void needs(Capability capability) {
    Assumptions.assumeTrue(network().supports(capability), network() + " lacks " + capability);
  }

  /**
   * Runs something on a thread of the network.
   *
   * @param work what
   * @param <T> its answer
   * @return the answer to come
   */
  protected final <T> CompletableFuture<T> start(Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    network()
        .start(() -> {
          try {
            answer.complete(work.call());
          } catch (Throwable t) {
            answer.completeExceptionally(t);
          }
        });
    return answer;
  }

  /**
   * The answer of something that {@link #start} began; what that threw is thrown here.
   *
   * @param answer the answer to come
   * @param <T> its type
   * @return the answer
   * @throws Exception what the work threw, or if it takes more than 20 s
   */
  protected static <T> T result(CompletableFuture<T> answer) throws Exception {
    try {
      return answer.get(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Runs a call that waits, lets time pass for it, and answers what it came to.
   *
   * @param time how much time
   * @param work the call
   * @param <T> its answer
   * @return its answer
   * @throws Exception what it threw
   */
  protected final <T> T afterTime(Duration time, Callable<T> work) throws Exception {
    CompletableFuture<T> answer = start(work);
    world.pass(time);
    return result(answer);
  }

  /**
   * The failure of a call that is expected to fail with an {@link IOException}.
   *
   * @param call the call
   * @return what it threw
   */
  protected static IOException failure(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(IOException.class);
    return (IOException) thrown;
  }

  /**
   * Waits, for at most 20 s, until an assertion holds; what else is thrown ends the waiting.
   *
   * @param assertion what is to hold
   */
  protected static void eventually(ThrowingCallable assertion) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(assertion::call);
  }

  /**
   * Bytes that differ from their neighbours, so that a lost, doubled or moved one shows.
   *
   * @param size how many
   * @return the bytes
   */
  protected static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8) * 17 + (i >> 16));
    }
    return bytes;
  }

  /**
   * A part of an array.
   *
   * @param bytes the array
   * @param from the first
   * @param to behind the last
   * @return a copy
   */
  protected static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}

package gulliver.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.socket.*;
import java.io.IOException;
import java.time.Duration;

/**
 * Descriptors that are no sockets: a pipe, a counter that one thread wakes another with, a timer.
 * They wait as sockets do: {@code settimeout}, interrupts and {@code close} end it.
 */
public final class Descriptors {
  private Descriptors() {}

  /** One of each. */
  public static void main(String... args) throws IOException {
    Descriptor[] pipe = Descriptor.pipe(); // what goes into the second comes out of the first
    try (Descriptor from = pipe[0]) {
      try (Descriptor to = pipe[1]) {
        to.writeall("through a pipe".getBytes(UTF_8));
      }
      IO.println(new String(from.read(100), UTF_8) + ", then " + from.read(100).length + " bytes");
    }
    try (Descriptor counter = Descriptor.eventfd(0, 0)) {
      Network.os().start(() -> counter.eventfdWrite(3)); // from another thread
      IO.println("counted to " + counter.eventfdRead());
    }
    try (Descriptor timer = Descriptor.timerfd(Linux.CLOCK_MONOTONIC)) {
      timer.timerfdSettime(Duration.ofMillis(10));
      IO.println("the timer has expired " + timer.timerfdRead() + " time");
    }
    try (Descriptor file = Descriptor.open("/proc/self/comm", Linux.O_RDONLY)) {
      IO.println("this program is " + new String(file.read(100), UTF_8).strip());
    }
  }
}

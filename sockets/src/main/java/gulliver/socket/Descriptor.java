package gulliver.socket;

import gulliver.socket.spi.Descriptors;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file descriptor of the operating system, of any kind: a device, a pipe, a terminal, a timer, a
 * counter, a file, a descriptor that something else opened. What is a socket is better a {@link
 * Socket}: {@link Network#fromfd}.
 *
 * <p>A descriptor waits as a {@link Socket} does: a call that cannot do its work at once parks its
 * thread, which may be a virtual one; {@link #settimeout} limits the wait, an interrupt ends it,
 * and so does {@link #close} by another thread. What its calls answer is in the same table: a
 * count; 0 at the end (the last writer of a pipe has gone); {@link Socket#WOULD_BLOCK} where a
 * descriptor that does not wait would have to.
 *
 * <p>Any number of threads may use a descriptor. One may read while another writes; of several that
 * read, or write, and may wait, one at a time does.
 *
 * <p>Regular files are never waited for: their calls take the time that the disk takes, and a
 * virtual thread keeps its carrier meanwhile.
 *
 * <p>Every failure is an {@link IOException} and a {@link SocketFailure} with its errno; use after
 * {@link #close} is {@code EBADF}. A descriptor is closed when the process executes another
 * program, unless {@link #setInheritable} says otherwise. One that is dropped without {@code close}
 * is closed when it is collected, with a warning in the log. {@code equals} is identity.
 *
 * @since 0.1
 */
public final class Descriptor implements Pollable {
  private final Network network;
  private final Descriptors kernel;
  final Core core;
  private final Cleaner.Cleanable cleanable;

  private Descriptor(Network network, Descriptors kernel, Endpoint endpoint) {
    this.network = network;
    this.kernel = kernel;
    this.core = new Core(endpoint, network.time());
    this.cleanable = Dropped.watch(this, core);
  }

  /**
   * Takes a descriptor that a call has just answered, or its failure.
   *
   * @param result a descriptor, or {@code -errno}
   * @param ours whether its description was made here, and nobody else has it
   */
  private static Descriptor made(String call, String detail, int result, boolean ours)
      throws IOException {
    if (result < 0) {
      throw failure(call, detail, -result);
    }
    Network os = Network.os();
    Descriptors kernel = kernel(os);
    return new Descriptor(os, kernel, kernel.file(result, ours));
  }

  private static IOException failure(String call, String detail, int errno) {
    return SocketFailure.of(new SocketFailure.Details(call, detail, null, errno, 0), false);
  }

  /** What a network can do with descriptors; it must have them. */
  static Descriptors kernel(Network network) {
    Descriptors kernel = network.provider().descriptors();
    if (kernel == null) {
      throw new UnsupportedOperationException("the network " + network + " has no descriptors");
    }
    return kernel;
  }

  private Descriptor blocking(boolean blocking) {
    setblocking(blocking);
    return this;
  }

  // ---- open(2) ----

  /**
   * Opens a file or a device that exists.
   *
   * @param path such as {@code /dev/net/tun}
   * @param flags {@link Linux#O_RDONLY}, {@link Linux#O_WRONLY} or {@link Linux#O_RDWR}, with
   *     further {@code O_} flags or'ed; with {@link Linux#O_NONBLOCK}, the descriptor does not wait
   * @return the descriptor, which the caller closes
   * @throws IOException as {@link #open(String, int, int)}
   */
  public static Descriptor open(String path, int flags) throws IOException {
    return open(path, flags, 0);
  }

  /**
   * Opens a file or a device, or makes a file. A FIFO may have to wait for its other end; the
   * thread is parked meanwhile, and an interrupt ends the wait, or {@link Network#within}.
   *
   * @param path which
   * @param flags {@code O_} flags, or'ed
   * @param mode the permissions of a file that {@link Linux#O_CREAT} or {@link Linux#O_TMPFILE}
   *     makes, less the process's umask
   * @return the descriptor, which the caller closes
   * @throws IOException {@code ENOENT} → no such file; {@code EACCES} → no right to it; {@code
   *     EEXIST} → with {@code O_CREAT | O_EXCL}, it is there; {@code EISDIR} → a directory, to be
   *     written to; {@code ENXIO}, {@code ENODEV} → no such device, or with {@code O_WRONLY |
   *     O_NONBLOCK} a FIFO that nobody reads; {@code EMFILE}, {@code ENFILE} → too many descriptors
   * @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2)</a>
   */
  public static Descriptor open(String path, int flags, int mode) throws IOException {
    if (path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "open: path \"" + path.replace("\0", "\\0") + "\": NUL is not allowed");
    }
    if ((mode & ~07777) != 0) {
      throw new IllegalArgumentException(
          "open: mode 0" + Integer.toOctalString(mode) + ": 0 to 07777 are allowed");
    }
    Descriptors kernel = kernel(Network.os());
    Time time = Network.os().time();
    int fd = kernel.open(path, flags, mode, Deadlines.ofScope(time));
    if (fd == -Linux.ETIMEDOUT && Deadlines.isScopeOver(time)) {
      throw new SocketFailure.TimedOut(
          new SocketFailure.Details("open", path, null, Linux.ETIMEDOUT, 0), null);
    }
    return made("open", path, fd, true).blocking((flags & Linux.O_NONBLOCK) == 0);
  }

  // ---- pipe(2) ----

  /**
   * Makes a pipe.
   *
   * @return its two ends: what is written to the second is read from the first
   * @throws IOException as {@link #pipe(int)}
   */
  public static Descriptor[] pipe() throws IOException {
    return pipe(0);
  }

  /**
   * Makes a pipe, with flags.
   *
   * @param flags {@link Linux#O_NONBLOCK}: both ends do not wait; {@link Linux#O_DIRECT}: packets,
   *     each read as it was written; or'ed
   * @return its two ends, which the caller closes: what is written to the second is read from the
   *     first
   * @throws IOException {@code EINVAL} → another flag; {@code EMFILE}, {@code ENFILE} → too many
   *     descriptors
   * @see <a href="https://man7.org/linux/man-pages/man2/pipe.2.html">pipe(2)</a>
   */
  public static Descriptor[] pipe(int flags) throws IOException {
    int[] ends = new int[2];
    int result = kernel(Network.os()).pipe(ends, flags);
    if (result < 0) {
      throw failure("pipe", "0x" + Integer.toHexString(flags), -result);
    }
    boolean blocking = (flags & Linux.O_NONBLOCK) == 0;
    return new Descriptor[] {
      made("pipe", "", ends[0], true).blocking(blocking),
      made("pipe", "", ends[1], true).blocking(blocking)
    };
  }

  // ---- eventfd(2) ----

  /**
   * Makes a counter of 64 bits: {@link #eventfdWrite} adds to it, {@link #eventfdRead} takes its
   * value and waits while that is 0. So one thread wakes another, in {@code poll} too.
   *
   * @param initval its initial value, unsigned
   * @param flags {@link Linux#EFD_SEMAPHORE}: reading takes 1; {@link Linux#EFD_NONBLOCK}: it does
   *     not wait; or'ed
   * @return the descriptor, which the caller closes
   * @throws IOException {@code EINVAL} → another flag; {@code EMFILE}, {@code ENFILE} → too many
   *     descriptors
   * @see <a href="https://man7.org/linux/man-pages/man2/eventfd.2.html">eventfd(2)</a>
   */
  public static Descriptor eventfd(int initval, int flags) throws IOException {
    return made("eventfd", "", kernel(Network.os()).eventfd(initval, flags), true)
        .blocking((flags & Linux.EFD_NONBLOCK) == 0);
  }

  /**
   * Takes the counter's value, or 1 of it with {@link Linux#EFD_SEMAPHORE}; waits while it is 0.
   *
   * @return the value, unsigned
   * @throws WouldBlockException if it is 0 and the descriptor does not wait
   * @throws IOException {@code EINVAL} → not a counter
   */
  public long eventfdRead() throws IOException {
    return readLong("eventfdRead");
  }

  /**
   * Adds to the counter; waits while the sum would exceed 2⁶⁴-2.
   *
   * @param value how much, unsigned, except -1
   * @throws WouldBlockException if the sum is too large and the descriptor does not wait
   * @throws IOException {@code EINVAL} → -1, or not a counter
   */
  public void eventfdWrite(long value) throws IOException {
    long[] eight = {value};
    if (writing("eventfdWrite", MemorySegment.ofArray(eight), 0, Long.BYTES, Core.Until.SOME) < 0) {
      throw core.failure("eventfdWrite", null, Linux.EAGAIN, 0);
    }
  }

  private long readLong(String call) throws IOException {
    long[] eight = new long[1];
    long n = reading(call, MemorySegment.ofArray(eight), 0, Long.BYTES);
    if (n < Long.BYTES) {
      throw core.failure(call, null, n < 0 ? Linux.EAGAIN : Linux.EINVAL, 0);
    }
    return eight[0];
  }

  // ---- timerfd_create(2) ----

  /**
   * What a timer is set to.
   *
   * @param value until it expires first; zero for a timer that is not set
   * @param interval between its further expirations; zero for a timer that expires once
   */
  public record TimerSpec(Duration value, Duration interval) {}

  /**
   * Makes a timer, which is readable when it has expired.
   *
   * @param clock such as {@link Linux#CLOCK_MONOTONIC}, {@link Linux#CLOCK_REALTIME} or {@link
   *     Linux#CLOCK_BOOTTIME}
   * @return the descriptor, which the caller closes
   * @throws IOException as {@link #timerfd(int, int)}
   */
  public static Descriptor timerfd(int clock) throws IOException {
    return timerfd(clock, 0);
  }

  /**
   * Makes a timer, with flags.
   *
   * @param clock as above
   * @param flags {@link Linux#TFD_NONBLOCK}: it does not wait
   * @return the descriptor, which the caller closes
   * @throws IOException {@code EINVAL} → another clock or flag; {@code EPERM} → a clock that wakes
   *     the machine, without {@code CAP_WAKE_ALARM}; {@code EMFILE}, {@code ENFILE} → too many
   *     descriptors
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/timerfd_create.2.html">timerfd_create(2)</a>
   */
  public static Descriptor timerfd(int clock, int flags) throws IOException {
    return made("timerfd_create", "", kernel(Network.os()).timerfd(clock, flags), true)
        .blocking((flags & Linux.TFD_NONBLOCK) == 0);
  }

  /**
   * Sets the timer to expire once, after some time.
   *
   * @param value how long from now, in nanoseconds; zero takes it back
   * @return what it was set to
   * @throws IOException as {@link #timerfdSettime(int, Duration, Duration)}
   */
  public TimerSpec timerfdSettime(Duration value) throws IOException {
    return timerfdSettime(0, value, Duration.ZERO);
  }

  /**
   * Sets the timer.
   *
   * @param flags 0: {@code value} is from now; {@link Linux#TFD_TIMER_ABSTIME}: it is the clock's
   *     reading ({@code CLOCK_REALTIME}'s is the time since 1970); with {@link
   *     Linux#TFD_TIMER_CANCEL_ON_SET} too: reading fails with {@code ECANCELED} when somebody sets
   *     that clock
   * @param value when it expires first; zero takes it back
   * @param interval between its further expirations; zero for one that expires once
   * @return what it was set to
   * @throws IOException {@code EINVAL} → not a timer, or another flag
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/timerfd_settime.2.html">timerfd_settime(2)</a>
   */
  public TimerSpec timerfdSettime(int flags, Duration value, Duration interval) throws IOException {
    byte[] spec = new byte[Linux.itimerspec.SIZEOF];
    MemorySegment raw = MemorySegment.ofArray(spec);
    put(raw, Linux.itimerspec.it_value, "value", value);
    put(raw, Linux.itimerspec.it_interval, "interval", interval);
    control("timerfd_settime", () -> kernel.settime(number(), flags, raw));
    return timerSpec(raw);
  }

  /**
   * {@return how long until the timer expires next (also of one set absolutely), and its interval}
   *
   * @throws IOException {@code EINVAL} → not a timer
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/timerfd_gettime.2.html">timerfd_gettime(2)</a>
   */
  public TimerSpec timerfdGettime() throws IOException {
    MemorySegment raw = MemorySegment.ofArray(new byte[Linux.itimerspec.SIZEOF]);
    control("timerfd_gettime", () -> kernel.gettime(number(), raw));
    return timerSpec(raw);
  }

  /**
   * Waits until the timer has expired, since it was set or read last.
   *
   * @return how many times
   * @throws WouldBlockException if it has not, and the descriptor does not wait
   * @throws IOException {@code ECANCELED} → the clock was set; {@code EINVAL} → not a timer
   */
  public long timerfdRead() throws IOException {
    return readLong("timerfdRead");
  }

  private static void put(MemorySegment spec, int at, String what, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "timerfd_settime: " + what + " " + time + ": at least 0 is allowed");
    }
    spec.set(ValueLayout.JAVA_LONG_UNALIGNED, at, time.getSeconds());
    spec.set(ValueLayout.JAVA_LONG_UNALIGNED, at + Long.BYTES, time.getNano());
  }

  private static TimerSpec timerSpec(MemorySegment spec) {
    return new TimerSpec(
        time(spec, Linux.itimerspec.it_value), time(spec, Linux.itimerspec.it_interval));
  }

  private static Duration time(MemorySegment spec, int at) {
    return Duration.ofSeconds(
        spec.get(ValueLayout.JAVA_LONG_UNALIGNED, at),
        spec.get(ValueLayout.JAVA_LONG_UNALIGNED, at + Long.BYTES));
  }

  // ---- descriptors that are there already ----

  /**
   * Adopts a descriptor that something else opened: it is this object's from now on, which closes
   * it, and closed on exec. Its {@code O_NONBLOCK} is changed for moments only, since others may
   * share the description.
   *
   * @param fd its number, which nothing else in this process may use or close any more
   * @return the descriptor, which the caller closes
   * @throws IOException {@code EBADF} → not open
   */
  public static Descriptor fromfd(int fd) throws IOException {
    Descriptors kernel = kernel(Network.os());
    int result = kernel.fcntl(fd, Linux.F_SETFD, Linux.FD_CLOEXEC);
    return made("fromfd", String.valueOf(fd), result < 0 ? result : fd, false);
  }

  /**
   * {@return a duplicate of the standard input, descriptor 0} Closing it leaves that open. {@link
   * System#in} has a buffer: what that has taken cannot be read here.
   *
   * @throws IOException {@code EBADF} → it is closed; {@code EMFILE} → too many descriptors
   */
  public static Descriptor stdin() throws IOException {
    return standard("stdin", 0);
  }

  /**
   * {@return a duplicate of the standard output, descriptor 1} Closing it leaves that open.
   *
   * @throws IOException as {@link #stdin()}
   */
  public static Descriptor stdout() throws IOException {
    return standard("stdout", 1);
  }

  /**
   * {@return a duplicate of the standard error, descriptor 2} Closing it leaves that open.
   *
   * @throws IOException as {@link #stdin()}
   */
  public static Descriptor stderr() throws IOException {
    return standard("stderr", 2);
  }

  private static Descriptor standard(String name, int fd) throws IOException {
    int twin = kernel(Network.os()).fcntl(fd, Linux.F_DUPFD_CLOEXEC, 3);
    return made(name, String.valueOf(fd), twin, false);
  }

  // ---- read(2) ----

  /**
   * Reads up to {@code size} bytes into a fresh array.
   *
   * @param size how many at most, at least 0; more than 1 MiB is taken as 1 MiB
   * @return the bytes; empty at the end
   * @throws WouldBlockException if there are none and the descriptor does not wait
   * @throws IOException as {@link #read(byte[])}
   */
  public byte[] read(int size) throws IOException {
    if (size < 0) {
      throw new IllegalArgumentException("read: size " + size + ": at least 0 is allowed");
    }
    byte[] buffer = new byte[(int) Math.min(size, Core.MOST)];
    int n = read(buffer);
    if (n < 0) {
      throw core.failure("read", null, Linux.EAGAIN, 0);
    }
    return n == buffer.length ? buffer : Arrays.copyOf(buffer, n);
  }

  /**
   * Reads into an array: what is there, at least one byte; a device gives one message.
   *
   * @param buffer receives the bytes, from its beginning
   * @return how many, at most 1 MiB; 0 at the end; or {@link Socket#WOULD_BLOCK}
   * @throws IOException {@code EBADF} → closed, or not open for reading; {@code EINVAL} → a kind
   *     that cannot be read, or a buffer too small for it; {@code EISDIR} → a directory; {@code
   *     EIO} → the device, or a terminal in the background; or a time-out
   * @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
   */
  public int read(byte[] buffer) throws IOException {
    return (int) reading("read", SocketForms.given(buffer), 0, buffer.length);
  }

  /**
   * Reads into a range of the array.
   *
   * @param buffer receives the bytes
   * @param offset where the range begins
   * @param length how long it is
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link #read(byte[])}
   */
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return (int) reading("read", part(buffer, offset, length), offset, length);
  }

  /**
   * Reads into what remains of the buffer.
   *
   * @param buffer receives the bytes
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link #read(byte[])}
   */
  public int read(ByteBuffer buffer) throws IOException {
    Object bytes = Bytes.of(SocketForms.given(buffer));
    return SocketForms.moved(
        buffer, reading("read", bytes, Bytes.start(bytes, buffer), buffer.remaining()));
  }

  /**
   * Reads into the segment.
   *
   * @param buffer receives the bytes
   * @return how many, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link #read(byte[])}
   */
  public int read(MemorySegment buffer) throws IOException {
    return (int) reading("read", SocketForms.given(buffer), 0, buffer.byteSize());
  }

  private long reading(String call, Object into, long at, long size) throws IOException {
    try {
      return core.receive(call, into, at, size, 0, null, Core.Until.SOME);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  // ---- write(2) ----

  /**
   * Writes what is taken at once, at least one byte; waits while there is no room. A device takes
   * one message.
   *
   * @param buffer what to write
   * @return how many bytes were taken, at most 1 MiB; or {@link Socket#WOULD_BLOCK}
   * @throws IOException {@code EPIPE} → nobody reads the pipe any more (never a signal); {@code
   *     EBADF} → closed, or not open for writing; {@code ENOSPC}, {@code EFBIG}, {@code EDQUOT} →
   *     no room for a file; {@code EINVAL} → a kind that cannot be written, or not that; {@code
   *     EIO} → the device
   * @see <a href="https://man7.org/linux/man-pages/man2/write.2.html">write(2)</a>
   */
  public int write(byte[] buffer) throws IOException {
    return (int) writing("write", SocketForms.given(buffer), 0, buffer.length, Core.Until.SOME);
  }

  /**
   * Writes what is taken at once of a range of the array.
   *
   * @param buffer what to write
   * @param offset where the range begins
   * @param length how long it is
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link #write(byte[])}
   */
  public int write(byte[] buffer, int offset, int length) throws IOException {
    return (int) writing("write", part(buffer, offset, length), offset, length, Core.Until.SOME);
  }

  /**
   * Writes what is taken at once of what remains of the buffer.
   *
   * @param buffer what to write
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link #write(byte[])}
   */
  public int write(ByteBuffer buffer) throws IOException {
    Object bytes = Bytes.of(SocketForms.given(buffer));
    return SocketForms.moved(
        buffer,
        writing("write", bytes, Bytes.start(bytes, buffer), buffer.remaining(), Core.Until.SOME));
  }

  /**
   * Writes what is taken at once of the segment.
   *
   * @param buffer what to write
   * @return how many bytes were taken, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as {@link #write(byte[])}
   */
  public int write(MemorySegment buffer) throws IOException {
    return (int) writing("write", SocketForms.given(buffer), 0, buffer.byteSize(), Core.Until.SOME);
  }

  /**
   * Writes everything, in as many {@code write} calls as it takes; whole against another {@code
   * writeall}. The time-out is for all of it.
   *
   * @param buffer what to write
   * @throws IOException as {@link #write(byte[])}; {@link SocketFailure#transferred()} says how
   *     much had gone
   */
  public void writeall(byte[] buffer) throws IOException {
    if (writing("writeall", SocketForms.given(buffer), 0, buffer.length, Core.Until.FULL) < 0) {
      throw core.failure("writeall", null, Linux.EAGAIN, 0);
    }
  }

  private static byte[] part(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, SocketForms.given(buffer).length);
    return buffer;
  }

  private long writing(String call, Object from, long at, long size, Core.Until until)
      throws IOException {
    try {
      return core.send(call, from, at, size, 0, null, until, Deadlines.UNSET);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  // ---- ioctl(2) ----

  /**
   * Makes a request to a device, without an argument or with 0.
   *
   * @param request the request
   * @return the result, mostly 0
   * @throws IOException as {@link #ioctl(int, byte[])}
   */
  public int ioctl(int request) throws IOException {
    return ioctl(request, 0);
  }

  /**
   * Makes a request to a device, with a number.
   *
   * @param request the request
   * @param argument the number; of a request that takes a structure, use another form
   * @return the result, mostly 0
   * @throws IOException as {@link #ioctl(int, byte[])}
   */
  public int ioctl(int request, int argument) throws IOException {
    check(request);
    if (argument != 0 && isAddress(request, argument)) {
      throw new IllegalArgumentException(
          "ioctl " + hex(request) + ": " + argument + ": it takes a structure");
    }
    return control("ioctl", () -> kernel.ioctl(number(), request, argument));
  }

  /**
   * Whether the kernel would take a number for an address, and perhaps write there. Nothing is ever
   * mapped below 64 Ki. TUN devices have requests that are declared to take an int's address, and
   * take the int.
   */
  private static boolean isAddress(int request, int argument) {
    boolean ofTun = request >>> 30 == 1 && (request >>> 8 & 255) == 'T';
    return ofTun ? request == Linux.TUNSETIFF : request >>> 30 != 0 || argument > 0xffff;
  }

  /**
   * Makes a request to a device, with a structure.
   *
   * @param request the request, such as {@link Linux#TUNSETIFF}
   * @param argument the structure, in the machine's byte order, in and out; at least as long as the
   *     request's number says, where it does, and as the kernel's structure is in any case
   * @return the result, mostly 0
   * @throws IOException {@code ENOTTY} → the descriptor has no such request; {@code EINVAL} → not
   *     with that argument; {@code EPERM} → it needs a privilege; {@code EBUSY} → not now
   * @throws IllegalArgumentException if the structure is too short, or for {@link Linux#FIONBIO},
   *     which {@link #setblocking} stands for
   * @see <a href="https://man7.org/linux/man-pages/man2/ioctl.2.html">ioctl(2)</a>
   */
  public int ioctl(int request, byte[] argument) throws IOException {
    return ioctl(request, MemorySegment.ofArray(SocketForms.given(argument)));
  }

  /**
   * Makes a request to a device, with a structure in a segment.
   *
   * @param request the request
   * @param argument the structure, in and out; only in, if it is read-only
   * @return the result, mostly 0
   * @throws IOException as {@link #ioctl(int, byte[])}
   */
  public int ioctl(int request, MemorySegment argument) throws IOException {
    check(request);
    long least = length(request);
    if (argument.byteSize() < least) {
      throw new IllegalArgumentException(
          "ioctl %s: %d bytes: at least %d are allowed"
              .formatted(hex(request), argument.byteSize(), least));
    }
    return control("ioctl", () -> kernel.ioctl(number(), request, argument));
  }

  private static void check(int request) {
    if (request == Linux.FIONBIO) {
      throw new IllegalArgumentException("ioctl FIONBIO: setblocking stands for it");
    }
  }

  /** How long a request's structure is at least, by its number. */
  private static int length(int request) {
    return request == Linux.TUNSETIFF || request == Linux.TUNGETIFF
        ? Linux.ifreq.SIZEOF // and not an int, as their numbers say
        : request >>> 30 == 0 ? 0 : request >>> 16 & 0x3fff;
  }

  private static String hex(int request) {
    return "0x" + Integer.toHexString(request);
  }

  // ---- time-outs ----

  /**
   * Limits how long a call waits, from now on.
   *
   * @param timeout null: for ever, which is initial; {@code ZERO}: not at all; otherwise at most
   *     that long, then {@link java.net.SocketTimeoutException}
   */
  public void settimeout(@Nullable Duration timeout) {
    long nanos = Timeouts.nanos("settimeout", timeout);
    core.receiveTimeout = nanos;
    core.sendTimeout = nanos;
  }

  /** {@return the time-out: null for ever, {@code ZERO} for not at all} */
  public @Nullable Duration gettimeout() {
    return Timeouts.duration(core.receiveTimeout);
  }

  /**
   * {@code settimeout(null)} or {@code settimeout(ZERO)}: whether calls wait.
   *
   * @param blocking whether they do
   */
  public void setblocking(boolean blocking) {
    settimeout(blocking ? null : Duration.ZERO);
  }

  /** {@return whether calls wait, be it for a limited time} */
  public boolean getblocking() {
    return core.receiveTimeout != 0;
  }

  /**
   * Sets when calls end that have to wait, from now on, as {@link Socket#setdeadline}.
   *
   * @param deadline an instant of {@link Network#nanoTime()}; {@link Network#FOREVER}, which is
   *     initial, for none
   */
  public void setdeadline(long deadline) {
    setreaddeadline(deadline);
    setwritedeadline(deadline);
  }

  /**
   * Sets when reading calls end that have to wait.
   *
   * @param deadline as in {@link #setdeadline}
   */
  public void setreaddeadline(long deadline) {
    core.receiving.deadline = Deadlines.given(deadline);
  }

  /**
   * Sets when writing calls end that have to wait.
   *
   * @param deadline as in {@link #setdeadline}
   */
  public void setwritedeadline(long deadline) {
    core.sending.deadline = Deadlines.given(deadline);
  }

  /** {@return the deadline of reading, {@link Network#FOREVER} for none} */
  public long getreaddeadline() {
    return core.receiving.deadline;
  }

  /** {@return the deadline of writing, {@link Network#FOREVER} for none} */
  public long getwritedeadline() {
    return core.sending.deadline;
  }

  // ---- the number ----

  /** {@return the operating system's network, to which all descriptors belong} */
  @Override
  public Network network() {
    return network;
  }

  /** {@return the descriptor's number; -1 after {@link #close} or {@link #detach}} */
  @Override
  public int fileno() {
    return core.isClosed() ? -1 : number();
  }

  private int number() {
    return (int) core.endpoint.handle();
  }

  /**
   * {@return another descriptor for the same description, with a number and time-outs of its own}
   *
   * @throws IOException {@code EMFILE} → too many descriptors
   * @see <a href="https://man7.org/linux/man-pages/man2/dup.2.html">dup(2)</a>
   */
  public Descriptor dup() throws IOException {
    core.enter("dup");
    try {
      int[] errno = new int[1];
      Endpoint twin = core.endpoint.dup(errno);
      if (twin == null) {
        throw core.failure("dup", null, core.isClosed() ? Linux.EBADF : errno[0], 0);
      }
      Descriptor descriptor = new Descriptor(network, kernel, twin);
      descriptor.core.receiveTimeout = core.receiveTimeout;
      descriptor.core.sendTimeout = core.sendTimeout;
      descriptor.setreaddeadline(getreaddeadline());
      descriptor.setwritedeadline(getwritedeadline());
      return descriptor;
    } finally {
      core.leave();
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Gives the number away: this object is closed, the descriptor is not, and blocks as the outside
   * world expects. Calls of other threads end as in {@link #close}.
   *
   * @return the number, which the caller closes
   * @throws IOException {@code EBADF} → closed
   */
  @Override
  public int detach() throws IOException {
    int fd = (int) core.detach("detach");
    Dropped.forget(cleanable);
    return fd;
  }

  /**
   * {@return whether a program that the process executes has the descriptor, too} Initially not.
   *
   * @throws IOException {@code EBADF} → closed
   */
  public boolean getInheritable() throws IOException {
    return inheritable(core, kernel);
  }

  /**
   * Says whether a program that the process executes has the descriptor, too ({@code FD_CLOEXEC}).
   * {@link ProcessBuilder} closes all but 0, 1 and 2 in a child nevertheless.
   *
   * @param inheritable whether it has
   * @throws IOException {@code EBADF} → closed
   */
  public void setInheritable(boolean inheritable) throws IOException {
    setInheritable(core, kernel, inheritable);
  }

  static boolean inheritable(Core core, Descriptors kernel) throws IOException {
    int fd = (int) core.endpoint.handle();
    int flags = control(core, "fcntl", () -> kernel.fcntl(fd, Linux.F_GETFD, 0));
    return (flags & Linux.FD_CLOEXEC) == 0;
  }

  static void setInheritable(Core core, Descriptors kernel, boolean inheritable)
      throws IOException {
    int fd = (int) core.endpoint.handle();
    control(
        core,
        "fcntl",
        () -> {
          if (inheritable) {
            kernel.lend(core.endpoint);
          }
          return kernel.fcntl(fd, Linux.F_SETFD, inheritable ? 0 : Linux.FD_CLOEXEC);
        });
  }

  // ---- close(2) ----

  /**
   * Closes the descriptor. Calls of other threads that wait in it end at once with {@code EBADF};
   * its number is free when the last of them has left. Closing again does nothing.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  @Override
  public void close() {
    if (core.close()) {
      Dropped.forget(cleanable);
    }
  }

  /** Its number and what the system calls it, such as {@code descriptor 7 /dev/net/tun}. */
  @Override
  public String toString() {
    try {
      core.enter("readlink");
    } catch (IOException e) {
      return "descriptor closed";
    }
    try {
      String name = "descriptor " + number();
      try {
        return name + " " + Files.readSymbolicLink(Path.of("/proc/self/fd/" + number()));
      } catch (IOException withoutProc) {
        return name;
      }
    } finally {
      core.leave();
    }
  }

  /** Makes a call that does not wait. */
  private int control(String call, IntSupplier attempt) throws IOException {
    try {
      return control(core, call, attempt);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static int control(Core core, String call, IntSupplier attempt) throws IOException {
    Objects.requireNonNull(attempt);
    core.enter(call);
    try {
      int n = attempt.getAsInt();
      if (n < 0) {
        throw core.failure(call, null, core.isClosed() ? Linux.EBADF : -n, 0);
      }
      core.checkOpen(call, null, null);
      return n;
    } finally {
      core.leave();
    }
  }
}

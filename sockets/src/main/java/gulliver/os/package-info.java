/**
 * The operating system's network: Linux system calls through {@code java.lang.foreign}.
 *
 * <p>In reading order: {@link gulliver.os.OsNetwork} makes sockets; {@link gulliver.os.OsEndpoint}
 * is one, with one attempt of each call ({@link gulliver.os.OsMessages}: those with messages), over
 * a {@link gulliver.os.WatchedDescriptor}, which is waited for and closed; {@link
 * gulliver.os.Poller}, {@link gulliver.os.Waiter} and {@link gulliver.os.Tries} are how a thread
 * waits until an attempt may do better, {@link gulliver.os.ShortReads} spares attempts; {@link
 * gulliver.os.Workers} runs what would block a carrier; {@link gulliver.os.OsResolver} asks the C
 * library for names. {@code ffm} has one method for each C function, {@code linux} the kernel's
 * structures.
 *
 * <p>The rule behind all of it: never block in the kernel, never change what others see. A foreign
 * call that sleeps pins its carrier, so data calls have {@code MSG_DONTWAIT}; {@code O_NONBLOCK}
 * belongs to the description, which other processes may share, so it is set only where there is no
 * flag, and taken back.
 */
@NullMarked
package gulliver.os;

import org.jspecify.annotations.NullMarked;

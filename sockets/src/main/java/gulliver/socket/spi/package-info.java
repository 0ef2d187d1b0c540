/**
 * The one seam that a network implements.
 *
 * <p>Above it, once for all networks, stand arguments, the use count and closing, time-outs,
 * interrupts, the loop <i>try – wait – try</i>, {@code sendall}, {@code MSG_WAITALL}, names
 * resolved late, and the observer. Below it stand one attempt of each call, which returns at once,
 * and a way to wait until the next attempt may do better.
 *
 * <p>No descriptor, poller or wall clock is in a signature. Deadlines are in the network's own
 * nanoseconds; options go by Linux's numbers and layouts ({@link gulliver.socket.Linux}) on every
 * network; what a network lacks is a missing {@link gulliver.socket.Capability} and an errno, never
 * a silence.
 */
@NullMarked
package gulliver.socket.spi;

import org.jspecify.annotations.NullMarked;

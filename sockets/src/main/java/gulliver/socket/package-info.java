/**
 * The Berkeley socket API: the calls that every networking course teaches and every system offers,
 * with their standard names and meaning.
 *
 * <p>A map, in reading order:
 *
 * <ul>
 *   <li>{@link gulliver.socket.Socket} is the API on one page: read it from top to bottom.
 *   <li>{@link gulliver.socket.Sockets} is what a program imports statically: constants, byte
 *       order, addresses, and one-line doors to the operating system's network.
 *   <li>{@link gulliver.socket.Network} is where sockets come from, and with them names, time and
 *       threads.
 *   <li>{@link gulliver.socket.Address} says where: IPv4, IPv6, a name to be resolved later, a UNIX
 *       path, an interface, a netlink port.
 *   <li>{@link gulliver.socket.SocketFailure} and {@link gulliver.socket.Errno} say what went
 *       wrong.
 *   <li>{@link gulliver.socket.SocketOption} is the typed form of {@code getsockopt} and {@code
 *       setsockopt}; {@link gulliver.socket.Options} lists the options, {@link
 *       gulliver.socket.Linux} every number for the raw form.
 *   <li>{@link gulliver.socket.NetlinkMessage} is what the kernel is asked and what it tells over
 *       {@code AF_NETLINK}, with {@link gulliver.socket.NetlinkAttribute} and {@link
 *       gulliver.socket.NetlinkAck}.
 *   <li>{@link gulliver.socket.CallObserver} watches the calls go by.
 * </ul>
 *
 * <p>JDK Flight Recorder, where it is there, records calls that took longer than 20 ms as events
 * {@code gulliver.SocketConnect}, {@code SocketAccept}, {@code SocketSend}, {@code SocketReceive},
 * {@code SocketClose} and {@code gulliver.NameLookup}, with both addresses, bytes, errno and
 * descriptor. {@code -XX:StartFlightRecording:gulliver.SocketConnect#threshold=0ms} records all of
 * a kind, {@code #enabled=false} none. While there is no recording they cost nothing.
 *
 * <p>Homework: <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>, <a
 * href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>, <a
 * href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>, <a
 * href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>, <a
 * href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>; Stevens, Fenner and Rudoff,
 * <cite>UNIX Network Programming</cite>, volume 1.
 */
@NullMarked
package gulliver.socket;

import org.jspecify.annotations.NullMarked;

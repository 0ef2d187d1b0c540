package gulliver.socket;

/**
 * How far the kernel is with what a socket has sent with {@code MSG_ZEROCOPY}: whose memory it may
 * still read, and whose is free to be changed.
 *
 * <p>The kernel counts, from 0, the calls that sent something with the flag while {@link
 * SocketOptions#SO_ZEROCOPY} was on: {@code send}, {@code sendto} and {@code sendmsg} are one each,
 * {@code sendall} is as many as it took. Calls of a duplicate ({@link Socket#dup}) count with those
 * of the original.
 *
 * @param calls how many calls there were: the number that the next one gets
 * @param complete all calls with a lower number are complete
 * @param copied how many of all that are complete were copied after all ({@code
 *     SO_EE_CODE_ZEROCOPY_COPIED}), as always on the loopback interface: then the flag was of no
 *     use
 * @since 0.1
 * @see Socket#awaitZerocopy(long)
 */
public record ZeroCopy(long calls, long complete, long copied) {}

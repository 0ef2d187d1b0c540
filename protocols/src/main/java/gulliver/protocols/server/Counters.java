package gulliver.protocols.server;

/**
 * What a server has done so far: a snapshot. Every connection that was accepted is active, or was
 * refused, or has ended in one of five ways; the numbers are read one after another, so a snapshot
 * of a busy server may be off by what happened meanwhile.
 *
 * @param accepted connections that {@code accept} gave
 * @param active those that are being served now
 * @param refusedConnections refused because there were too many in all
 * @param refusedPerAddress refused because there were too many from one address
 * @param completed their handlers returned, and nothing had gone wrong
 * @param broken the client vanished, or did what its protocol does not allow
 * @param limited cut by a limit: a time-out, too many bytes
 * @param failed their handlers failed
 * @param cut still there when a stopping server's time was over
 * @param received bytes, by the methods of {@link ServerConnection}
 * @param sent bytes, likewise
 * @param pauses how often accepting paused for want of descriptors or memory
 * @param aborted connections that were gone before they were accepted
 * @since 0.1
 */
public record Counters(
    long accepted,
    long active,
    long refusedConnections,
    long refusedPerAddress,
    long completed,
    long broken,
    long limited,
    long failed,
    long cut,
    long received,
    long sent,
    long pauses,
    long aborted) {}

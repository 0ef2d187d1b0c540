/**
 * What runs in the processes that the comparison compares: {@link
 * gulliver.benchmarks.peer.PeerMain} is one of them, a {@link gulliver.benchmarks.peer.Peer} is how
 * it does its work.
 */
@NullMarked
package gulliver.benchmarks.peer;

import org.jspecify.annotations.NullMarked;

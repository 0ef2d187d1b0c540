/**
 * Proof at full size: {@link gulliver.benchmarks.Soak} runs the library for minutes, with thousands
 * of connections, and holds it to bounds.
 */
@NullMarked
package gulliver.benchmarks;

import org.jspecify.annotations.NullMarked;

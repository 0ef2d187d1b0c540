/**
 * The whole-program comparison: {@link gulliver.benchmarks.compare.Compare}, which {@code
 * benchmarks/compare.sh} runs, and whose report is {@code docs/performance.md}.
 */
@NullMarked
package gulliver.benchmarks.compare;

import org.jspecify.annotations.NullMarked;

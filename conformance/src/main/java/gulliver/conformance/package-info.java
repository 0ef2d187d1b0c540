/**
 * The behaviour suites: one abstract class per subject, with a subclass for each network that has
 * to pass it.
 */
@NullMarked
package gulliver.conformance;

import org.jspecify.annotations.NullMarked;

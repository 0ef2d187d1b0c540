/** The {@code gulliver} command: one class for each subcommand. */
@NullMarked
package gulliver.cli;

import org.jspecify.annotations.NullMarked;

/** The {@code gulliver} command: one class per subcommand. */
@NullMarked
package gulliver.cli;

import org.jspecify.annotations.NullMarked;

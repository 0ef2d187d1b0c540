package gulliver.socket;

/**
 * The value of {@code SO_LINGER}, {@code struct linger}.
 *
 * @param on whether {@code close} waits until what was sent has been acknowledged; with 0 seconds
 *     it resets the connection instead
 * @param seconds how long at most, at least 0
 * @since 0.1
 */
public record Linger(boolean on, int seconds) {
  /**
   * Checks the seconds.
   *
   * @throws IllegalArgumentException below 0
   */
  public Linger {
    if (seconds < 0) {
      throw new IllegalArgumentException("linger " + seconds + " s: at least 0 is allowed");
    }
  }
}

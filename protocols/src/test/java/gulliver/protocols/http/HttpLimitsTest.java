package gulliver.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpLimitsTest {
  @Test
  void R34_aBodyHasAsMuchLongerAsItIsLonger() {
    HttpLimits limits = HttpLimits.DEFAULT.slow(Duration.ofSeconds(20), 1000);
    assertThat(limits.forBody(0, Duration.ZERO)).isEqualTo(Duration.ofSeconds(20));
    assertThat(limits.forBody(5000, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(22));
  }

  /** A wait may bring the last octet after its time. */
  @Test
  void R34_noTimeIsLeftRatherThanLess() {
    HttpLimits limits = HttpLimits.DEFAULT.slow(Duration.ofSeconds(20), 1000);
    assertThat(limits.forBody(0, Duration.ofSeconds(21))).isEqualTo(Duration.ZERO);
  }
}

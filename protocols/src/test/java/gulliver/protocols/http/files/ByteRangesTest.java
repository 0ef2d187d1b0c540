package gulliver.protocols.http.files;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.protocols.http.files.ByteRanges.Range;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTest {
  private static final long COMPLETE = 10_000;

  private static String ranges(String field) {
    return ByteRanges.of(field, COMPLETE)
        .map(all ->
            all.ranges().stream()
                .map(range -> range.first() + "-" + range.last())
                .collect(Collectors.joining(" ")))
        .orElse("ignored");
  }

  /** The examples of RFC 9110 §14.1.2, of a representation of 10,000 octets. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-499 | 0-499",
        "bytes=500-999 | 500-999",
        "bytes=-500 | 9500-9999",
        "bytes=9500- | 9500-9999",
        "bytes=0-0,-1 | 0-0 9999-9999",
        "bytes= 0-999, 4500-5499, -1000 | 0-999 4500-5499 9000-9999",
        "bytes=500-600,601-999 | 500-600 601-999",
        "bytes=500-700,601-999 | 500-700 601-999",
        "BYTES=0-1 | 0-1",
        "bytes=,0-1,, | 0-1",
        "bytes=9000-20000 | 9000-9999",
        "bytes=0-99999999999999999999999 | 0-9999",
        "bytes=-20000 | 0-9999",
        "bytes=20000-,0-1 | 0-1",
      })
  void rangesAreThoseOfTheRfc(String field, String expected) {
    assertThat(ranges(field)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10000-", "bytes=10000-10001", "bytes=-0"})
  void whatIsBeyondTheEndCannotBeSatisfied(String field) {
    assertThat(ByteRanges.of(field, COMPLETE))
        .hasValueSatisfying(all -> assertThat(all.ranges()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=5-4",
        "bytes=a-b",
        "bytes=1",
        "bytes=+1-2",
        "bytes=1--2",
        "bytes=0x1-2",
        "bytes=1-2;3",
        "lines=1-2",
        "bytes =0-1",
        "bytes=0- 1"
      })
  void whatIsNotWellFormedIsIgnored(String field) {
    assertThat(ranges(field)).isEqualTo("ignored");
  }

  /** So that a short request cannot ask for many times the whole (§14.2, §17.15). */
  @Test
  void moreThanTheWholeIsIgnored() {
    assertThat(ranges("bytes=0-,0-")).isEqualTo("ignored");
    String many =
        IntStream.rangeClosed(0, ByteRanges.MOST)
            .mapToObj(i -> i + "-" + i)
            .collect(Collectors.joining(","));
    assertThat(ranges("bytes=" + many)).isEqualTo("ignored");
  }

  @Test
  void nothingOfAnEmptyFileCanBeHad() {
    assertThat(ByteRanges.of("bytes=0-", 0))
        .hasValueSatisfying(all -> assertThat(all.ranges()).isEmpty());
  }

  @Test
  void contentRangeSaysFirstLastAndComplete() {
    assertThat(new Range(42, 1233).content(1234)).isEqualTo("bytes 42-1233/1234"); // §14.4
  }
}

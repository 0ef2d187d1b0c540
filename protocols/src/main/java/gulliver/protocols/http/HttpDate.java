package gulliver.protocols.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Dates in fields (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110
 * §5.6.7</a>).
 */
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  private HttpDate() {}

  /**
   * {@return an instant in the one form that is sent, in whole seconds: {@code Sun, 06 Nov 1994
   * 08:49:37 GMT}}
   *
   * @param instant of the years 0 to 9999
   * @throws DateTimeException outside of them
   */
  public static String format(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      throw new DateTimeException(instant + ": a year of four digits is allowed");
    }
    return IMF_FIXDATE.format(time);
  }

  /**
   * {@return the instant of a date in any of the three forms: that above, {@code Sunday, 06-Nov-94
   * 08:49:37 GMT} (of the century that makes it at most 50 years from now) and {@code Sun Nov 6
   * 08:49:37 1994}; null for anything else, also if the day of the week is wrong}
   *
   * @param text a field's value
   * @param now by which a year of two digits is understood
   */
  public static @Nullable Instant parse(String text, Instant now) {
    try {
      int comma = text.indexOf(',');
      if (comma < 0) {
        return instant(LocalDateTime.parse(text, ASCTIME));
      }
      if (comma == 3) {
        return instant(LocalDateTime.parse(text, IMF_FIXDATE));
      }
      return rfc850(text, Year.of(now.atOffset(ZoneOffset.UTC).getYear()));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A date that appears to be more than 50 years ahead is the last one in the past. */
  private static Instant rfc850(String text, Year now) {
    DateTimeFormatter format =
        new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, now.getValue() - 49)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
    return instant(LocalDateTime.parse(text, format));
  }

  private static Instant instant(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }
}

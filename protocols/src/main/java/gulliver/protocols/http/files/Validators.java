package gulliver.protocols.http.files;

import gulliver.protocols.http.Headers;
import gulliver.protocols.http.HttpDate;
import gulliver.protocols.http.HttpRequest;
import gulliver.protocols.http.HttpResponse;
import gulliver.protocols.http.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a resource from another (RFC 9110 §8.8), and the conditions that a
 * request makes of it (§13).
 *
 * @param etag the entity tag with its quotes, perhaps with {@code W/} before; null if there is none
 * @param lastModified when it was changed; null if that is unknown. It counts in whole seconds.
 */
public record Validators(@Nullable String etag, @Nullable Instant lastModified) {
  /** A tag in a list (§8.8.3); a backslash in it is a character like others. */
  private static final Pattern TAG = Pattern.compile("(?<![^, \\t])(?:W/)?\"[^\"]*\"");

  /** Checks the tag. */
  public Validators {
    if (etag != null && !isTag(etag)) {
      throw new IllegalArgumentException(
          "entity tag " + etag + ": \"…\" or W/\"…\" of visible characters is allowed");
    }
    if (lastModified != null) {
      lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  private static boolean isTag(String tag) {
    String opaque = tag.startsWith("W/") ? tag.substring(2) : tag;
    return opaque.length() >= 2
        && opaque.startsWith("\"")
        && opaque.indexOf('"', 1) == opaque.length() - 1
        && opaque.chars().allMatch(c -> c > ' ' && c != 0x7f && c <= 0xff);
  }

  /**
   * {@return what the request's conditions say, in the order of RFC 9110 §13.2.2: 200 to go on, 304
   * (Not Modified) or 412 (Precondition Failed)}
   *
   * @param request for a resource that exists
   * @param now by which dates with a year of two digits are understood
   */
  public int check(HttpRequest request, Instant now) {
    Headers fields = request.headers();
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (fields.contains("If-Match")) {
      if (!matches(fields.get("If-Match"), false)) {
        return Status.PRECONDITION_FAILED;
      }
    } else {
      Instant since = date(fields, "If-Unmodified-Since", now);
      if (since != null && lastModified != null && lastModified.isAfter(since)) {
        return Status.PRECONDITION_FAILED;
      }
    }
    if (fields.contains("If-None-Match")) {
      if (matches(fields.get("If-None-Match"), true)) {
        return reads ? Status.NOT_MODIFIED : Status.PRECONDITION_FAILED;
      }
    } else if (reads) {
      Instant since = date(fields, "If-Modified-Since", now);
      if (since != null && lastModified != null && !lastModified.isAfter(since)) {
        return Status.NOT_MODIFIED;
      }
    }
    return Status.OK;
  }

  /**
   * {@return whether a {@code Range} is to be looked at: there is no {@code If-Range}, or it names
   * this state for certain (RFC 9110 §13.1.5)} A weak tag never does, nor a date of less than a
   * second ago.
   *
   * @param request with a {@code Range}
   * @param now by the clock of {@code lastModified}
   */
  public boolean ifRange(HttpRequest request, Instant now) {
    String condition = request.headers().get("If-Range");
    if (condition == null) {
      return true;
    }
    if (condition.endsWith("\"")) {
      return condition.equals(etag) && !condition.startsWith("W/");
    }
    Instant date = HttpDate.parse(condition, now);
    return date != null
        && date.equals(lastModified)
        && Duration.between(date, now).compareTo(Duration.ofSeconds(1)) >= 0;
  }

  /** Whether one of the tags, or {@code *}, is ours (§8.8.3.2). */
  private boolean matches(@Nullable String field, boolean weakly) {
    return "*".equals(field)
        || TAG.matcher(String.valueOf(field)).results().anyMatch(t -> isOurs(t.group(), weakly));
  }

  private boolean isOurs(String tag, boolean weakly) {
    if (etag == null) {
      return false;
    }
    return weakly ? opaque(tag).equals(opaque(etag)) : tag.equals(etag) && !tag.startsWith("W/");
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  /** A date, or null if there is none or not one: then there is no condition. */
  private static @Nullable Instant date(Headers fields, String name, Instant now) {
    List<String> values = fields.all(name);
    return values.size() == 1 ? HttpDate.parse(values.getFirst(), now) : null;
  }

  /**
   * {@return an answer with these validators among its fields}
   *
   * @param answer any
   */
  public HttpResponse on(HttpResponse answer) {
    HttpResponse more = etag == null ? answer : answer.with("ETag", etag);
    return lastModified == null ? more : more.with("Last-Modified", HttpDate.format(lastModified));
  }
}

package gulliver.protocols.http.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.protocols.http.HttpException;
import gulliver.protocols.http.Status;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The path of a target (RFC 3986 §3.3), taken apart into names of files.
 *
 * <p>It is decoded once, after it has been split: what is still {@code %2e} then is the name of a
 * file. A name that would leave its folder is refused and not resolved: clients resolve dots before
 * they send (§5.2.4), so that only mischief has any left.
 *
 * @param names decoded, none empty, none with a slash, none {@code .} or {@code ..}
 * @param directory whether it ends with a slash
 */
record UriPath(List<String> names, boolean directory) {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /**
   * The path of a request's target, which begins with a slash.
   *
   * @throws HttpException 400 → wrong percent-encoding, not UTF-8, control characters, {@code .} or
   *     {@code ..}; 404 → a name that no file can have
   */
  static UriPath of(String path) throws HttpException {
    List<String> names = new ArrayList<>();
    int from = 1;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      names.add(name(path.substring(from, to)));
      from = to + 1;
    }
    return new UriPath(List.copyOf(names), path.endsWith("/"));
  }

  private static String name(String segment) throws HttpException {
    String name = decode(segment);
    if (name.equals(".") || name.equals("..")) {
      throw new HttpException(Status.BAD_REQUEST, "dots in the path");
    }
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new HttpException(Status.NOT_FOUND, "no file has such a name");
    }
    return name;
  }

  private static String decode(String segment) throws HttpException {
    byte[] bytes = segment.getBytes(ISO_8859_1);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '%') {
        if (i + 2 >= bytes.length
            || !HexFormat.isHexDigit(bytes[i + 1])
            || !HexFormat.isHexDigit(bytes[i + 2])) {
          throw new HttpException(Status.BAD_REQUEST, "a % without two hexadecimal digits");
        }
        b = (byte) (HexFormat.fromHexDigit(bytes[++i]) << 4 | HexFormat.fromHexDigit(bytes[++i]));
      }
      if ((b >= 0 && b < ' ') || b == 0x7f) {
        throw new HttpException(Status.BAD_REQUEST, "a control character in the path");
      }
      decoded.put(b);
    }
    try {
      return UTF_8.newDecoder().decode(decoded.flip()).toString(); // not decode(…), which replaces
    } catch (CharacterCodingException e) {
      throw new HttpException(Status.BAD_REQUEST, "the path is not UTF-8", e);
    }
  }

  /** The name as a segment, in which nothing acts. */
  static String encode(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(UTF_8)) {
      if (b > 0 && PLAIN.indexOf(b) >= 0) {
        out.append((char) b);
      } else {
        HEX.toHexDigits(out.append('%'), b);
      }
    }
    return out.toString();
  }

  /** The path as a target in its one form, with a slash at its end. */
  String asDirectory() {
    StringBuilder out = new StringBuilder("/");
    names.forEach(name -> out.append(encode(name)).append('/'));
    return out.toString();
  }

  /** The path below a folder, as the system takes it. */
  String below(String folder) {
    return names.isEmpty() ? folder : folder + "/" + String.join("/", names);
  }

  /** The last name; empty for the root. */
  String last() {
    return names.isEmpty() ? "" : names.getLast();
  }
}

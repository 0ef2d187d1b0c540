package gulliver.protocols.http.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.protocols.http.Body;
import gulliver.protocols.http.files.ByteRanges.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Several parts of one file as a body of {@code multipart/byteranges} (RFC 9110 §14.6, RFC 2046
 * §5.1.1).
 *
 * <p>The boundary is made of the file's tag and of what is asked: it does not occur in the file but
 * by intent of someone who wrote it, and knew the tag before it was there.
 */
final class Multipart {
  private final String boundary;
  private final List<byte[]> heads = new ArrayList<>();
  private final byte[] end;
  private final ByteRanges parts;

  Multipart(ByteRanges parts, String type, long complete, String tag) {
    this.parts = parts;
    this.boundary = UUID.nameUUIDFromBytes((tag + parts).getBytes(UTF_8)).toString();
    for (Range range : parts.ranges()) {
      String head =
          (heads.isEmpty() ? "" : "\r\n")
              + ("--" + boundary + "\r\n")
              + ("Content-Type: " + type + "\r\n")
              + ("Content-Range: " + range.content(complete) + "\r\n")
              + "\r\n";
      heads.add(head.getBytes(UTF_8));
    }
    this.end = ("\r\n--" + boundary + "--\r\n").getBytes(UTF_8);
  }

  String type() {
    return "multipart/byteranges; boundary=" + boundary;
  }

  Body body(Path file) {
    long length = end.length;
    for (int i = 0; i < heads.size(); i++) {
      length += heads.get(i).length + parts.ranges().get(i).length();
    }
    return Body.writing(
        length,
        out -> {
          for (int i = 0; i < heads.size(); i++) {
            Range range = parts.ranges().get(i);
            out.write(heads.get(i));
            out.file(file, range.first(), range.length());
          }
          out.write(end);
        });
  }
}

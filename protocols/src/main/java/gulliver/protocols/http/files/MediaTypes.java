package gulliver.protocols.http.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by the ending of a file's name (RFC 9110 §8.3.1, as registered with IANA where they
 * are). Text is told to be UTF-8.
 */
public final class MediaTypes {
  /** What is said of a file with another ending, or none: just octets. */
  public static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> TYPES = new HashMap<>();

  static {
    String table =
        """
        application/atom+xml atom
        application/epub+zip epub
        application/gzip gz tgz
        application/java-archive jar war
        application/json json map
        application/ld+json jsonld
        application/manifest+json webmanifest
        application/msword doc
        application/pdf pdf
        application/postscript ps eps ai
        application/rss+xml rss
        application/rtf rtf
        application/vnd.ms-excel xls
        application/vnd.ms-powerpoint ppt
        application/vnd.oasis.opendocument.presentation odp
        application/vnd.oasis.opendocument.spreadsheet ods
        application/vnd.oasis.opendocument.text odt
        application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
        application/vnd.tcpdump.pcap pcap
        application/wasm wasm
        application/x-7z-compressed 7z
        application/x-bzip2 bz2
        application/x-tar tar
        application/x-xz xz
        application/xhtml+xml xhtml
        application/xml xml xsl
        application/zip zip
        application/zstd zst
        audio/aac aac
        audio/flac flac
        audio/midi mid midi
        audio/mp4 m4a
        audio/mpeg mp3
        audio/ogg oga ogg opus
        audio/wav wav
        font/otf otf
        font/ttf ttf
        font/woff woff
        font/woff2 woff2
        image/apng apng
        image/avif avif
        image/bmp bmp
        image/gif gif
        image/jpeg jpg jpeg
        image/png png
        image/svg+xml svg
        image/tiff tif tiff
        image/vnd.microsoft.icon ico
        image/webp webp
        text/calendar ics
        text/css css
        text/csv csv
        text/html html htm
        text/javascript js mjs
        text/markdown md
        text/plain txt text log c h java py sh conf
        text/vcard vcf
        text/vtt vtt
        video/mp4 mp4 m4v
        video/mpeg mpg mpeg
        video/ogg ogv
        video/quicktime mov
        video/webm webm
        video/x-msvideo avi
        """;
    table
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> {
          String type = words[0].startsWith("text/") ? words[0] + "; charset=utf-8" : words[0];
          for (int i = 1; i < words.length; i++) {
            TYPES.put(words[i], type);
          }
        });
  }

  private MediaTypes() {}

  /**
   * {@return the media type of a file, the value of {@code Content-Type}}
   *
   * @param name the file's name; only what is behind its last dot counts, in any case
   */
  public static String of(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? UNKNOWN
        : TYPES.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
  }
}

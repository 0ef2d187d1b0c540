package gulliver.protocols.http.files;

import gulliver.protocols.http.HttpDate;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page that lists a folder: its folders first, by name; without what would not be served. */
final class FolderPage {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  /** A file or, with a size of -1, a folder. */
  private record Entry(String name, long size, Instant modified) {
    boolean isFolder() {
      return size < 0;
    }
  }

  private FolderPage() {}

  static String of(OpenFile folder, UriPath path, Path root) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder.path)) {
      for (Path each : all) {
        Entry entry = entry(each, root);
        if (entry != null) {
          entries.add(entry);
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::isFolder).reversed().thenComparing(Entry::name));
    String title = escape("/" + String.join("/", path.names()));
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>%1$s</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; width: 100%% }
        th, td { text-align: left; padding: .2rem .5rem; border-bottom: 1px solid #8884 }
        .n { text-align: right; white-space: nowrap }
        </style>
        <h1>%1$s</h1>
        <table>
        <tr><th>Name<th class="n">Size<th class="n">Changed
        """
            .formatted(title));
    if (!path.names().isEmpty()) {
      page.append("<tr><td><a href=\"../\">../</a><td class=\"n\"><td class=\"n\">\n");
    }
    for (Entry entry : entries) {
      String slash = entry.isFolder() ? "/" : "";
      page.append("<tr><td><a href=\"./").append(UriPath.encode(entry.name)).append(slash);
      page.append("\">").append(escape(entry.name)).append(slash).append("</a><td class=\"n\">");
      page.append(entry.isFolder() ? "" : size(entry.size)).append("<td class=\"n\">");
      page.append(HttpDate.format(entry.modified)).append('\n');
    }
    return page.append("</table>\n</html>\n").toString();
  }

  /** Null for what is not to be served, or has gone since. */
  private static @Nullable Entry entry(Path path, Path root) {
    try {
      if (!path.toRealPath().startsWith(root) || !Files.isReadable(path)) {
        return null;
      }
      BasicFileAttributes all = Files.readAttributes(path, BasicFileAttributes.class);
      String text = OpenFile.text(path.toAbsolutePath());
      String name = text.substring(text.lastIndexOf('/', text.length() - 2) + 1);
      return all.isDirectory()
          ? new Entry(name.replaceFirst("/$", ""), -1, all.lastModifiedTime().toInstant())
          : all.isRegularFile()
              ? new Entry(name, all.size(), all.lastModifiedTime().toInstant())
              : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static String size(long bytes) {
    int unit = 0;
    double size = bytes;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    String form = unit == 0 ? "%.0f %s" : "%.1f %s";
    return form.formatted(size, UNITS[unit]);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

package gulliver.protocols.http.files;

import gulliver.protocols.http.Body;
import gulliver.protocols.http.Handler;
import gulliver.protocols.http.HttpException;
import gulliver.protocols.http.HttpRequest;
import gulliver.protocols.http.HttpResponse;
import gulliver.protocols.http.Status;
import gulliver.protocols.http.files.ByteRanges.Range;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of a folder: media types, validators and conditional requests, ranges, pages for
 * folders.
 *
 * <p>{@code GET} and {@code HEAD} are answered, others with 405. A folder's path ends with a slash;
 * without one the client is sent there (301). A folder is answered with its {@code index.html}, or
 * with a page that lists it, or 404, as {@link #listing} says.
 *
 * <p><b>What is served</b> is regular files and folders that are really below the root: symbolic
 * links are followed, and what they lead to outside of it is not there (404). It is looked at after
 * it has been opened, so that nobody can exchange it in between, and one answer is of one file,
 * also if another is renamed onto its name meanwhile. Names that begin with a dot are names like
 * others. Paths with {@code .} or {@code ..}, in any encoding, or with control characters are
 * refused (400).
 *
 * <p>A file that is written into while it is sent is sent as it is at the moment; if it becomes
 * shorter, the answer is cut, which the client notices. Who replaces files renames new ones.
 *
 * <p>Immutable; any number of threads may use one.
 */
public final class FileHandler implements Handler {
  private static final String ALLOWED = "GET, HEAD";
  private static final String INDEX = "index.html";

  /** Of a page that lists a folder nobody knows whether it is the same as before. */
  private static final Validators UNVALIDATED = new Validators(null, null);

  private final Path root;
  private final boolean listing;
  private final String cacheControl;
  private final Clock clock;

  private FileHandler(Path root, boolean listing, String cacheControl, Clock clock) {
    this.root = root;
    this.listing = listing;
    this.cacheControl = cacheControl;
    this.clock = clock;
  }

  /**
   * {@return a handler that lists folders, and lets clients keep answers but ask each time whether
   * they are still right ({@code Cache-Control: no-cache})}
   *
   * @param root a folder of the default file system
   * @throws FileSystemException if there is no such folder
   * @throws IOException if it cannot be had
   */
  public static FileHandler of(Path root) throws IOException {
    if (!root.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalArgumentException(root + " is not of the default file system");
    }
    if (!Files.isDirectory(root)) {
      throw new FileSystemException(
          root.toString(), null, Files.exists(root) ? "not a folder" : "no such folder");
    }
    return new FileHandler(root.toRealPath(), true, "no-cache", Clock.systemUTC());
  }

  /**
   * {@return the same, but for whether it lists folders that have no index}
   *
   * @param lists false → 404 for those
   */
  public FileHandler listing(boolean lists) {
    return new FileHandler(root, lists, cacheControl, clock);
  }

  /**
   * {@return the same, but for how long clients may use a file without asking again}
   *
   * @param age whole seconds; zero → they ask each time
   */
  public FileHandler maxAge(Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException("max-age " + age + ": at least zero is allowed");
    }
    String control = age.toSeconds() == 0 ? "no-cache" : "max-age=" + age.toSeconds();
    return new FileHandler(root, listing, control, clock);
  }

  /**
   * {@return the same by another clock, which says what was changed just now}
   *
   * @param other by which the file system's times are, too
   */
  public FileHandler clock(Clock other) {
    return new FileHandler(root, listing, cacheControl, Objects.requireNonNull(other));
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws IOException {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return HttpResponse.of(Status.METHOD_NOT_ALLOWED, "only GET and HEAD are allowed here\n")
          .with("Allow", ALLOWED);
    }
    UriPath path = UriPath.of(request.path());
    OpenFile file = open(path, "");
    try {
      if (!file.isFolder) {
        return file.closing(file(request, path, file));
      }
      OpenFile index = path.directory() ? index(path) : null;
      if (index == null) {
        return file.closing(folder(request, path, file));
      }
      file.close();
      file = index;
      return file.closing(answer(request, file, MediaTypes.of(INDEX)));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private OpenFile open(UriPath path, String more) throws IOException {
    return OpenFile.open(path.below(OpenFile.text(root)) + more, root);
  }

  private @Nullable OpenFile index(UriPath path) throws IOException {
    try {
      OpenFile index = open(path, "/" + INDEX);
      if (!index.isFolder) {
        return index;
      }
      index.close();
    } catch (HttpException e) {
      if (e.status() != Status.NOT_FOUND) {
        throw e;
      }
    }
    return null;
  }

  private HttpResponse folder(HttpRequest request, UriPath path, OpenFile folder)
      throws IOException {
    if (!path.directory()) {
      String query = request.query();
      return HttpResponse.of(Status.MOVED_PERMANENTLY)
          .with("Location", path.asDirectory() + (query == null ? "" : "?" + query));
    }
    if (!listing) {
      throw new HttpException(Status.NOT_FOUND, "there is no such file");
    }
    int status = UNVALIDATED.check(request, clock.instant());
    if (status != Status.OK) {
      return HttpResponse.of(status);
    }
    Body page = Body.of(FolderPage.of(folder, path, root));
    return HttpResponse.of(Status.OK, "text/html; charset=utf-8", page)
        .with("Cache-Control", "no-cache")
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .with("X-Content-Type-Options", "nosniff");
  }

  private HttpResponse file(HttpRequest request, UriPath path, OpenFile file) throws HttpException {
    if (path.directory()) {
      throw new HttpException(Status.NOT_FOUND, "there is no such folder");
    }
    return answer(request, file, MediaTypes.of(path.last()));
  }

  private HttpResponse answer(HttpRequest request, OpenFile file, String type) {
    Instant now = clock.instant();
    Validators state = file.validators(now);
    int status = state.check(request, now);
    if (status == Status.NOT_MODIFIED) {
      return state.on(HttpResponse.of(status).with("Cache-Control", cacheControl));
    }
    if (status == Status.PRECONDITION_FAILED) {
      return HttpResponse.of(status);
    }
    return state.on(
        content(request, file, type, state, now)
            .with("Accept-Ranges", "bytes")
            .with("Cache-Control", cacheControl)
            .with("X-Content-Type-Options", "nosniff"));
  }

  private static HttpResponse content(
      HttpRequest request, OpenFile file, String type, Validators state, Instant now) {
    String asked = request.headers().get("Range");
    Optional<ByteRanges> parts =
        asked != null && request.method().equals("GET") && state.ifRange(request, now)
            ? ByteRanges.of(asked, file.size)
            : Optional.empty();
    if (parts.isEmpty()) {
      return HttpResponse.of(Status.OK, type, Body.file(file.path, 0, file.size));
    }
    ByteRanges ranges = parts.get();
    if (ranges.ranges().isEmpty()) {
      return HttpResponse.of(Status.RANGE_NOT_SATISFIABLE)
          .with("Content-Range", "bytes */" + file.size);
    }
    if (ranges.ranges().size() == 1) {
      Range range = ranges.ranges().getFirst();
      return HttpResponse.of(
              Status.PARTIAL_CONTENT, type, Body.file(file.path, range.first(), range.length()))
          .with("Content-Range", range.content(file.size));
    }
    Multipart multipart =
        new Multipart(ranges, type, file.size, Objects.requireNonNull(state.etag()));
    return HttpResponse.of(Status.PARTIAL_CONTENT, multipart.type(), multipart.body(file.path));
  }
}

package gulliver.protocols.http.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.protocols.http.Body;
import gulliver.protocols.http.BodyOutput;
import gulliver.protocols.http.HttpException;
import gulliver.protocols.http.HttpResponse;
import gulliver.protocols.http.Status;
import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that has been opened, and then looked at: whatever becomes of its name
 * meanwhile, all that is said of it and all that is sent is of one and the same file.
 *
 * <p>It is opened with {@code O_PATH}, which does nothing to it (opening a FIFO or a device may),
 * and from there on known as {@code /proc/self/fd/N}, a link that leads to the file itself
 * (proc(5)). That also tells where the file really is, behind all symbolic links, when it is too
 * late to change them.
 */
final class OpenFile implements Closeable {
  private final Descriptor descriptor;

  /** Leads to it. */
  final Path path;

  final boolean isFolder;
  final long size;
  final Instant modified;
  private final long inode;

  private OpenFile(Descriptor descriptor, Path path) throws IOException {
    this.descriptor = descriptor;
    this.path = path;
    Map<String, Object> all =
        Files.readAttributes(path, "unix:isDirectory,isRegularFile,size,lastModifiedTime,ino");
    this.isFolder = (Boolean) all.get("isDirectory");
    if (!isFolder && !(Boolean) all.get("isRegularFile")) {
      throw notFound(null);
    }
    this.size = (Long) all.get("size");
    this.modified = ((FileTime) all.get("lastModifiedTime")).toInstant();
    this.inode = (Long) all.get("ino");
  }

  /**
   * Opens what a path leads to.
   *
   * @param path as the system takes it
   * @param root where it must be, or below
   * @throws HttpException 404 → not there, outside of the root, neither a file nor a folder; 403 →
   *     no right to it; 503 → no descriptor to be had
   */
  static OpenFile open(String path, Path root) throws IOException {
    Descriptor descriptor;
    try {
      descriptor = Descriptor.open(path, Linux.O_PATH | Linux.O_CLOEXEC);
    } catch (IOException e) {
      throw failure(e);
    }
    try {
      Path self = Path.of("/proc/self/fd/" + descriptor.fileno());
      if (!self.toRealPath().startsWith(root)) {
        throw notFound(null);
      }
      OpenFile file = new OpenFile(descriptor, self);
      if (!Files.isReadable(self)) {
        throw new HttpException(Status.FORBIDDEN, "no right to read it");
      }
      return file;
    } catch (HttpException | RuntimeException e) {
      descriptor.close();
      throw e;
    } catch (IOException goneMeanwhile) {
      descriptor.close();
      throw notFound(goneMeanwhile);
    }
  }

  private static HttpException notFound(@Nullable Throwable cause) {
    return new HttpException(Status.NOT_FOUND, "there is no such file", cause);
  }

  private static IOException failure(IOException e) {
    return switch (Errno.of(e).number()) {
      case Linux.ENOENT, Linux.ENOTDIR, Linux.ELOOP, Linux.ENAMETOOLONG -> notFound(e);
      case Linux.EACCES, Linux.EPERM -> new HttpException(Status.FORBIDDEN, "no right to it", e);
      case Linux.EMFILE, Linux.ENFILE, Linux.ENOMEM ->
          new HttpException(Status.SERVICE_UNAVAILABLE, "too many files are open", e);
      default -> e;
    };
  }

  /**
   * What is known of its state. The tag is of the file (a new one under the same name has another),
   * its length and the time of its last change to the nanosecond; weak while another change in the
   * same instant of the file system's clock would go unseen.
   */
  Validators validators(Instant now) {
    String state =
        "\"%x-%x-%x\""
            .formatted(
                inode, size, modified.getEpochSecond() * 1_000_000_000L + modified.getNano());
    boolean settled = modified.isBefore(now.minusSeconds(1));
    return new Validators(settled ? state : "W/" + state, modified);
  }

  /** An answer that closes this file when its body is closed. */
  HttpResponse closing(HttpResponse answer) {
    return new HttpResponse(answer.status(), answer.headers(), new Closing(answer.body(), this));
  }

  @Override
  public void close() {
    descriptor.close();
  }

  /** A path in UTF-8, whatever Java's encoding of names is. */
  static String text(Path path) {
    String raw = path.toUri().getRawPath();
    return URLDecoder.decode(raw.replace("+", "%2B"), UTF_8);
  }

  private static final class Closing extends Body {
    private final Body body;
    private final OpenFile file;

    Closing(Body body, OpenFile file) {
      this.body = body;
      this.file = file;
    }

    @Override
    public long length() {
      return body.length();
    }

    @Override
    public void writeTo(BodyOutput out) throws Exception {
      body.writeTo(out);
    }

    @Override
    public boolean isRepeatable() {
      return body.isRepeatable();
    }

    @Override
    public InputStream stream() throws IOException {
      return body.stream();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}

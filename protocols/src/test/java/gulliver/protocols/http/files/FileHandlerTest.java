package gulliver.protocols.http.files;

import static gulliver.conformance.Program.needs;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gulliver.conformance.ChildJvm;
import gulliver.conformance.Program;
import gulliver.protocols.http.Body;
import gulliver.protocols.http.Handler;
import gulliver.protocols.http.Headers;
import gulliver.protocols.http.HttpException;
import gulliver.protocols.http.HttpRequest;
import gulliver.protocols.http.HttpResponse;
import gulliver.protocols.http.HttpServer;
import gulliver.protocols.server.Server;
import gulliver.socket.Address;
import gulliver.socket.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHandlerTest {
  private static final Instant CHANGED = Instant.parse("2024-02-29T12:00:00Z");

  @TempDir Path folder;
  private Path root;
  private Server server;
  private String url;

  @BeforeEach
  void serve() throws Exception {
    root = Files.createDirectory(folder.resolve("root"));
    write("hello.txt", "Hello, world!\n");
    server = start(FileHandler.of(root));
    url = "http://" + server.address();
  }

  private static Server start(Handler handler) throws IOException {
    return Server.on(Network.os())
        .listen(new Address.Inet4("127.0.0.1", 0))
        .start(HttpServer.of(handler)::serve);
  }

  @AfterEach
  void stop() throws Exception {
    await().untilAsserted(() -> assertThat(openFilesBelow(folder)).isEmpty());
    server.close();
  }

  private static List<String> openFilesBelow(Path folder) throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.map(FileHandlerTest::target).filter(t -> t.startsWith("" + folder)).toList();
    }
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private Path write(String name, String content) throws IOException {
    Path file = Files.writeString(root.resolve(name), content, ISO_8859_1);
    Files.setLastModifiedTime(file, FileTime.from(CHANGED));
    return file;
  }

  private Answer get(String target, String... fields) throws IOException {
    return Answer.to(server.address(), "GET", target, fields);
  }

  // ---- files ----

  @Test
  void R34_curlGetsAFileWhole() throws Exception {
    needs("curl");
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    Files.write(root.resolve("large.bin"), content);
    Path got = folder.resolve("got");
    Program.run("curl", "-sSf", "-o", got.toString(), url + "/large.bin");
    assertThat(Files.mismatch(got, root.resolve("large.bin"))).isEqualTo(-1);
  }

  @Test
  void R34_curlResumesADownload() throws Exception {
    needs("curl");
    byte[] content = new byte[1 << 20];
    new Random(2).nextBytes(content);
    Files.write(root.resolve("large.bin"), content);
    Path got = folder.resolve("got");
    Files.write(got, Arrays.copyOf(content, 300_001));
    Program.run("curl", "-sSf", "-C", "-", "-o", got.toString(), url + "/large.bin");
    assertThat(Files.mismatch(got, root.resolve("large.bin"))).isEqualTo(-1);
  }

  @Test
  void R34_curlAsksOnlyOnceForWhatHasNotChanged() throws Exception {
    needs("curl");
    Path tag = folder.resolve("tag");
    List<String> curl =
        List.of(
            "curl",
            "-sS",
            "-o",
            "/dev/null",
            "-w",
            "%{http_code} %{size_download}",
            "--etag-save",
            tag.toString(),
            "--etag-compare",
            tag.toString(),
            url + "/hello.txt");
    assertThat(Program.run(curl.toArray(String[]::new))).containsExactly("200 14");
    assertThat(Program.run(curl.toArray(String[]::new))).containsExactly("304 0");
    write("hello.txt", "Hello, mars!!\n");
    assertThat(Program.run(curl.toArray(String[]::new))).containsExactly("304 0"); // see below
    Files.setLastModifiedTime(root.resolve("hello.txt"), FileTime.from(CHANGED.plusNanos(1000)));
    assertThat(Program.run(curl.toArray(String[]::new))).containsExactly("200 14");
  }

  @Test
  void aFileHasItsTypeItsLengthAndWhatTellsItFromAnother() throws Exception {
    Answer answer = get("/hello.txt");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("Hello, world!\n");
    assertThat(answer.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.field("Content-Length")).isEqualTo("14");
    assertThat(answer.field("Last-Modified")).isEqualTo("Thu, 29 Feb 2024 12:00:00 GMT");
    assertThat(answer.field("ETag")).matches("\"[0-9a-f]+-e-[0-9a-f]+\"");
    assertThat(answer.field("Cache-Control")).isEqualTo("no-cache");
    assertThat(answer.field("Accept-Ranges")).isEqualTo("bytes");
    Answer head = Answer.to(server.address(), "HEAD", "/hello.txt");
    assertThat(head.body()).isEmpty();
    assertThat(head.field("Content-Length")).isEqualTo("14");
    assertThat(head.field("ETag")).isEqualTo(answer.field("ETag"));
  }

  @Test
  void whatHasJustChangedHasAWeakTag() throws Exception {
    Files.writeString(root.resolve("new"), "1");
    assertThat(get("/new").field("ETag")).startsWith("W/\"");
  }

  @Test
  void namesMayHaveAnyCharacters() throws Exception {
    write("a b%ä€?#.txt", "odd");
    assertThat(get("/a%20b%25%C3%A4%E2%82%AC%3F%23.txt").body()).isEqualTo("odd");
    write("%2e%2e", "dots");
    assertThat(get("/%252e%252e").body()).isEqualTo("dots");
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PROPFIND")) {
      Answer answer = Answer.to(server.address(), method, "/hello.txt", "Content-Length: 0");
      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.field("Allow")).isEqualTo("GET, HEAD");
    }
  }

  @Test
  void aSlashBehindAFileIsAFolderThatIsNotThere() throws Exception {
    assertThat(get("/hello.txt/").status()).isEqualTo(404);
    assertThat(get("/hello.txt/x").status()).isEqualTo(404);
  }

  // ---- parts of files ----

  @Test
  void oneRangeIsAPart() throws Exception {
    Answer answer = get("/hello.txt", "Range: bytes=7-11");
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo("world");
    assertThat(answer.field("Content-Range")).isEqualTo("bytes 7-11/14");
    assertThat(answer.field("Content-Length")).isEqualTo("5");
    Answer beyond = get("/hello.txt", "Range: bytes=14-");
    assertThat(beyond.status()).isEqualTo(416);
    assertThat(beyond.field("Content-Range")).isEqualTo("bytes */14");
  }

  /** The form of RFC 9110 §14.6. */
  @Test
  void severalRangesAreSeveralParts() throws Exception {
    Answer answer = get("/hello.txt", "Range: bytes=0-4,-2");
    assertThat(answer.status()).isEqualTo(206);
    String type = answer.field("Content-Type");
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    assertThat(answer.body().replace(boundary, "B"))
        .isEqualTo(
            String.join(
                "\r\n",
                "--B",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Range: bytes 0-4/14",
                "",
                "Hello",
                "--B",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Range: bytes 12-13/14",
                "",
                "!\n",
                "--B--",
                ""));
    assertThat(answer.field("Content-Length")).isEqualTo("" + answer.body().length());
  }

  @Test
  void anOldStateHasNoParts() throws Exception {
    String tag = get("/hello.txt").field("ETag");
    assertThat(get("/hello.txt", "Range: bytes=0-1", "If-Range: " + tag).status()).isEqualTo(206);
    assertThat(get("/hello.txt", "Range: bytes=0-1", "If-Range: \"x\"").status()).isEqualTo(200);
  }

  // ---- folders ----

  @Test
  void aFolderIsAskedForWithASlash() throws Exception {
    Files.createDirectory(root.resolve("a b"));
    Answer answer = get("/a%20b?x=1");
    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.field("Location")).isEqualTo("/a%20b/?x=1");
  }

  @Test
  void anIndexIsServedForItsFolder() throws Exception {
    write("index.html", "<p>index");
    Answer answer = get("/");
    assertThat(answer.body()).isEqualTo("<p>index");
    assertThat(answer.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(get("/", "If-None-Match: " + answer.field("ETag")).status()).isEqualTo(304);
    assertThat(get("/", "Range: bytes=1-1").body()).isEqualTo("p");
  }

  @Test
  void aFolderWithoutIndexIsListed() throws Exception {
    Files.createDirectory(root.resolve("z"));
    write("<script>&\".txt", "");
    Files.createSymbolicLink(root.resolve("out"), Path.of("/etc"));
    String page = get("/").body();
    assertThat(page)
        .contains("<a href=\"./z/\">z/</a>")
        .contains("<a href=\"./hello.txt\">hello.txt</a><td class=\"n\">14 B")
        .contains("<a href=\"./%3Cscript%3E&%22.txt\">&lt;script&gt;&amp;&quot;.txt</a>")
        .doesNotContain("<script>")
        .doesNotContain("out");
    assertThat(page.indexOf("z/")).isLessThan(page.indexOf("hello.txt"));
    assertThat(get("/z/").body()).contains("<a href=\"../\">../</a>");
  }

  /** RFC 9110 §13.2.1: what would be 200 without conditions is asked for on conditions. */
  @Test
  void aListingHasNoTagToMatch() throws Exception {
    assertThat(get("/", "If-Match: \"x\"").status()).isEqualTo(412);
    assertThat(get("/", "If-Match: *").status()).isEqualTo(200);
    assertThat(get("/", "If-None-Match: *").status()).isEqualTo(304);
    assertThat(get("/", "If-None-Match: \"x\"").status()).isEqualTo(200);
  }

  @Test
  void aListingCanBeOff() throws Exception {
    try (Server other = start(FileHandler.of(root).listing(false).maxAge(Duration.ofHours(1)))) {
      assertThat(Answer.to(other.address(), "GET", "/").status()).isEqualTo(404);
      assertThat(Answer.to(other.address(), "GET", "/hello.txt").field("Cache-Control"))
          .isEqualTo("max-age=3600");
    }
  }

  // ---- what is not served ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret",
        "/%2e%2e/secret",
        "/.%2e/secret",
        "/z/..%2f..%2fsecret",
        "/%2e%2e%2fsecret",
        "/%252e%252e/secret",
        "/..%252fsecret",
        "/..\\secret",
        "/%5c..%5csecret",
        "//secret",
        "/hello.txt%00",
        "/hello.txt%00.html",
        "/%c0%ae%c0%ae/secret",
        "/..;/secret",
        "/link",
        "/folder/secret",
        "/chain"
      })
  void nothingOutsideOfTheRootIsServed(String target) throws Exception {
    Files.writeString(folder.resolve("secret"), "the secret");
    Files.createSymbolicLink(root.resolve("link"), folder.resolve("secret"));
    Files.createSymbolicLink(root.resolve("folder"), folder);
    Files.createSymbolicLink(root.resolve("chain"), Path.of("link"));
    Answer answer = get(target);
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.body()).doesNotContain("the secret");
  }

  @Test
  void linksWithinTheRootAreFollowed() throws Exception {
    Files.createSymbolicLink(root.resolve("inside"), Path.of("hello.txt"));
    assertThat(get("/inside").body()).isEqualTo("Hello, world!\n");
  }

  @Test
  void linksInACircleAreNotThere() throws Exception {
    Files.createSymbolicLink(root.resolve("circle"), Path.of("circle"));
    assertThat(get("/circle").status()).isEqualTo(404);
  }

  /** To open it for reading would wait for a writer. */
  @Test
  void whatIsNoFileIsNotThere() throws Exception {
    needs("mkfifo");
    Program.run("mkfifo", root.resolve("fifo").toString());
    assertThat(get("/fifo").status()).isEqualTo(404);
    assertThat(get("/").body()).doesNotContain("fifo");
  }

  /** Who may read everything gives that up first, in a process of its own. */
  @Test
  void whatMayNotBeReadIsForbidden() throws Exception {
    Path file = write("private", "x");
    Path closed = Files.createDirectory(root.resolve("closed"));
    for (Path each : List.of(file, closed)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("---------"));
    }
    List<String> prefix = List.of();
    if (Files.isReadable(file)) {
      needs("setpriv");
      String less = "-dac_override,-dac_read_search";
      prefix = List.of("setpriv", "--inh-caps=" + less, "--bounding-set=" + less);
    }
    assertThat(ChildJvm.run(Reader.class, prefix, List.of(), root.toString()).rows())
        .containsEntry("/hello.txt", "200")
        .containsEntry("/private", "403")
        .containsEntry("/closed/", "403")
        .containsEntry("/closed/x", "403")
        .containsEntry("listed", "false");
  }

  /** Asks for what it may read, and for what it may not. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) throws IOException {
      FileHandler handler = FileHandler.of(Path.of(arguments[0]));
      for (String target : List.of("/hello.txt", "/private", "/closed/", "/closed/x")) {
        System.out.println(target + "=" + status(handler, target));
      }
      try (HttpResponse page = handler.handle(request("/"))) {
        String text = page.body().text(1 << 20);
        if (!text.contains("hello.txt")) {
          throw new AssertionError(text);
        }
        System.out.println("listed=" + (text.contains("private") || text.contains("closed")));
      }
    }

    private static int status(FileHandler handler, String target) throws IOException {
      try (HttpResponse answer = handler.handle(request(target))) {
        return answer.status();
      } catch (HttpException e) {
        return e.status();
      }
    }

    private static HttpRequest request(String target) {
      return HttpRequest.of("GET", target, Headers.EMPTY, Body.EMPTY);
    }
  }

  // ---- what changes meanwhile ----

  /** Under the name there is another file already; the answer is of the one that was opened. */
  @Test
  void anAnswerIsOfOneFile() throws Exception {
    write("page", "the old one");
    HttpRequest request = HttpRequest.of("GET", "/page", Headers.EMPTY, Body.EMPTY);
    try (HttpResponse response = FileHandler.of(root).handle(request)) {
      Path other = Files.writeString(folder.resolve("other"), "the new one, which is longer");
      Files.move(other, root.resolve("page"), StandardCopyOption.REPLACE_EXISTING);
      assertThat(response.body().length()).isEqualTo("the old one".length());
      assertThat(response.body().text(100)).isEqualTo("the old one");
    }
    assertThat(get("/page").body()).isEqualTo("the new one, which is longer");
  }

  /** A client must not take it for the whole file. */
  @Test
  void aFileThatBecomesShorterCutsTheAnswer() throws Exception {
    needs("curl");
    Path large = root.resolve("large.bin");
    Files.write(large, new byte[64 << 20]);
    Path got = folder.resolve("got");
    try (Program curl =
        Program.start(
            "curl", "-sS", "--limit-rate", "20M", "-o", got.toString(), url + "/large.bin")) {
      await().until(() -> Files.exists(got) && Files.size(got) > 0);
      Files.write(large, new byte[1000]);
      assertThat(curl.exit()).isIn(18, 56); // partial file; failure in receiving
    }
  }

  @Test
  void aRootIsAFolder() throws Exception {
    Path file = write("file", "");
    assertThatThrownBy(() -> FileHandler.of(file)).hasMessage(file + ": not a folder");
    Path none = root.resolve("none");
    assertThatThrownBy(() -> FileHandler.of(none)).hasMessage(none + ": no such folder");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileHandler.of(root).maxAge(Duration.ofSeconds(-1)));
  }
}

package gulliver.protocols.http.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gulliver.conformance.Program;
import gulliver.protocols.http.HttpServer;
import gulliver.protocols.server.Server;
import gulliver.socket.Address;
import gulliver.socket.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same requests for the same files, to our file server and to nginx. What is answered
 * differently, and why, is in the table: {@code same}, or {@code ours nginx's reason}; docs/http.md
 * tells the same in words.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxTest {
  /** What says the same in other words: tags, our caching and safety, nginx's name. */
  private static final List<String> OWN =
      List.of(
          "cache-control",
          "connection",
          "content-security-policy",
          "date",
          "etag",
          "server",
          "x-content-type-options");

  /** The text of an error, or of a listing, is everybody's own. */
  private static final List<String> OF_OWN_PAGES = List.of("content-length", "content-type");

  private static final FileTime CHANGED = FileTime.from(Instant.parse("2024-02-29T12:00:00Z"));

  private Program nginx;
  private Server server;
  private Address.Unix theirs;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Program.needs("nginx");
    Path root = Files.createDirectory(folder.resolve("root"));
    write(root.resolve("hello.txt"), "Hello, world!\n");
    write(root.resolve("a b.html"), "<p>a b");
    write(root.resolve("empty.css"), "");
    write(root.resolve("noending"), "?");
    write(root.resolve("%2e%2e"), "dots");
    write(Files.createDirectory(root.resolve("sub")).resolve("index.html"), "<p>index");
    Files.createDirectory(root.resolve("list"));
    byte[] octets = new byte[100_000];
    new Random(7).nextBytes(octets);
    Files.write(root.resolve("data.png"), octets);
    Files.setLastModifiedTime(root.resolve("data.png"), CHANGED);
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off; master_process off; pid %1$s/pid; error_log %1$s/log;
            events { worker_connections 64; }
            http {
              access_log off; include /etc/nginx/mime.types;
              default_type application/octet-stream;
              client_body_temp_path %1$s/1; proxy_temp_path %1$s/2; fastcgi_temp_path %1$s/3;
              uwsgi_temp_path %1$s/4; scgi_temp_path %1$s/5;
              server { listen unix:%1$s/nginx; root %1$s/root; autoindex on; absolute_redirect off; }
            }
            """
                .formatted(folder));
    nginx = Program.start("nginx", "-p", folder.toString(), "-c", configuration.toString());
    theirs = new Address.Unix(folder.resolve("nginx").toString());
    await().ignoreExceptions().until(() -> Answer.to(theirs, "GET", "/").status() == 200);
    server =
        Server.on(Network.os())
            .listen(new Address.Unix(folder.resolve("ours").toString()))
            .start(HttpServer.of(FileHandler.of(root))::serve);
  }

  private static void write(Path file, String content) throws IOException {
    Files.writeString(file, content, ISO_8859_1);
    Files.setLastModifiedTime(file, CHANGED);
  }

  @AfterAll
  void stop() {
    if (nginx != null) {
      nginx.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET | /hello.txt | | same",
        "HEAD | /hello.txt | | same",
        "GET | /a%20b.html | | same",
        "GET | /empty.css | | same",
        "GET | /noending | | same",
        "GET | /data.png | | same",
        "HEAD | /data.png | | same",
        "GET | /hello.txt?query=1&x | | same",
        "GET | /%68ello.txt | | same",
        "GET | /%252e%252e | | same",
        "GET | http://localhost/hello.txt | | same",
        "GET | /none | | same",
        "GET | /none/ | | same",
        "GET | /hello.txt/ | | same",
        "GET | /hello.txt/x | | same",
        "GET | /sub | | same",
        "GET | /sub?x=1 | | same",
        "GET | /sub/ | | same",
        "HEAD | /sub/ | | same",
        "POST | /hello.txt | Content-Length: 0 | same",
        "DELETE | /hello.txt | | same",
        "GET | /list/ | | same",
        // conditions; the tag is each server's own
        "GET | /hello.txt | If-None-Match: TAG | same",
        "HEAD | /hello.txt | If-None-Match: \"x\", TAG | same",
        "GET | /hello.txt | If-None-Match: W/TAG | same",
        "GET | /hello.txt | If-None-Match: \"x\" | same",
        "GET | /hello.txt | If-None-Match: * | same",
        "GET | /hello.txt | If-Match: TAG | same",
        "GET | /hello.txt | If-Match: \"x\" | same",
        "GET | /hello.txt | If-Match: * | same",
        "GET | /hello.txt | If-Modified-Since: Thu, 29 Feb 2024 12:00:00 GMT | same",
        "GET | /hello.txt | If-Modified-Since: Thu, 29 Feb 2024 11:59:59 GMT | same",
        "GET | /hello.txt | If-Modified-Since: nonsense | same",
        "GET | /hello.txt | If-Unmodified-Since: Thu, 29 Feb 2024 12:00:00 GMT | same",
        "GET | /hello.txt | If-Unmodified-Since: Thu, 29 Feb 2024 11:59:59 GMT | same",
        "GET | /hello.txt | If-None-Match: \"x\" && If-Modified-Since: Fri, 01 Mar 2024 00:00:00 GMT"
            + " | same",
        "GET | /hello.txt | If-Modified-Since: Fri, 01 Mar 2024 00:00:00 GMT"
            + " | 304 200 nginx wants the very same date; RFC 9110 §13.1.3 says that or later",
        // ranges
        "GET | /data.png | Range: bytes=0-99 | same",
        "GET | /data.png | Range: bytes=-100 | same",
        "GET | /data.png | Range: bytes=99999- | same",
        "GET | /data.png | Range: bytes=5-200000 | same",
        "GET | /data.png | Range: bytes=100000- | same",
        "GET | /data.png | Range: bytes=0-,0-,0- | same",
        "GET | /data.png | Range: lines=1-2 | same",
        "GET | /data.png | Range: bytes=0-9 && If-Range: TAG | same",
        "GET | /data.png | Range: bytes=0-9 && If-Range: \"x\" | same",
        "GET | /data.png | Range: bytes=0-9 && If-Range: Thu, 29 Feb 2024 12:00:00 GMT | same",
        "GET | /data.png | Range: bytes=0-9 && If-Range: Thu, 29 Feb 2024 11:59:59 GMT | same",
        "GET | /empty.css | Range: bytes=0-"
            + " | 416 200 nothing of it can be had (RFC 9110 §14.1.2); nginx does not look",
        "GET | /data.png | Range: bytes=9-5"
            + " | 200 416 not well-formed: RFC 9110 §14.2 lets a server ignore or reject it",
        "GET | /data.png | Range: bytes=x"
            + " | 200 416 not well-formed: RFC 9110 §14.2 lets a server ignore or reject it",
        "HEAD | /data.png | Range: bytes=0-99"
            + " | 200 206 a range is of a GET only (RFC 9110 §14.2)",
        // paths
        "GET | /../hello.txt | | same",
        "GET | /%2e%2e/hello.txt | | same",
        "GET | /hello.txt%00 | | same",
        "GET | /%zz | | same",
        "GET | /sub/../hello.txt | | 400 200 nginx resolves dots, which no client sends",
        "GET | /./hello.txt | | 400 200 nginx resolves dots, which no client sends",
        "GET | //hello.txt | | 404 200 nginx takes several slashes for one",
        "GET | /sub%2Findex.html | | 404 200 nginx takes an encoded slash for a slash; RFC 3986 §2.2"
            + " makes it a part of the name",
        "GET | /%FF | | 400 404 names are UTF-8 here",
        "GET | /a%0Ab | | 400 404 no name with control characters is served",
        // what is wrong with the request itself
        "GET | hello.txt | | same",
        "GET | /hello.txt | Content-Length: x | same",
        "GET | /hello.txt | Content-Length: 1 && Content-Length: 1 | same",
        "GET | /hello.txt | Transfer-Encoding: chunked && Content-Length: 1 | same",
        "GET | /hello.txt | Transfer-Encoding: gzip"
            + " | 400 501 chunked is not the last coding: RFC 9112 §6.3 says 400",
        "GET | /hello.txt | Host: other | same",
        "GET | /hello.txt | Bad Name: x | same",
        "GET | /hello.txt | Name : x | same",
      })
  void weAnswerAsNginxDoes(String method, String target, String fields, String expected)
      throws Exception {
    Address ours = server.address();
    Answer us = ask(ours, method, target, fields);
    Answer them = ask(theirs, method, target, fields);
    if (!expected.equals("same")) {
      String[] words = expected.split(" ", 3);
      assertThat(us.status() + " " + them.status()).isEqualTo(words[0] + " " + words[1]);
      assertThat(words[2]).isNotBlank();
      return;
    }
    assertThat(us.status()).isEqualTo(them.status());
    boolean ownPage = us.status() >= 400 || target.equals("/list/") || us.status() == 301;
    List<String> differing = new ArrayList<>(OWN);
    if (ownPage) {
      differing.addAll(OF_OWN_PAGES);
    } else {
      assertThat(us.body()).isEqualTo(them.body());
    }
    for (String name : all(us, them, differing)) {
      assertThat(withoutCharset(us.field(name))).as(name).isEqualTo(their(them, name));
    }
    if (us.status() != 416) {
      assertThat(us.field("etag").isEmpty()).isEqualTo(them.field("etag").isEmpty());
    }
  }

  private static Set<String> all(Answer us, Answer them, List<String> but) {
    Set<String> names = new TreeSet<>(us.fields().keySet());
    names.addAll(them.fields().keySet());
    but.forEach(names::remove);
    if (us.status() == 405) {
      names.remove("allow"); // which RFC 9110 §15.5.6 asks for, and nginx does not send
    }
    if (us.status() == 416) {
      names.remove("last-modified"); // of what there is, which nginx does not tell
    }
    if (us.status() == 301 || us.status() >= 400 || them.field("accept-ranges").isEmpty()) {
      names.remove("transfer-encoding"); // of a page of nginx's
      names.remove("accept-ranges");
    }
    return names;
  }

  /** We say that text is UTF-8. */
  private static String withoutCharset(String value) {
    return value.replace("; charset=utf-8", "");
  }

  private static String their(Answer them, String name) {
    return them.field(name).replace("application/javascript", "text/javascript");
  }

  private static Answer ask(Address server, String method, String target, String fields)
      throws IOException {
    if (fields == null) {
      return Answer.to(server, method, target);
    }
    String tag = fields.contains("TAG") ? Answer.to(server, "GET", target).field("ETag") : "";
    return Answer.to(server, method, target, fields.replace("TAG", tag).split(" && ", -1));
  }
}

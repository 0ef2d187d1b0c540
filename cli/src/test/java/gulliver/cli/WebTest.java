package gulliver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code web} in a process of its own, and curl. */
class WebTest {
  @TempDir Path folder;

  @BeforeEach
  void makeAFile() throws IOException {
    Files.writeString(folder.resolve("hello.txt"), "Hello, world!\n");
  }

  private static String url(Program server) throws IOException {
    String line = server.line();
    assertThat(line).matches("serving .* at https?://127\\.0\\.0\\.1:\\d+/, Ctrl-C ends");
    return line.replaceFirst(".* at ", "").replaceFirst(", .*", "");
  }

  @Test
  void R34_curlGetsAFileAndAListing() throws Exception {
    try (Program server = Program.gulliver("web", folder.toString(), "--port", "0")) {
      String url = url(server);
      try (Program curl = Program.start("curl", "-sS", url + "hello.txt")) {
        assertThat(curl.rest()).isEqualTo("Hello, world!\n");
      }
      assertThat(server.line()).matches("127\\.0\\.0\\.1:\\d+ GET /hello.txt 200");
      try (Program curl = Program.start("curl", "-sS", url)) {
        assertThat(curl.rest()).contains("<a href=\"./hello.txt\">");
      }
      assertThat(server.line()).endsWith(" GET / 200");
      try (Program curl = Program.start("curl", "-sS", url + "none")) {
        assertThat(curl.rest()).contains("there is no such file");
      }
      assertThat(server.line()).endsWith(" GET /none 404");
    }
  }

  @Test
  void R36_curlGetsAFileOverTls() throws Exception {
    Path key = folder.resolve("key.pem");
    Path cert = folder.resolve("cert.pem");
    try (Program openssl =
        Program.start(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=here",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            key.toString(),
            "-out",
            cert.toString())) {
      openssl.rest();
    }
    try (Program server =
            Program.gulliver(
                "web",
                folder.toString(),
                "--port",
                "0",
                "--no-listing",
                "--cert",
                cert.toString(),
                "--key",
                key.toString());
        Program curl =
            Program.start("curl", "-sS", "--cacert", cert.toString(), url(server) + "hello.txt")) {
      assertThat(curl.rest()).isEqualTo("Hello, world!\n");
    }
  }

  @Test
  void whatIsNoFolderIsSaid() throws Exception {
    try (Program server = Program.gulliver("web", folder.resolve("none").toString())) {
      assertThat(server.errors())
          .isEqualTo("gulliver: " + folder.resolve("none") + ": no such folder\n");
      assertThat(server.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aKeyThatIsNotThereIsSaid() throws Exception {
    String none = folder.resolve("none").toString();
    try (Program server =
        Program.gulliver("web", folder.toString(), "--cert", none, "--key", none)) {
      assertThat(server.errors()).isEqualTo("gulliver: " + none + ": no such file\n");
      assertThat(server.exitCode()).isEqualTo(1);
    }
  }
}

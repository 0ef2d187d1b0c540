package gulliver.protocols.http.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.protocols.http.HttpException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriPathTest {
  @Test
  void aPathIsSplitBeforeItIsDecoded() throws Exception {
    assertThat(UriPath.of("/")).isEqualTo(new UriPath(List.of(), true));
    assertThat(UriPath.of("/a/b%20c/")).isEqualTo(new UriPath(List.of("a", "b c"), true));
    assertThat(UriPath.of("/%C3%A4.html")).isEqualTo(new UriPath(List.of("ä.html"), false));
    assertThat(UriPath.of("/a+b&c=%25")).isEqualTo(new UriPath(List.of("a+b&c=%"), false));
    assertThat(UriPath.of("/...")).isEqualTo(new UriPath(List.of("..."), false));
  }

  /** What is encoded twice is the name of a file that looks like that. */
  @Test
  void aPathIsDecodedOnce() throws Exception {
    assertThat(UriPath.of("/%252e%252e/x").names()).containsExactly("%2e%2e", "x");
    assertThat(UriPath.of("/%252fetc").names()).containsExactly("%2fetc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..", "/../", "/a/../b", "/./a", "/%2e%2e/a", "/.%2E/a", "/%2E", "/a/%2e%2E", "/a%00b",
        "/a%0Ab", "/a%7F", "/%", "/%4", "/%zz", "/a%-1", "/%C3", "/%C0%AE%C0%AE", "/%ED%A0%80"
      })
  void whatOnlyMischiefHasIsRefused(String path) {
    assertThatThrownBy(() -> UriPath.of(path))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"//", "//etc/passwd", "/a//b", "/a%2Fb", "/%2F", "/%2e%2e%2fetc"})
  void whatNoFileIsCalledIsNotFound(String path) {
    assertThatThrownBy(() -> UriPath.of(path))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @ParameterizedTest
  @CsvSource({"/a, /a/", "/a%20b/c, /a%20b/c/", "/%5C%5Cevil.example, /%5C%5Cevil.example/"})
  void aFolderHasOneFormThatLeadsNowhereElse(String path, String form) throws Exception {
    assertThat(UriPath.of(path).asDirectory()).isEqualTo(form);
  }

  @Test
  void aNameComesBackFromItsSegment() throws Exception {
    String name = "a b%\"<>ä€😀\\?#;=";
    assertThat(UriPath.of("/" + UriPath.encode(name)).names()).containsExactly(name);
  }
}

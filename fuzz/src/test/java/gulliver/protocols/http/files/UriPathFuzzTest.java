package gulliver.protocols.http.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gulliver.protocols.http.HttpException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Paths of targets, on their way to files. */
class UriPathFuzzTest {
  /** What is accepted stays below the root, and has one form. */
  @FuzzTest
  void parse(byte[] input) throws HttpException {
    UriPath path;
    try {
      path = UriPath.of("/" + new String(input, StandardCharsets.ISO_8859_1));
    } catch (HttpException e) {
      assertThat(e.status()).isBetween(400, 404);
      return;
    }
    Path root = Path.of("/srv/files");
    assertThat(path.names())
        .allSatisfy(
            name -> assertThat(name).isNotEmpty().doesNotContain("/", "\0").isNotIn(".", ".."));
    Path file = Path.of(path.below(root.toString()));
    assertThat(file.normalize()).isEqualTo(file);
    assertThat((Object) file).isEqualTo(root.resolve(String.join("/", path.names())));
    assertThat(file.startsWith(root)).isTrue();
    assertThat(UriPath.of(path.asDirectory()).names()).isEqualTo(path.names());
  }
}

package gulliver.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages point to is there, and what they quote is what it was. */
class LinksTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkToAFileLeadsToOneAndToItsHeading(Path page) throws Exception {
    List<String> links =
        LINK.matcher(Files.readString(page))
            .results()
            .map(link -> link.group(1))
            .filter(link -> !link.matches("[a-z]+:.*"))
            .toList();
    for (String link : links) {
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
      assertThat(target).as(link).exists();
      if (parts.length == 2) {
        assertThat(headings(target)).as(link).contains(parts[1]);
      }
    }
  }

  /** As GitHub makes anchors of them. */
  private static List<String> headings(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").strip().replace(' ', '-'))
        .toList();
  }

  @Test
  void theGuideQuotesTheExamples() throws Exception {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files =
        Files.list(ROOT.resolve("examples/src/main/java/gulliver/examples"))) {
      for (Path file : files.toList()) {
        examples.add(inOneLine(Files.readString(file)));
      }
    }
    List<String> quotes =
        JAVA.matcher(Files.readString(ROOT.resolve("docs/guide.md")))
            .results()
            .map((MatchResult block) -> inOneLine(block.group(1)))
            .toList();
    assertThat(quotes)
        .isNotEmpty()
        .allSatisfy(quote -> assertThat(examples).anyMatch(example -> example.contains(quote)));
  }

  private static String inOneLine(String source) {
    return source.strip().replaceAll("\\s+", " ");
  }
}

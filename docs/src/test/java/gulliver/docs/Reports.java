package gulliver.docs;

import gulliver.docs.Feature.TestName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What Surefire's reports say about the tests that have run. */
final class Reports {
  /** From the worst to the best. {@code UNKNOWN}: it has not run, or was skipped. */
  enum Outcome {
    FAILED,
    UNKNOWN,
    PASSED
  }

  /** By method, and by the class in which it ran: an outcome for each set of its arguments. */
  private final Map<String, Map<String, List<Outcome>>> outcomes = new HashMap<>();

  /** Reads the reports of all modules in {@code root}; where a module has none, nothing of it. */
  static Reports of(Path root) throws IOException {
    Reports reports = new Reports();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path module : modules) {
        Path folder = module.resolve("target/surefire-reports");
        if (Files.isDirectory(folder)) {
          try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
            for (Path file : files) {
              reports.read(file);
            }
          }
        }
      }
    }
    return reports;
  }

  private void read(Path file) throws IOException {
    NodeList cases;
    try (InputStream in = Files.newInputStream(file)) {
      cases =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(in)
              .getElementsByTagName("testcase");
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + ": no report of Surefire's", e);
    }
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      String type = test.getAttribute("classname");
      String method = test.getAttribute("name").split("[^A-Za-z0-9_]", 2)[0];
      outcomes
          .computeIfAbsent(method, m -> new HashMap<>())
          .computeIfAbsent(
              type.substring(type.lastIndexOf('.') + 1).replace('$', '.'), t -> new ArrayList<>())
          .add(outcome(test));
    }
  }

  private static Outcome outcome(Element test) {
    if (test.getElementsByTagName("failure").getLength() > 0
        || test.getElementsByTagName("error").getLength() > 0) {
      return Outcome.FAILED;
    }
    return test.getElementsByTagName("skipped").getLength() > 0 ? Outcome.UNKNOWN : Outcome.PASSED;
  }

  /**
   * What became of a test: it fails where it fails once; it passes where, in one of the nested
   * classes, it passes with all of its arguments and none was skipped.
   */
  Outcome outcome(TestName test) {
    List<List<Outcome>> classes =
        outcomes.getOrDefault(test.method(), Map.of()).entrySet().stream()
            .filter(entry -> (entry.getKey() + ".").startsWith(test.type() + "."))
            .map(Map.Entry::getValue)
            .toList();
    if (classes.stream().anyMatch(all -> all.contains(Outcome.FAILED))) {
      return Outcome.FAILED;
    }
    return classes.stream().anyMatch(all -> !all.contains(Outcome.UNKNOWN))
        ? Outcome.PASSED
        : Outcome.UNKNOWN;
  }

  /** The worst of the outcomes of all tests of a feature. */
  Outcome outcome(Feature feature) {
    return feature.tests().stream().map(this::outcome).min(Enum::compareTo).orElse(Outcome.UNKNOWN);
  }
}

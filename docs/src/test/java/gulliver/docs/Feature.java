package gulliver.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A row of {@code features.txt}, which says how it is written.
 *
 * @param section the heading above it
 * @param name the capability
 * @param peers what the others offer, a cell for each
 * @param claim what we say that we offer
 * @param remark what is to be said about that; empty for nothing
 * @param headline whether the README shows it
 * @param tests what proves it
 */
record Feature(
    String section,
    String name,
    List<String> peers,
    Claim claim,
    String remark,
    boolean headline,
    List<TestName> tests) {

  enum Claim {
    YES,
    PARTLY,
    NO
  }

  /**
   * A test, by the simple name of its class, as {@code Outer} or {@code Outer.Nested}, and its
   * method.
   */
  record TestName(String type, String method) {
    @Override
    public String toString() {
      return type + "#" + method;
    }
  }

  /**
   * All of the table.
   *
   * @param peers the names of the others, as in the table's {@code peers} line
   * @param features the rows
   */
  record Table(List<String> peers, List<Feature> features) {}

  Feature {
    peers = List.copyOf(peers);
    tests = List.copyOf(tests);
    if (claim == Claim.YES ? tests.isEmpty() : remark.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": a \"yes\" needs a test, and everything else a reason");
    }
  }

  static Table read(Path file) throws IOException {
    List<String> peers = List.of();
    List<Feature> features = new ArrayList<>();
    Set<String> names = new HashSet<>();
    String section = "";
    for (String block : Files.readString(file).split("\n{2,}", -1)) {
      List<String> lines =
          block.lines().filter(line -> !line.startsWith("#")).map(String::strip).toList();
      if (lines.isEmpty() || lines.getFirst().isEmpty()) {
        continue;
      }
      String first = lines.getFirst();
      if (first.startsWith("peers |")) {
        peers = cells(first);
      } else if (first.startsWith("section ")) {
        section = first.substring("section ".length());
      } else {
        Feature feature = feature(section, lines);
        if (feature.peers.size() != peers.size() || !names.add(feature.name)) {
          throw new IllegalArgumentException(
              feature.name + ": has " + feature.peers.size() + " cells, or is there twice");
        }
        features.add(feature);
      }
    }
    return new Table(peers, features);
  }

  private static Feature feature(String section, List<String> lines) {
    String name = lines.getFirst().split(" \\| ", -1)[0];
    if (lines.size() < 2) {
      throw new IllegalArgumentException(name + ": what do we say?");
    }
    String[] said = lines.get(1).split(": ", 2);
    String[] words = said[0].split(" ", -1);
    List<TestName> tests = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      String[] parts = line.split("#", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException(name + ": no test: " + line);
      }
      tests.add(new TestName(parts[0], parts[1]));
    }
    Claim claim =
        switch (words[0]) {
          case "yes" -> Claim.YES;
          case "partly" -> Claim.PARTLY;
          case "no" -> Claim.NO;
          default -> throw new IllegalArgumentException(name + ": yes, partly or no? " + words[0]);
        };
    return new Feature(
        section,
        name,
        cells(lines.getFirst()),
        claim,
        said.length == 2 ? said[1] : "",
        Arrays.asList(words).contains("headline"),
        tests);
  }

  private static List<String> cells(String line) {
    List<String> cells = Arrays.asList(line.split(" \\| ", -1));
    return Collections.unmodifiableList(cells.subList(1, cells.size()));
  }
}

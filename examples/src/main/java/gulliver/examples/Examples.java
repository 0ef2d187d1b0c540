package gulliver.examples;

import java.util.List;

/** The examples by name. */
public final class Examples {
  private Examples() {}

  /** Returns the names of all examples, in the order of the guide. */
  public static List<String> names() {
    return List.of();
  }
}

package gulliver.cli.demo;

import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the figures are drawn on: 79 columns, with or without colours, in Unicode's lines and arrows
 * or in ASCII's. Everything is laid out in characters of one column each, and coloured or turned
 * into ASCII character by character only when it is printed; so the layout is the same.
 */
public final class Paper {
  private static final int LEFT = 30;
  private static final int GAP = 16;
  private static final int RIGHT = 28;

  private static final String UNICODE = "│─►◄→←×";
  private static final String ASCII = "|-><=<x";

  /** A name of a conversation, a call's name, the rest. */
  private static final Pattern CALL = Pattern.compile("([A-Z] )?(\\w*)(.*)");

  /** Colours, by ECMA-48. */
  enum Ink {
    PLAIN(""),
    BOLD("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    CYAN("36"),
    MAGENTA("35"),
    YELLOW("33");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }

  private final PrintStream out;
  private final boolean unicode;
  private final boolean colour;
  private int checks;
  private int failures;

  /**
   * Paper that prints what is drawn on it.
   *
   * @param out where to
   * @param unicode whether that shows more than ASCII
   * @param colour whether that shows colours
   */
  public Paper(PrintStream out, boolean unicode, boolean colour) {
    this.out = out;
    this.unicode = unicode;
    this.colour = colour;
  }

  /** The whole page's. */
  void heading(String text) {
    line(paint(Ink.BOLD, text));
  }

  /** A figure's. */
  void title(String text) {
    line(paint(Ink.BOLD, text));
    line(paint(Ink.FAINT, "─".repeat(text.length())));
  }

  /** A paragraph, or lines of a table: printed as they are. */
  void text(String lines) {
    lines.lines().forEach(this::line);
  }

  void blank() {
    line("");
  }

  /** A row of a figure without calls: the ends' names, or nothing. */
  void between(String client, String server) {
    line(
        " "
            + paint(Ink.BOLD, pad(client))
            + " "
            + gap(Ink.PLAIN, Ladder.Way.NOWHERE, "")
            + (server.isEmpty() ? "" : " " + paint(Ink.BOLD, server)));
  }

  /** A row of a figure. */
  void row(Ink ink, Ladder.Row row) {
    row(ink, "", row);
  }

  /** A row of a conversation that has a name. */
  void row(Ink ink, String name, Ladder.Row row) {
    Event left = row.left();
    Event right = row.right();
    cells(ink, cell(name, left), gap(ink, row.way(), row.label()), cell(name, right));
    boolean more = left != null && !left.detail().isEmpty();
    boolean also = right != null && !right.detail().isEmpty();
    if (more || also) {
      cells(
          ink,
          more ? "  " + left.detail() : "",
          gap(ink, Ladder.Way.NOWHERE, ""),
          also ? "  " + right.detail() : "");
    }
  }

  private void cells(Ink ink, String left, String gap, String right) {
    if (left.length() > LEFT || right.length() > RIGHT) {
      throw new IllegalStateException("too long for a row: " + left + " | " + right);
    }
    line(" " + call(ink, pad(left)) + " " + gap + (right.isEmpty() ? "" : " " + call(ink, right)));
  }

  private static String cell(String name, @Nullable Event event) {
    boolean named = event != null && !name.isEmpty() && event.kind() != Event.Kind.ACCEPT;
    return event == null ? "" : (named ? name + " " : "") + event.text();
  }

  private static String pad(String text) {
    return text + " ".repeat(LEFT - text.length());
  }

  /** A call with its name in bold. */
  private String call(Ink ink, String text) {
    Matcher parts = CALL.matcher(text);
    if (!parts.matches()) {
      throw new AssertionError(text);
    }
    String name = parts.group(1) == null ? "" : parts.group(1);
    return paint(ink, name) + paint(Ink.BOLD, parts.group(2)) + parts.group(3);
  }

  /** Both ends' life lines, and what travels between them. */
  private String gap(Ink ink, Ladder.Way way, String label) {
    String line = paint(Ink.FAINT, "│");
    return line + paint(ink, arrow(way, label)) + line;
  }

  private static String arrow(Ladder.Way way, String label) {
    if (way == Ladder.Way.NOWHERE) {
      return " ".repeat(GAP);
    }
    String carried = label.isEmpty() ? "" : " " + label + " ";
    int dashes = GAP - 1 - carried.length();
    if (dashes < 0) {
      throw new IllegalStateException("too long for an arrow: " + label);
    }
    String right = "─".repeat(dashes / 2);
    String left = "─".repeat(dashes - dashes / 2);
    return way == Ladder.Way.RIGHT ? left + carried + right + "►" : "◄" + right + carried + left;
  }

  /** Says whether something is as it should be. */
  void check(boolean holds, String what) {
    checks++;
    failures += holds ? 0 : 1;
    String mark = unicode ? holds ? "✓" : "✗" : holds ? "ok:" : "FAILED:";
    line(" " + paint(holds ? Ink.GOOD : Ink.BAD, mark) + " " + what);
  }

  /** How many checks there were. */
  int checks() {
    return checks;
  }

  /** How many of them failed. */
  int failures() {
    return failures;
  }

  private String paint(Ink ink, String text) {
    return colour && ink != Ink.PLAIN && !text.isBlank()
        ? "\u001b[" + ink.code + "m" + text + "\u001b[0m"
        : text;
  }

  private void line(String text) {
    out.print(
        (unicode
                ? text
                : text.chars()
                    .mapToObj(c -> {
                      int i = UNICODE.indexOf(c);
                      return Character.toString(i < 0 ? c : ASCII.charAt(i));
                    })
                    .collect(java.util.stream.Collectors.joining()))
            + "\n");
  }
}

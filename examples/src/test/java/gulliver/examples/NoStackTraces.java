package gulliver.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test during which a stack trace is printed on standard error, by whatever thread; one
 * that comes too late for its own test fails the next, or the class.
 */
final class NoStackTraces implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private PrintStream before = System.err;

  @Override
  public void beforeAll(ExtensionContext context) {
    before = System.err;
    System.setErr(new PrintStream(said, true, UTF_8));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.setErr(before);
    check();
  }

  private void check() {
    synchronized (said) {
      String errors = said.toString(UTF_8);
      said.reset();
      check(errors);
    }
  }

  /** Checks what a program has written to standard error. */
  static void check(String errors) {
    assertThat(errors).as("standard error").doesNotContainPattern("(?m)^\\s+at \\S+\\(.*\\)$");
  }
}

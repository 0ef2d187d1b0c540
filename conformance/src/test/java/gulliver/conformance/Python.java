package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The same questions to us and to Python, whose socket module calls the C library in its way. */
final class Python {
  private Python() {}

  /**
   * A question and our answer to it.
   *
   * @param line what Python reads
   * @param ours what it is to write
   */
  record Question(String line, String ours) {}

  /** Runs a script that writes a line for each that it reads; all must be what we say. */
  static void agrees(String script, List<Question> questions)
      throws IOException, InterruptedException {
    try (Program python = Program.python(script)) {
      Thread writer =
          Thread.startVirtualThread(() -> {
            try {
              python.write(
                  questions.stream().map(q -> q.line + "\n").collect(Collectors.joining()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      List<String> answers = python.lines();
      writer.join();
      assertThat(answers).as("answers").hasSameSizeAs(questions);
      List<String> differences = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        Question question = questions.get(i);
        if (!question.ours.equals(answers.get(i))) {
          differences.add(
              question.line + ": we say " + question.ours + ", Python says " + answers.get(i));
        }
      }
      assertThat(differences).isEmpty();
    }
  }
}

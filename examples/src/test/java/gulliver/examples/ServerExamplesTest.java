package gulliver.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples of servers. */
class ServerExamplesTest {
  @Test
  void R32_aServerLimitsItsClientsAndStopsInOrder() throws Exception {
    assertThat(Program.printed(LimitedServer::main))
        .isEqualTo(
            """
            first client: HELLO
            second client: HELLO
            third client: come back later
            a client that stops in the middle: ECONNRESET
            an idle client when the server stops: end of stream
            3 accepted: 1 refused, 1 cut by a limit, 1 completed
            """);
  }

  @Test
  void R32_aServerIsRestartedAndNoClientIsRefused() throws Exception {
    try (Program old = Program.example("Restart")) {
      assertThat(old.rest())
          .isEqualTo(
              """
              the old process answered, then the new one alone
              no connection was refused or lost
              """);
    }
  }
}

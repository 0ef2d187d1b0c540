package gulliver.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gulliver.cli.demo.Event.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static Event send(long bytes) {
    return new Event(Kind.SEND, "send(" + bytes + ")", "", bytes, bytes + "");
  }

  private static Event recv(long bytes) {
    return new Event(Kind.RECEIVE, "recv(100) → " + bytes, "", bytes, "");
  }

  private static Event plain(Kind kind) {
    return new Event(kind, kind.toString(), "", 0, "end");
  }

  /** Rows as {@code left > right}. */
  private static List<String> rows(List<Event> client, List<Event> server) {
    return Ladder.of(client, server).stream()
        .map(row ->
            (row.left() == null ? "" : row.left().text())
                + switch (row.way()) {
                  case NOWHERE -> " | ";
                  case RIGHT -> " > ";
                  case LEFT -> " < ";
                }
                + (row.right() == null ? "" : row.right().text()))
        .toList();
  }

  @Test
  void aSendAndTheReceiveOfItsBytesShareARow() {
    assertThat(rows(List.of(send(5), recv(3)), List.of(recv(5), send(3))))
        .containsExactly("send(5) > recv(100) → 5", "recv(100) → 3 < send(3)");
  }

  @Test
  void aReceiveStandsBehindAllSendsWhoseBytesItTook() {
    assertThat(rows(List.of(send(40), send(60), send(1)), List.of(recv(100), recv(1))))
        .containsExactly(
            "send(40) > ", "send(60) > ", " | recv(100) → 100", "send(1) > recv(100) → 1");
  }

  @Test
  void theEndOfAStreamStandsBehindItsLastByte() {
    assertThat(
            rows(
                List.of(send(100), plain(Kind.SHUTDOWN), recv(0), plain(Kind.CLOSE)),
                List.of(recv(50), recv(50), recv(0), plain(Kind.CLOSE))))
        .containsExactly(
            "send(100) > ",
            " | recv(100) → 50",
            " | recv(100) → 50",
            "SHUTDOWN > recv(100) → 0",
            "recv(100) → 0 < CLOSE",
            "CLOSE | ");
  }

  @Test
  void theServerPreparesBeforeTheClientConnects() {
    assertThat(
            rows(
                List.of(plain(Kind.LOCAL), plain(Kind.CONNECT)),
                List.of(plain(Kind.LOCAL), plain(Kind.ACCEPT))))
        .containsExactly(" | LOCAL", "LOCAL | ", "CONNECT > ACCEPT");
  }

  @Test
  void bytesThatNobodySentAreNoFigure() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Ladder.of(List.of(send(4)), List.of(recv(5))));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Ladder.of(List.of(), List.of(recv(0))));
  }

  @Test
  void runsAreCollapsedWithTheirSum() {
    assertThat(Ladder.collapsed(List.of(send(8), send(8), send(3), recv(9), recv(10), recv(0))))
        .extracting(Event::text)
        .containsExactly("send(8) ×2", "send(3)", "recv ×2 → 19 bytes", "recv(100) → 0");
  }
}

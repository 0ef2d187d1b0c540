package gulliver.cli;

import gulliver.socket.Call;
import gulliver.socket.CallObserver;
import gulliver.socket.Network;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Prints calls as {@code strace -tt -T} does: the time of day when it began, the call, its result,
 * and how many seconds it took. The lines come in the order in which the calls end.
 */
final class Trace implements CallObserver {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

  private final Network network;
  private final PrintStream out;

  Trace(Network network, PrintStream out) {
    this.network = network;
    this.out = out;
  }

  @Override
  public void called(Call call) {
    LocalTime began =
        LocalTime.now(ZoneId.systemDefault()).minusNanos(network.nanoTime() - call.start());
    out.println(
        String.format(Locale.ROOT, "%s %s <%.6f>", TIME.format(began), call, call.nanos() / 1e9));
  }
}

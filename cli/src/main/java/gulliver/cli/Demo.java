package gulliver.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows what the library does, in under a minute. */
@Command(name = "demo", description = "Shows what the library does.")
final class Demo implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.println("gulliver: nothing to show yet");
    return 0;
  }
}

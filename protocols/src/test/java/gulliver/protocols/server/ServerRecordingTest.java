package gulliver.protocols.server;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.ChildJvm;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JDK Flight Recorder has of a server: in a JVM of its own, since a recorder stays. */
class ServerRecordingTest {
  @TempDir Path folder;

  /** Serves, refuses, and stops what has not finished. */
  static final class Recorder {
    private Recorder() {}

    /**
     * Makes the recording.
     *
     * @param arguments the file
     */
    public static void main(String[] arguments) throws Exception {
      Network os = Network.os();
      serve(os); // classes that were there before the recorder was
      try (Recording recording = new Recording()) {
        recording.start();
        serve(os);
        recording.stop();
        recording.dump(Path.of(arguments[0]));
      }
    }

    private static void serve(Network os) throws IOException, InterruptedException {
      Server server =
          Server.on(os)
              .listen(Sockets.address("127.0.0.1", 0))
              .limits(Limits.NONE.perAddress(1))
              .start(ServerSuite::echo);
      try (Socket client = os.createConnection(server.address())) {
        ServerSuite.assertEchoes(client, "hello");
        try (Socket refused = os.createConnection(server.address())) {
          assertThat(refused.recv(1)).isEmpty();
        }
        server.stop(Duration.ZERO);
        server.join();
      }
    }
  }

  @Test
  void R39_flightRecorderHasTheEventsOfAServer() throws Exception {
    Path file = folder.resolve("server.jfr");
    assertThat(ChildJvm.run(Recorder.class, List.of(), List.of(), file.toString()).rows())
        .isEmpty();
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("gulliver.Server"))
            .toList();
    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .containsExactlyInAnyOrder(
            "gulliver.ServerConnection", "gulliver.ServerRefusal", "gulliver.ServerStop");
    for (RecordedEvent event : events) {
      switch (event.getEventType().getName()) {
        case "gulliver.ServerConnection" -> {
          assertThat(event.getLong("received")).isEqualTo(5);
          assertThat(event.getLong("sent")).isEqualTo(5);
          assertThat(event.getString("outcome")).isEqualTo("CUT");
          assertThat(event.getString("local")).startsWith("127.0.0.1:");
          assertThat(event.getString("peer")).startsWith("127.0.0.1:");
        }
        case "gulliver.ServerRefusal" ->
            assertThat(event.getString("reason")).isEqualTo("PER_ADDRESS");
        default -> {
          assertThat(event.getString("local")).startsWith("[127.0.0.1:");
          assertThat(event.getLong("cut")).isEqualTo(1);
        }
      }
    }
  }
}

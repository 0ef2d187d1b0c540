package gulliver.examples;

import static gulliver.socket.Sockets.address;

import gulliver.protocols.http.EventStream;
import gulliver.protocols.http.EventStream.Event;
import gulliver.protocols.http.Handler;
import gulliver.protocols.http.HttpServer;
import gulliver.protocols.http.files.FileHandler;
import gulliver.protocols.server.Server;
import gulliver.socket.Address;
import gulliver.socket.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A page as browsers load it: files with images, of one of which a script asks for a part, and
 * events beside them. Open http://127.0.0.1:8080/.
 */
public final class WebPage {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>A page</title>
      <h1>A page</h1>
      <p><img src="colours.bmp" alt="colours"> <img src="circle.svg" alt="a circle" width="64">
      <p>A part: <b id="part">…</b>
      <p>Images: <b id="images">…</b>
      <p>Events: <b id="events"></b>
      <script>
        const say = (id, text) => document.getElementById(id).textContent += text
        fetch('hello.txt', {headers: {Range: 'bytes=7-11'}})
          .then(async answer => say('part', ' ' + answer.status + ' ' + await answer.text()))
        addEventListener('load', () =>
          say('images', ' ' + [...document.images].map(i => i.naturalWidth + 'x' + i.naturalHeight)))
        const events = new EventSource('/events')
        events.onmessage = event => {
          say('events', event.data + ' ')
          if (event.data === '3') events.close()
        }
      </script>
      </html>
      """;
  private static final String CIRCLE =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
        <circle cx="32" cy="32" r="30" fill="teal"/>
      </svg>
      """;

  private WebPage() {}

  /**
   * Serves until the process ends.
   *
   * @param args the port, 8080 if none is given
   */
  public static void main(String... args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    Path folder = write(Files.createTempDirectory("page"));
    try (Server server = start(Network.os(), address("127.0.0.1", port), folder)) {
      IO.println("listening on " + server.address());
      server.join();
    }
  }

  static Server start(Network network, Address address, Path folder) throws IOException {
    Handler files = FileHandler.of(folder);
    return HttpServer.of(request ->
            request.path().equals("/events")
                ? EventStream.of(events -> count(events, network))
                : files.handle(request))
        .start(network, address);
  }

  private static void count(EventStream events, Network network) throws Exception {
    for (int i = 1; events.isOpen(); i++) {
      events.send(Event.of(String.valueOf(i)));
      network.sleep(Duration.ofMillis(50));
    }
  }

  static Path write(Path folder) throws IOException {
    Files.writeString(folder.resolve("index.html"), PAGE);
    Files.writeString(folder.resolve("hello.txt"), "Hello, world!\n");
    Files.writeString(folder.resolve("circle.svg"), CIRCLE);
    Files.write(folder.resolve("colours.bmp"), colours(128, 64));
    return folder;
  }

  /** A bitmap of 24 bits a pixel: two headers, in little-endian byte order, and the rows. */
  private static byte[] colours(int width, int height) {
    int size = 3 * width * height;
    ByteBuffer file = ByteBuffer.allocate(54 + size).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(54 + size).putInt(0).putInt(54);
    file.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24);
    file.putInt(0).putInt(size).putInt(0).putInt(0).putInt(0).putInt(0);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        file.put((byte) (2 * x)).put((byte) (4 * y)).put((byte) (255 - 2 * x));
      }
    }
    return file.array();
  }
}

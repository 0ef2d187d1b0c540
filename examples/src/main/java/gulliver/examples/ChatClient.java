package gulliver.examples;

import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.examples.ChatMessage.*;
import gulliver.protocols.Connection;
import gulliver.protocols.framing.FrameReader;
import gulliver.protocols.framing.FrameWriter;
import gulliver.socket.*;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the chat; start {@code ChatServer} first. What is typed is said in the room;
 * {@code /join ROOM}, {@code /leave ROOM} and {@code /list} do what they say.
 */
public final class ChatClient implements Closeable {
  private static final int VERSION = 2;

  private final Connection connection;
  private final FrameReader in;
  private final FrameWriter out;

  /** Takes a connection, which it closes. */
  ChatClient(Socket socket) {
    connection = Connection.of(socket);
    in = new FrameReader(connection, ChatCodec.FRAMING);
    out = new FrameWriter(connection, ChatCodec.FRAMING);
  }

  /**
   * Talks until the input ends.
   *
   * @param args name, room and port: ann, hall and 7000 if none are given
   */
  public static void main(String... args) throws IOException, InterruptedException {
    String name = args.length > 0 ? args[0] : "ann";
    String room = args.length > 1 ? args[1] : "hall";
    int port = args.length > 2 ? Integer.parseInt(args[2]) : 7000;
    Network network = Network.os();
    try (ChatClient client = new ChatClient(network.createConnection(address("127.0.0.1", port)))) {
      client.hello(name);
      client.send(new Join(room));
      Thread listening = network.start(client::print);
      BufferedReader typed = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line; (line = typed.readLine()) != null; ) {
        client.type(line, room);
      }
      client.connection.shutdown(); // the server sends what is left, and closes
      listening.join();
    }
  }

  private void print() throws IOException {
    for (ChatMessage message; (message = receive()) != null; ) {
      IO.println(
          switch (message) {
            case Said(String room, String who, String text) -> room + ", " + who + ": " + text;
            case Joined(String room, String who) -> room + ": " + who + " has come";
            case Left(String room, String who) -> room + ": " + who + " has left";
            case Members(String room, var names) -> room + ": " + String.join(", ", names);
            case Rooms(var names) -> "rooms: " + String.join(", ", names);
            case Failure(Code code, String text) -> "not done: " + text;
            case Welcome _, Request _, Invalid _ -> "the server says " + message;
          });
    }
  }

  private void type(String line, String room) throws IOException {
    String[] words = line.split(" ", 2);
    String argument = words.length > 1 ? words[1] : room;
    try {
      send(
          switch (words[0]) {
            case "/join" -> new Join(argument);
            case "/leave" -> new Leave(argument);
            case "/list" -> new ListRooms();
            default -> new Say(room, line);
          });
    } catch (IllegalArgumentException e) { // what a field may not have in it
      IO.println("not sent: " + e.getMessage());
    }
  }

  /** Introduces itself; answers the version that is spoken. */
  int hello(String name) throws IOException {
    send(new Hello(VERSION, name));
    return switch (receive()) {
      case Welcome(int version) when version <= VERSION -> version;
      case Failure(Code code, String text) -> throw new IOException(code + ": " + text);
      case null -> throw new IOException("the server has closed");
      case ChatMessage other -> throw new IOException("no welcome: " + other);
    };
  }

  void send(Request request) throws IOException {
    out.write(ChatCodec.encode(request));
  }

  /** The next message, null when the server has closed. */
  @Nullable ChatMessage receive() throws IOException {
    ByteBuffer line = in.read();
    return line == null ? null : ChatCodec.decode(line);
  }

  @Override
  public void close() {
    connection.close();
  }
}

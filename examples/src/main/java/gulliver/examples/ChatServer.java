package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.examples.ChatMessage.*;
import gulliver.protocols.framing.FrameReader;
import gulliver.protocols.framing.FramingException;
import gulliver.protocols.server.Limits;
import gulliver.protocols.server.Server;
import gulliver.protocols.server.ServerConnection;
import gulliver.socket.*;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.*;
import org.jspecify.annotations.Nullable;

/**
 * A chat with rooms: the server's side of the protocol that {@code docs/chat.md} defines. Talk to
 * it with {@code ChatClient}, or with {@code nc 127.0.0.1 7000}: {@code HELLO 2 ann}.
 */
public final class ChatServer {
  private static final int OLDEST_VERSION = 1;
  private static final int VERSION = 2;
  private static final int MOST_ROOMS = 100;
  private static final int MOST_IN_ROOM = 50;
  private static final Duration TIME_FOR_HELLO = Duration.ofSeconds(10);

  /** 1000 clients, each silent for an hour, or slow for 10 seconds; to talk much is no excuse. */
  private static final Limits LIMITS =
      Limits.DEFAULT
          .connections(1000)
          .idle(Duration.ofHours(1))
          .write(Duration.ofSeconds(10))
          .rate(0);

  private final Map<String, ChatMember> members = new HashMap<>();
  private final SortedMap<String, Set<ChatMember>> rooms = new TreeMap<>();

  private ChatServer() {}

  /**
   * Serves until the process ends.
   *
   * @param args the port, 7000 if none is given
   */
  public static void main(String... args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 7000;
    Server server = start(Network.os(), address("127.0.0.1", port));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    IO.println("listening on " + server.address());
    server.join();
  }

  /** Starts a server with no rooms. */
  static Server start(Network network, Address address) throws IOException {
    return Server.on(network).listen(address).limits(LIMITS).start(new ChatServer()::serve);
  }

  private void serve(ServerConnection connection) throws IOException {
    ChatMember member = new ChatMember(connection);
    FrameReader in = new FrameReader(connection, ChatCodec.FRAMING);
    connection.busy(TIME_FOR_HELLO);
    try {
      ByteBuffer line;
      while (!member.isEnding() && (line = in.read()) != null) {
        receive(member, ChatCodec.decode(line));
        if (!member.name.isEmpty()) {
          connection.idle();
        }
      }
    } catch (FramingException e) { // where the next line begins nobody knows
      member.end(new Failure(Code.SYNTAX, String.valueOf(e.getMessage())));
    } finally {
      leave(member);
      member.finish();
    }
  }

  // ---- the rules: one message at a time, so that all see them in one order ----

  private synchronized void receive(ChatMember from, ChatMessage message) {
    Failure failure =
        switch (message) {
          case Hello hello -> hello(from, hello);
          case Invalid(String reason) -> new Failure(Code.SYNTAX, reason);
          case Answer answer -> new Failure(Code.SYNTAX, "that is for the server to say");
          case Request request when from.name.isEmpty() -> {
            from.end(new Failure(Code.STATE, "HELLO comes first"));
            yield null;
          }
          case Join(String room) -> join(from, room);
          case Say(String room, String text) -> say(from, room, text);
          case Leave(String room) -> leave(from, room);
          case ListRooms() -> list(from);
        };
    if (failure != null) {
      from.send(failure);
    }
  }

  private @Nullable Failure hello(ChatMember from, Hello hello) {
    if (!from.name.isEmpty()) {
      return new Failure(Code.STATE, "HELLO comes once");
    }
    if (hello.version() < OLDEST_VERSION) {
      from.end(new Failure(Code.VERSION, "the oldest version is " + OLDEST_VERSION));
      return null;
    }
    if (members.putIfAbsent(hello.name(), from) != null) {
      return new Failure(Code.NAME, "somebody has that name");
    }
    from.name = hello.name();
    from.version = Math.min(VERSION, hello.version());
    from.send(new Welcome(from.version));
    return null;
  }

  private @Nullable Failure join(ChatMember from, String name) {
    if (!rooms.containsKey(name) && rooms.size() == MOST_ROOMS) {
      return new Failure(Code.FULL, "there are " + MOST_ROOMS + " rooms already");
    }
    Set<ChatMember> room = rooms.computeIfAbsent(name, n -> new LinkedHashSet<>());
    if (room.size() == MOST_IN_ROOM) {
      return new Failure(Code.FULL, "there are " + MOST_IN_ROOM + " in the room already");
    }
    if (!room.add(from)) {
      return new Failure(Code.ROOM, "you are in that room");
    }
    from.send(new Members(name, room.stream().map(member -> member.name).toList()));
    tell(room, from, new Joined(name, from.name));
    return null;
  }

  private @Nullable Failure say(ChatMember from, String name, String text) {
    Set<ChatMember> room = rooms.getOrDefault(name, Set.of());
    if (!room.contains(from)) {
      return new Failure(Code.ROOM, "you are not in that room");
    }
    tell(room, null, new Said(name, from.name, text));
    return null;
  }

  private @Nullable Failure list(ChatMember from) {
    if (from.version < 2) {
      return new Failure(Code.SYNTAX, "there is no LIST in version 1");
    }
    from.send(new Rooms(List.copyOf(rooms.keySet())));
    return null;
  }

  private @Nullable Failure leave(ChatMember from, String name) {
    Set<ChatMember> room = rooms.getOrDefault(name, Set.of());
    if (!room.contains(from)) {
      return new Failure(Code.ROOM, "you are not in that room");
    }
    tell(room, null, new Left(name, from.name));
    remove(from, name);
    return null;
  }

  /** Tells all in a room but one; those leave who have not read what was told before. */
  private void tell(Set<ChatMember> room, @Nullable ChatMember but, Answer answer) {
    List<ChatMember> told = room.stream().filter(member -> member != but).toList();
    told.forEach(member -> member.send(answer));
    told.stream().filter(ChatMember::isEnding).forEach(this::leave);
  }

  /** Leaves all rooms; again, it does nothing. */
  private synchronized void leave(ChatMember member) {
    members.remove(member.name, member);
    for (String name : List.copyOf(rooms.keySet())) {
      if (remove(member, name)) {
        tell(rooms.getOrDefault(name, Set.of()), null, new Left(name, member.name));
      }
    }
  }

  /** Removes a member from a room, if there is one, and the room that is empty. */
  private boolean remove(ChatMember member, String name) {
    Set<ChatMember> room = rooms.get(name);
    boolean was = room != null && room.remove(member);
    if (was && room.isEmpty()) {
      rooms.remove(name);
    }
    return was;
  }
}

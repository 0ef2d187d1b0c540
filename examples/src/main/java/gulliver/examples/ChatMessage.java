package gulliver.examples;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The types of the chat's messages, and what may be in their fields: {@code docs/chat.md} defines
 * them. A record that exists is one that can be sent.
 */
public sealed interface ChatMessage {
  /** What a client says. */
  sealed interface Request extends ChatMessage {}

  /** What the server says. */
  sealed interface Answer extends ChatMessage {}

  /**
   * A line that is no message.
   *
   * @param reason why not, for people
   */
  record Invalid(String reason) implements ChatMessage {}

  // ---- requests ----

  /** The first message: the latest version that the client speaks, and who it is. */
  record Hello(int version, String name) implements Request {
    public Hello {
      checkVersion(version);
      checkName(name);
    }
  }

  /** To be a member of a room, which is made if there is none. */
  record Join(String room) implements Request {
    public Join {
      checkName(room);
    }
  }

  /** Something to be said to all members of a room. */
  record Say(String room, String text) implements Request {
    public Say {
      checkName(room);
      checkText(text);
    }
  }

  /** What rooms are there? Since version 2. */
  record ListRooms() implements Request {}

  /** Not to be a member of a room any more. */
  record Leave(String room) implements Request {
    public Leave {
      checkName(room);
    }
  }

  // ---- answers ----

  /** To {@link Hello}: the version that is spoken from now on. */
  record Welcome(int version) implements Answer {
    public Welcome {
      checkVersion(version);
    }
  }

  /** To {@link Join}: who is in the room, the new member included. */
  record Members(String room, List<String> names) implements Answer {
    public Members {
      checkName(room);
      names = List.copyOf(names);
      names.forEach(ChatMessage::checkName);
    }
  }

  /** To {@link ListRooms}. */
  record Rooms(List<String> names) implements Answer {
    public Rooms {
      names = List.copyOf(names);
      names.forEach(ChatMessage::checkName);
    }
  }

  /** Somebody else has joined a room. */
  record Joined(String room, String name) implements Answer {
    public Joined {
      checkName(room);
      checkName(name);
    }
  }

  /** Somebody, perhaps the receiver, has said something. */
  record Said(String room, String name, String text) implements Answer {
    public Said {
      checkName(room);
      checkName(name);
      checkText(text);
    }
  }

  /** Somebody, perhaps the receiver, is no longer in a room. */
  record Left(String room, String name) implements Answer {
    public Left {
      checkName(room);
      checkName(name);
    }
  }

  /** A request was not fulfilled. */
  record Failure(Code code, String text) implements Answer {
    public Failure {
      checkText(text);
    }
  }

  /** Why a request was not fulfilled, for programs. After some of them the server closes. */
  enum Code {
    /** The line is no request, or none of the version that is spoken. */
    SYNTAX,
    /** There is no version that both speak; the server closes. */
    VERSION,
    /** {@link Hello} is the first message, and no other; before it, the server closes. */
    STATE,
    /** Somebody has the name. */
    NAME,
    /** The client is in the room already, or is not. */
    ROOM,
    /** As many rooms or members as there may be. */
    FULL,
    /** The client has not read for too long; the server closes. */
    SLOW
  }

  // ---- what may be in a field ----

  /** A room's or a client's name. */
  Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,16}");

  /** How many bytes a text has at most, in UTF-8. */
  int LONGEST_TEXT = 500;

  private static void checkName(String name) {
    check(NAME.matcher(name).matches(), "a name has 1 to 16 letters of ASCII, digits, - or _");
  }

  private static void checkVersion(int version) {
    check(version >= 0 && version < 1000, "a version is a number of 0 to 999");
  }

  private static void checkText(String text) {
    check(!text.isEmpty(), "a text is not empty");
    check(text.chars().noneMatch(Character::isISOControl), "a text has no control characters");
    check(StandardCharsets.UTF_8.newEncoder().canEncode(text), "a text is valid Unicode");
    check(
        text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_TEXT,
        "a text has at most " + LONGEST_TEXT + " bytes in UTF-8");
  }

  private static void check(boolean good, String rule) {
    if (!good) {
      throw new IllegalArgumentException(rule);
    }
  }
}

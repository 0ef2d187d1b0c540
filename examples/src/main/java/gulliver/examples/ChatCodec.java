package gulliver.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.examples.ChatMessage.*;
import gulliver.protocols.framing.Framing;
import gulliver.protocols.framing.LineEnd;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The syntax of the chat's messages. Each is a line of UTF-8: the type in capitals, then fields
 * after one blank each; a text is the last field and has blanks of its own.
 */
public final class ChatCodec {
  /** How lines are marked off; the longest tells 100 rooms. */
  public static final Framing FRAMING = Framing.lines(LineEnd.LF_OR_CRLF).limit(2000);

  private ChatCodec() {}

  /** A message as a line, without its ending. */
  public static byte[] encode(ChatMessage message) {
    String line =
        switch (message) {
          case Hello(int version, String name) -> "HELLO " + version + " " + name;
          case Join(String room) -> "JOIN " + room;
          case Say(String room, String text) -> "SAY " + room + " " + text;
          case ListRooms() -> "LIST";
          case Leave(String room) -> "LEAVE " + room;
          case Welcome(int version) -> "WELCOME " + version;
          case Members(String room, List<String> names) -> "MEMBERS " + room + all(names);
          case Rooms(List<String> names) -> "ROOMS" + all(names);
          case Joined(String room, String name) -> "JOINED " + room + " " + name;
          case Said(String room, String name, String text) ->
              "SAID " + room + " " + name + " " + text;
          case Left(String room, String name) -> "LEFT " + room + " " + name;
          case Failure(Code code, String text) ->
              "ERROR " + code.name().toLowerCase(Locale.ROOT) + " " + text;
          case Invalid(String reason) -> throw new IllegalArgumentException(reason);
        };
    return line.getBytes(UTF_8);
  }

  private static String all(List<String> names) {
    return names.isEmpty() ? "" : " " + String.join(" ", names);
  }

  /** The message that a line is, {@link Invalid} if it is none; whatever the bytes are. */
  public static ChatMessage decode(ByteBuffer line) {
    try {
      return decode(UTF_8.newDecoder().decode(line).toString());
    } catch (CharacterCodingException e) {
      return new Invalid("a line is UTF-8");
    } catch (IllegalArgumentException e) { // what a field may not have in it
      return new Invalid(String.valueOf(e.getMessage()));
    }
  }

  private static ChatMessage decode(String line) {
    int blank = line.indexOf(' ');
    String type = blank < 0 ? line : line.substring(0, blank);
    return switch (type) {
      case "HELLO" -> {
        String[] fields = fields(line, 3);
        yield new Hello(version(fields[1]), fields[2]);
      }
      case "JOIN" -> new Join(fields(line, 2)[1]);
      case "SAY" -> {
        String[] fields = fields(line, 3);
        yield new Say(fields[1], fields[2]);
      }
      case "LIST" -> blank < 0 ? new ListRooms() : new Invalid("LIST has no fields");
      case "LEAVE" -> new Leave(fields(line, 2)[1]);
      case "WELCOME" -> new Welcome(version(fields(line, 2)[1]));
      case "MEMBERS" -> new Members(fields(line, 2)[1].split(" ", 2)[0], names(line, 2));
      case "ROOMS" -> new Rooms(names(line, 1));
      case "JOINED" -> {
        String[] fields = fields(line, 3);
        yield new Joined(fields[1], fields[2]);
      }
      case "SAID" -> {
        String[] fields = fields(line, 4);
        yield new Said(fields[1], fields[2], fields[3]);
      }
      case "LEFT" -> {
        String[] fields = fields(line, 3);
        yield new Left(fields[1], fields[2]);
      }
      case "ERROR" -> {
        String[] fields = fields(line, 3);
        yield new Failure(code(fields[1]), fields[2]);
      }
      default -> new Invalid("there is no message of that type");
    };
  }

  /** All fields from one on. */
  private static List<String> names(String line, int from) {
    String[] fields = line.split(" ", -1);
    return Arrays.asList(fields).subList(from, fields.length);
  }

  /** The type and the fields; the last has the blanks that are left. */
  private static String[] fields(String line, int count) {
    String[] fields = line.split(" ", count);
    if (fields.length < count) {
      throw new IllegalArgumentException(fields[0] + " has " + (count - 1) + " fields");
    }
    return fields;
  }

  private static int version(String field) {
    return field.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(field) : -1; // no version
  }

  private static Code code(String field) {
    return Arrays.stream(Code.values())
        .filter(code -> code.name().toLowerCase(Locale.ROOT).equals(field))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no error of that code"));
  }
}

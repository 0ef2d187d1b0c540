package gulliver.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import gulliver.socket.Accepted;
import gulliver.socket.Call;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Sender;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;

/**
 * A call as a figure shows it.
 *
 * @param kind what it means to the other end
 * @param text the call and its result, such as {@code recv(50) → 50 bytes}
 * @param detail a second line, or empty
 * @param bytes how many bytes it sent or received
 * @param label what an arrow carries
 */
record Event(Kind kind, String text, String detail, long bytes, String label) {
  private static final int MOST_QUOTED = 10;

  /** What a call means to the other end. */
  enum Kind {
    /** Nothing. */
    LOCAL,
    /** A connection that the other end accepts. */
    CONNECT,
    ACCEPT,
    /** Bytes that travel. */
    SEND,
    /** Bytes that have travelled, or for 0 that there are no more. */
    RECEIVE,
    /** A look that takes nothing. */
    PEEK,
    /** No more bytes to come. */
    SHUTDOWN,
    /** Likewise, and none wanted. */
    CLOSE
  }

  /** Reads a call while it is being observed: its buffers are not ours to keep. */
  static Event of(Call call) {
    String name = call.name();
    List<Object> given = call.arguments();
    if (call.errno() != Errno.NONE) {
      return local(name + " → " + call.errno());
    }
    return switch (name) {
      case "socket" -> local("socket(" + given.get(0) + ", " + given.get(1) + ")");
      case "connect" -> plain(Kind.CONNECT, "connect(" + given.getFirst() + ")", "connection");
      case "accept" -> plain(Kind.ACCEPT, "accept() → " + peer(call), "");
      case "shutdown" -> plain(Kind.SHUTDOWN, "shutdown(" + given.getFirst() + ")", "end");
      case "close" -> plain(Kind.CLOSE, "close()", "end");
      case "getsockname" -> new Event(Kind.LOCAL, "getsockname()", "→ " + call.result(), 0, "");
      case "send", "sendall" -> sent(call, count(moved(call)));
      case "sendto" -> sent(call, given.getLast().toString());
      case "recv", "recvall", "recvfrom" -> received(call);
      default -> local(name + (given.isEmpty() ? "()" : "(" + given.getLast() + ")"));
    };
  }

  /** Several calls of one end as one line. */
  Event times(int times, long total) {
    String brief = kind == Kind.RECEIVE ? text.substring(0, text.indexOf('(')) : text;
    String result = kind == Kind.RECEIVE ? " → " + count(total) : "";
    return new Event(kind, brief + " ×" + times + result, detail, total, count(total));
  }

  /** The same, with a name in front of what came back. */
  Event naming(String name) {
    return new Event(kind, text.replace("→ ", "→ " + name + " "), detail, bytes, label);
  }

  static String count(long bytes) {
    return String.format(Locale.ROOT, "%,d bytes", bytes);
  }

  private static Event local(String text) {
    return plain(Kind.LOCAL, text, "");
  }

  private static Event plain(Kind kind, String text, String label) {
    return new Event(kind, text, "", 0, label);
  }

  private static Event sent(Call call, String what) {
    String text = call.name() + "(" + what + ")";
    return new Event(Kind.SEND, text, "", moved(call), label(call));
  }

  private static Event received(Call call) {
    long n = moved(call);
    List<Object> given = call.arguments();
    boolean peeks = (((Call.Flags) given.get(2)).bits() & Linux.MSG_PEEK) != 0;
    String text = call.name() + "(" + given.get(1) + ") → " + (n == 0 ? "0" : count(n));
    String detail = given.getLast() instanceof Sender from ? "from " + from : "";
    return new Event(peeks ? Kind.PEEK : Kind.RECEIVE, text, detail, n, label(call));
  }

  private static long moved(Call call) {
    return call.result() instanceof Long n ? n : 0;
  }

  private static String peer(Call call) {
    return call.result() instanceof Accepted accepted ? accepted.address().toString() : "";
  }

  /** A short text in quotes, or how many bytes. */
  private static String label(Call call) {
    byte[] bytes = ((MemorySegment) call.arguments().getFirst()).toArray(ValueLayout.JAVA_BYTE);
    String text = new String(bytes, ISO_8859_1);
    boolean quotable =
        bytes.length <= MOST_QUOTED && text.chars().allMatch(c -> c >= ' ' && c < 127);
    return quotable ? "\"" + text + "\"" : count(bytes.length);
  }
}

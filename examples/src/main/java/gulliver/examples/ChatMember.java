package gulliver.examples;

import static gulliver.socket.Sockets.SHUT_RD;

import gulliver.examples.ChatMessage.*;
import gulliver.protocols.framing.FrameWriter;
import gulliver.protocols.server.ServerConnection;
import gulliver.socket.Network;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A client, as the chat's server sees it. What is to be sent waits in a queue, and a thread that
 * lives as long as there is something takes it from there: so who says something waits for nobody
 * who does not read. One whose queue is full is told so, and cut.
 */
final class ChatMember {
  private static final int LONGEST_QUEUE = 200;

  /** Empty before {@link Hello}. These two belong to the server's lock. */
  String name = "";

  int version;

  private final ServerConnection connection;
  private final Network network;
  private final FrameWriter out;
  private final Thread reader = Thread.currentThread();
  private final Queue<Answer> queue = new ArrayDeque<>();
  private boolean sending;
  private boolean ending;
  private boolean slow;

  ChatMember(ServerConnection connection) {
    this.connection = connection;
    network = connection.network();
    out = new FrameWriter(connection, ChatCodec.FRAMING);
  }

  /** Sends something, soon. */
  synchronized void send(Answer answer) {
    if (ending) {
      return;
    }
    if (queue.size() == LONGEST_QUEUE) {
      queue.clear();
      slow = true;
      end(new Failure(Code.SLOW, "you have not read for too long"));
      return;
    }
    queue.add(answer);
    if (!sending) {
      sending = true;
      network.start(this::sendQueue);
    }
  }

  /** Sends a last word; what comes after it is forgotten. */
  synchronized void end(Failure word) {
    send(word);
    ending = true;
  }

  synchronized boolean isEnding() {
    return ending;
  }

  private synchronized boolean isSlow() {
    return slow;
  }

  private void sendQueue() {
    try {
      for (List<Answer> all = take(); !all.isEmpty(); all = take()) {
        for (Answer answer : all) {
          out.add(ChatCodec.encode(answer));
        }
        out.flush();
      }
      if (isSlow()) {
        connection.socket().shutdown(SHUT_RD); // the reader waits for requests; there are no more
      }
    } catch (IOException e) { // gone, or the server's limit for writing is over
      fail();
    } finally {
      network.unpark(reader);
    }
  }

  private synchronized List<Answer> take() {
    List<Answer> all = List.copyOf(queue);
    queue.clear();
    sending = !all.isEmpty();
    return all;
  }

  private synchronized void fail() {
    queue.clear();
    sending = false;
    ending = true;
    connection.close();
  }

  /** Waits, in the thread that made this object, until all has been sent, or cannot be. */
  void finish() {
    while (isSending() && !Thread.currentThread().isInterrupted()) {
      network.park(Network.FOREVER);
    }
  }

  private synchronized boolean isSending() {
    return sending;
  }
}

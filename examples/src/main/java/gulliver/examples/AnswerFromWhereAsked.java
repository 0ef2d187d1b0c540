package gulliver.examples;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.CMSG_SPACE;
import static gulliver.socket.Sockets.IP_PKTINFO;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import gulliver.socket.*;
import gulliver.socket.ControlMessage.IpPktinfo;
import java.io.IOException;
import java.time.Duration;

/**
 * A UDP server on the wildcard address that answers from the address it was asked on. A host has
 * several addresses; left to itself the kernel chooses the source of an answer by the way it goes,
 * and a client that asked one address does not take an answer from another. {@code IP_PKTINFO}
 * tells where a datagram came in, and sent along with the answer says where that is to leave.
 */
public final class AnswerFromWhereAsked {
  private static final int ROOM = CMSG_SPACE(Linux.in_pktinfo.SIZEOF);

  private AnswerFromWhereAsked() {}

  /** Asks a server on two of this host's addresses. */
  public static void main(String... args) throws IOException {
    Network network = Network.os();
    try (Socket server = network.socket(AF_INET, SOCK_DGRAM)) {
      server.bind(address("0.0.0.0", 0));
      server.setsockopt(IP_PKTINFO, true);
      int port = ((Address.Inet4) server.getsockname()).port();
      for (String host : new String[] {"127.0.0.1", "127.0.0.2"}) {
        network.start(() -> answer(server));
        Address asked = address(host, port);
        IO.println("asked " + asked + ", answered by " + ask(network, asked));
      }
    }
  }

  /** The server, for one question. */
  static void answer(Socket server) throws IOException {
    Message question = server.recvmsg(2048, ROOM);
    IpPktinfo cameIn = requireNonNull(question.control(IpPktinfo.class));
    server.sendmsg(
        OutMessage.of(question.bytes())
            .to(requireNonNull(question.address()))
            .with(new IpPktinfo(0, cameIn.specDst())));
  }

  /** The client; answers who has answered. */
  static Address ask(Network network, Address server) throws IOException {
    try (Socket socket = network.socket(AF_INET, SOCK_DGRAM)) {
      socket.settimeout(Duration.ofSeconds(5));
      socket.sendto("who are you?".getBytes(UTF_8), server);
      return requireNonNull(socket.recvfrom(2048).address());
    }
  }
}

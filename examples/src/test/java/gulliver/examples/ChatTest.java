package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gulliver.examples.ChatMessage.*;
import gulliver.protocols.server.Server;
import gulliver.socket.*;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat of {@code docs/chat.md}: its messages, and what its server does with any client. */
@ExtendWith({NoStackTraces.class, NothingLeaks.class})
class ChatTest {
  private final Network network = Network.os();
  private final List<ChatClient> clients = new ArrayList<>();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server = ChatServer.start(network, address("127.0.0.1", 0));
  }

  @AfterEach
  void stop() {
    clients.forEach(ChatClient::close);
    server.close();
  }

  private String port() {
    return String.valueOf(((Address.Inet4) server.address()).port());
  }

  /** One that has not said anything. */
  private ChatClient connected() throws IOException {
    ChatClient client = new ChatClient(network.createConnection(server.address()));
    clients.add(client);
    return client;
  }

  private ChatClient client(String name) throws IOException {
    ChatClient client = connected();
    assertThat(client.hello(name)).isEqualTo(2);
    return client;
  }

  private ChatClient in(String room, String name) throws IOException {
    ChatClient client = client(name);
    client.send(new Join(room));
    assertThat(client.receive()).isInstanceOf(Members.class);
    return client;
  }

  private static void refused(ChatClient client, Code code) throws IOException {
    assertThat(client.receive())
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  private static ChatMessage decode(String line) {
    return ChatCodec.decode(ByteBuffer.wrap(line.getBytes(UTF_8)));
  }

  // ---- syntax ----

  @Test
  void R33_everyTypeOfMessageIsTheLineThatTheDocumentSays() throws Exception {
    String page = java.nio.file.Files.readString(java.nio.file.Path.of("../docs/chat.md"));
    List<ChatMessage> all =
        List.of(
            new Hello(2, "ann"),
            new Join("hall"),
            new Say("hall", "good morning"),
            new ListRooms(),
            new Leave("hall"),
            new Welcome(2),
            new Members("hall", List.of("ann", "bob")),
            new Rooms(List.of("hall", "kitchen")),
            new Joined("hall", "bob"),
            new Said("hall", "ann", "good morning"),
            new Left("hall", "bob"),
            new Failure(Code.NAME, "somebody has that name"));
    for (ChatMessage message : all) {
      String line = new String(ChatCodec.encode(message), UTF_8);
      assertThat(page).contains("`" + line + "`");
      assertThat(decode(line)).isEqualTo(message);
    }
    for (Code code : Code.values()) {
      assertThat(page).contains("| `" + code.name().toLowerCase(java.util.Locale.ROOT) + "` |");
    }
    assertThat(decode("ROOMS")).isEqualTo(new Rooms(List.of()));
    assertThat(decode("SAY a  two  blanks ")).isEqualTo(new Say("a", " two  blanks "));
    assertThat(decode("SAY a žluťoučký 🐎")).isEqualTo(new Say("a", "žluťoučký 🐎"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello 2 ann",
        "HELLO",
        "HELLO ",
        "HELLO 2",
        "HELLO 2 ",
        "HELLO two ann",
        "BYE",
        "HELLO 02 ann",
        "HELLO 1000 ann",
        "HELLO -1 ann",
        "HELLO 99999999999 ann",
        "HELLO 2 ann ",
        "HELLO 2  ann",
        "HELLO 2 änn",
        "HELLO 2 seventeen-letters",
        "JOIN",
        "JOIN ",
        "JOIN a b",
        "SAY a",
        "SAY a ",
        "SAY  a b",
        "SAY a \t",
        "SAY a \0",
        "SAY a \u0085",
        "LIST ",
        "LIST a",
        "LEAVE",
        "MEMBERS",
        "MEMBERS a  b",
        "ROOMS ",
        "SAID a b",
        "ERROR a b",
        "ERROR NAME b"
      })
  void R33_aLineThatIsNoMessageIsInvalid(String line) {
    assertThat(decode(line)).isInstanceOf(Invalid.class);
  }

  @Test
  void aTextHasItsLimitInBytesAndIsUnicode() {
    assertThat(decode("SAY a " + "x".repeat(500))).isInstanceOf(Say.class);
    assertThat(decode("SAY a " + "x".repeat(501))).isInstanceOf(Invalid.class);
    assertThat(decode("SAY a " + "ä".repeat(250))).isInstanceOf(Say.class);
    assertThat(decode("SAY a " + "ä".repeat(251))).isInstanceOf(Invalid.class);
    byte[] latin1 = "SAY a ä".getBytes(ISO_8859_1);
    assertThat(ChatCodec.decode(ByteBuffer.wrap(latin1))).isEqualTo(new Invalid("a line is UTF-8"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Say("a", "\ud800"));
    assertThatIllegalArgumentException().isThrownBy(() -> ChatCodec.encode(new Invalid("x")));
  }

  // ---- semantics ----

  @Test
  void R33_whatOneSaysInARoomAllOfItsMembersHear() throws Exception {
    ChatClient ann = in("hall", "ann");
    ChatClient bob = client("bob");
    bob.send(new Join("hall"));
    assertThat(bob.receive()).isEqualTo(new Members("hall", List.of("ann", "bob")));
    assertThat(ann.receive()).isEqualTo(new Joined("hall", "bob"));
    in("kitchen", "eve");
    bob.send(new ListRooms());
    assertThat(bob.receive()).isEqualTo(new Rooms(List.of("hall", "kitchen")));
    ann.send(new Say("hall", "hello"));
    assertThat(ann.receive()).isEqualTo(new Said("hall", "ann", "hello"));
    assertThat(bob.receive()).isEqualTo(new Said("hall", "ann", "hello"));
    bob.send(new Leave("hall"));
    assertThat(bob.receive()).isEqualTo(new Left("hall", "bob"));
    assertThat(ann.receive()).isEqualTo(new Left("hall", "bob"));
    bob.send(new Say("hall", "?"));
    refused(bob, Code.ROOM);
    ann.close();
    clients.removeFirst();
    bob.send(new ListRooms());
    ChatMessage rooms = bob.receive();
    while (!rooms.equals(new Rooms(List.of("kitchen")))) { // as soon as ann is seen to be gone
      assertThat(rooms).isEqualTo(new Rooms(List.of("hall", "kitchen")));
      bob.send(new ListRooms());
      rooms = bob.receive();
    }
  }

  @Test
  void whoGoesWithoutAWordHasLeft() throws Exception {
    ChatClient ann = in("hall", "ann");
    ChatClient bob = in("hall", "bob");
    assertThat(ann.receive()).isEqualTo(new Joined("hall", "bob"));
    bob.close();
    assertThat(ann.receive()).isEqualTo(new Left("hall", "bob"));
    assertThat(in("hall", "bob")).isNotNull(); // the name is free
  }

  // ---- rules ----

  @Test
  void R33_versionsAreNegotiated() throws Exception {
    ChatClient old = connected();
    old.send(new Hello(1, "old"));
    assertThat(old.receive()).isEqualTo(new Welcome(1));
    old.send(new ListRooms());
    refused(old, Code.SYNTAX);
    ChatClient future = connected();
    future.send(new Hello(7, "future"));
    assertThat(future.receive()).isEqualTo(new Welcome(2));
    future.send(new ListRooms());
    assertThat(future.receive()).isEqualTo(new Rooms(List.of()));
  }

  @Test
  void R33_rulesThatAreBrokenAreToldWhich() throws Exception {
    ChatClient ann = in("hall", "ann");
    ann.send(new Hello(2, "ann"));
    refused(ann, Code.STATE);
    ann.send(new Join("hall"));
    refused(ann, Code.ROOM);
    ann.send(new Leave("kitchen"));
    refused(ann, Code.ROOM);
    ChatClient other = connected();
    assertThatIOException().isThrownBy(() -> other.hello("ann")).withMessageStartingWith("NAME");
    assertThat(other.hello("bob")).isEqualTo(2); // another try
    ChatClient early = connected();
    early.send(new Join("hall"));
    refused(early, Code.STATE);
    assertThat(early.receive()).isNull();
  }

  @Test
  void R33_roomsAndMembersHaveLimits() throws Exception {
    ChatClient ann = client("ann");
    for (int i = 0; i < 100; i++) {
      ann.send(new Join("room-".repeat(2) + i));
      assertThat(ann.receive()).isInstanceOf(Members.class);
    }
    ann.send(new Join("one-more"));
    refused(ann, Code.FULL);
    ann.send(new ListRooms());
    assertThat(ann.receive())
        .isInstanceOfSatisfying(Rooms.class, rooms -> assertThat(rooms.names()).hasSize(100));
    for (int i = 1; i < 50; i++) {
      in("room-room-0", "abcdefghijklm-" + i);
    }
    ChatClient last = client("last");
    last.send(new Join("room-room-0"));
    refused(last, Code.FULL);
    last.send(new Join("room-room-1"));
    assertThat(last.receive()).isEqualTo(new Members("room-room-1", List.of("ann", "last")));
  }

  @Test
  void R32_manyClientsHearTheSameInTheSameOrder() throws Exception {
    int count = 30;
    int each = 20;
    List<ChatClient> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(in("hall", "client-" + i));
    }
    List<CompletableFuture<List<Said>>> heard = new ArrayList<>();
    for (ChatClient client : all) {
      CompletableFuture<List<Said>> future = new CompletableFuture<>();
      heard.add(future);
      network.start(() -> {
        try {
          List<Said> said = new ArrayList<>();
          for (int i = 0; i < each; i++) {
            client.send(new Say("hall", "number " + i));
            while (said.size() < (i + 1) * count) { // all say a thing, and then the next
              if (client.receive() instanceof Said one) {
                said.add(one);
              }
            }
          }
          future.complete(said);
        } catch (Exception e) {
          future.completeExceptionally(e);
        }
      });
    }
    List<Said> first = heard.getFirst().get(40, TimeUnit.SECONDS);
    assertThat(first).hasSize(count * each).doesNotHaveDuplicates();
    for (CompletableFuture<List<Said>> other : heard) {
      assertThat(other.get(40, TimeUnit.SECONDS)).isEqualTo(first);
    }
  }

  // ---- whatever the client ----

  @ParameterizedTest
  @CsvSource({
    "'HELLO 0 eve\n',        'ERROR version the oldest version is 1\n'",
    "'\u0000\u0001\u0002\n', 'ERROR syntax there is no message of that type\n'",
    "'GET / HTTP/1.1\r\n',   'ERROR syntax there is no message of that type\n'",
    "'WELCOME 2\n',          'ERROR syntax that is for the server to say\n'",
    "'SAY hall hello\n',     'ERROR state HELLO comes first\n'",
    "'HELLO 2 eve\nJOIN h',  'WELCOME 2\nERROR syntax the stream ends within the message'"
  })
  void R32_whateverOneClientSendsTheOthersGoOn(String bytes, String answer) throws Exception {
    ChatClient ann = in("hall", "ann");
    try (java.net.Socket hostile =
        new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), Integer.parseInt(port()))) {
      hostile.setSoTimeout(20_000);
      hostile.getOutputStream().write(bytes.getBytes(UTF_8));
      hostile.shutdownOutput();
      assertThat(hostile.getInputStream().readAllBytes()).asString(UTF_8).startsWith(answer);
    }
    ann.send(new Say("hall", "still here"));
    assertThat(ann.receive()).isEqualTo(new Said("hall", "ann", "still here"));
  }

  @Test
  void R33_aLineWithoutAnEndIsAnsweredAndTheConnectionEnds() throws Exception {
    try (java.net.Socket hostile =
        new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), Integer.parseInt(port()))) {
      hostile.setSoTimeout(20_000);
      hostile.getOutputStream().write("HELLO 2 eve\n".getBytes(UTF_8));
      hostile.getOutputStream().write("x".repeat(2002).getBytes(UTF_8));
      assertThat(hostile.getInputStream().readAllBytes())
          .asString(UTF_8)
          .startsWith("WELCOME 2\nERROR syntax the message at offset 12 is too long")
          .endsWith("\n");
    }
  }

  @Test
  void R32_aSlowMemberStallsNobodyAndIsToldSo() throws Exception {
    ChatClient ann = in("hall", "ann");
    try (Socket slow = network.socket(AF_INET, SOCK_STREAM)) {
      slow.setsockopt(SO_RCVBUF, 4096);
      slow.connect(server.address());
      ChatClient eve = new ChatClient(slow);
      eve.hello("eve");
      eve.send(new Join("hall"));
      assertThat(ann.receive()).isEqualTo(new Joined("hall", "eve"));
      Said said = new Said("hall", "ann", "x".repeat(500));
      ChatMessage heard = said;
      while (heard.equals(said)) {
        ann.send(new Say("hall", said.text()));
        heard = ann.receive();
      }
      assertThat(heard).isIn(new Left("hall", "eve"));
      ChatMessage last = null;
      for (ChatMessage message; (message = eve.receive()) != null; ) {
        last = message;
      }
      assertThat(last).isEqualTo(new Failure(Code.SLOW, "you have not read for too long"));
    }
  }

  // ---- programs ----

  @Test
  void R33_aClientInPythonSpeaksTheProtocol() throws Exception {
    ChatClient ann = in("hall", "ann");
    try (Program python =
        Program.start(
            "python3",
            "-uc",
            """
            import socket, sys
            s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
            f = s.makefile('rw', encoding='utf-8', newline='\\n')
            def say(line):
                f.write(line + '\\r\\n')
                f.flush()
            def hear():
                return f.readline().rstrip('\\n').split(' ')
            say('HELLO 1 python')
            assert hear() == ['WELCOME', '1']
            say('JOIN hall')
            assert hear() == ['MEMBERS', 'hall', 'ann', 'python']
            say('SAY hall žluťoučký kůň')
            assert hear() == ['SAID', 'hall', 'python', 'žluťoučký', 'kůň']
            assert hear() == ['SAID', 'hall', 'ann', 'welcome']
            say('LEAVE kitchen')
            assert hear()[:2] == ['ERROR', 'room']
            say('LEAVE hall')
            assert hear() == ['LEFT', 'hall', 'python']
            s.shutdown(socket.SHUT_WR)
            assert f.readline() == ''
            print('done')
            """,
            port())) {
      assertThat(ann.receive()).isEqualTo(new Joined("hall", "python"));
      assertThat(ann.receive()).isEqualTo(new Said("hall", "python", "žluťoučký kůň"));
      ann.send(new Say("hall", "welcome"));
      assertThat(ann.receive()).isEqualTo(new Said("hall", "ann", "welcome"));
      assertThat(ann.receive()).isEqualTo(new Left("hall", "python"));
      assertThat(python.rest()).isEqualTo("done\n");
    }
  }

  @Test
  void peopleTalkThroughNc() throws Exception {
    try (Program nc = Program.start("nc", "-N", "127.0.0.1", port())) {
      assertThat(nc.input("HELLO 2 eve\nJOIN hall\nSAY hall hello\nWHAT\nLIST\n").rest())
          .isEqualTo(
              """
              WELCOME 2
              MEMBERS hall eve
              SAID hall eve hello
              ERROR syntax there is no message of that type
              ROOMS hall
              """);
    }
  }

  @Test
  void serverAndClientRunAsPrograms() throws Exception {
    try (Program program = Program.example("ChatServer", "0")) {
      String line = program.line();
      assertThat(line).startsWith("listening on 127.0.0.1:");
      String port = line.substring(line.lastIndexOf(':') + 1);
      try (Program client = Program.example("ChatClient", "ann", "hall", port)) {
        List<String> lines =
            client.input("hello\n/list\n/leave hall\n/join a b\n").rest().lines().toList();
        String typed = "not sent: a name has 1 to 16 letters of ASCII, digits, - or _";
        assertThat(lines).contains(typed); // in between, somewhere: another thread prints the rest
        assertThat(lines.stream().filter(each -> !each.equals(typed)))
            .containsExactly("hall: ann", "hall, ann: hello", "rooms: hall", "hall: ann has left");
      }
    }
  }
}

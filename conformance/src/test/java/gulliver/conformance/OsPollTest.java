package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.MSG_OOB;
import static gulliver.socket.Sockets.POLLIN;
import static gulliver.socket.Sockets.SHUT_RD;
import static gulliver.socket.Sockets.SHUT_RDWR;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_LINGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.conformance.memory.MemoryWorld;
import gulliver.socket.Address;
import gulliver.socket.Descriptor;
import gulliver.socket.Linger;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Pollable;
import gulliver.socket.Pollfd;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code poll} and {@code select} on the operating system. */
class OsPollTest {
  @Nested
  class AgainstOurselves extends PollSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends PollSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }

  @Nested
  class BesidesPython extends Suite {
    private static final int[] ASKED = {
      0, 1, 2, 4, 0x2000, 0x2007, 0x40, 0x80, 0x100, 0x200, 0x23c7
    };

    /** Brings states about, and prints what select.poll says, once that stands still. */
    private static final String SCRIPT =
        """
        import os, select, socket, struct, sys, time
        def tcp():
            l = socket.create_server(('127.0.0.1', 0))
            c = socket.create_connection(l.getsockname())
            return c, l.accept()[0], l
        def fill(s):
            s.setblocking(False)
            quiet = 0
            while quiet < 3:
                try:
                    s.send(b'x' * 65536) if hasattr(s, 'send') else os.write(s, b'x' * 65536)
                    quiet = 0
                except BlockingIOError:
                    quiet += 1
                    time.sleep(0.02)
        def state(name):
            I, U, S, D = socket.AF_INET, socket.AF_UNIX, socket.SOCK_STREAM, socket.SOCK_DGRAM
            kind, what = name.split()
            if kind == 'tcp':
                if what == 'fresh': return socket.socket(I, S), None
                if what in ('listening', 'pending', 'unlistened'):
                    l = socket.create_server(('127.0.0.1', 0))
                    c = what == 'pending' and socket.create_connection(l.getsockname())
                    if what == 'unlistened': l.shutdown(socket.SHUT_RDWR)
                    return l, c
                if what == 'refused':
                    h = socket.socket(); h.bind(('127.0.0.1', 0))
                    s = socket.socket(); s.setblocking(False)
                    s.connect_ex(h.getsockname())
                    return s, h
                c, o, l = tcp()
                if what == 'data': o.send(b'x')
                if what == 'urgent': o.send(b'x', socket.MSG_OOB)
                if what == 'eof': o.shutdown(socket.SHUT_WR)
                if what == 'dataeof': o.send(b'x'); o.shutdown(socket.SHUT_WR)
                if what == 'shutrd': c.shutdown(socket.SHUT_RD)
                if what == 'shutwr': c.shutdown(socket.SHUT_WR)
                if what == 'shutrdwr': c.shutdown(socket.SHUT_RDWR)
                if what == 'bothshut': o.shutdown(socket.SHUT_WR); c.shutdown(socket.SHUT_WR)
                if what == 'peerclosed': o.close()
                if what == 'reset':
                    o.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                    o.close()
                if what == 'full': fill(c)
                return c, (o, l)
            if kind == 'udp':
                s = socket.socket(I, D); s.bind(('127.0.0.1', 0))
                if what == 'data': s.sendto(b'x', s.getsockname())
                if what == 'empty': s.sendto(b'', s.getsockname())
                if what == 'shutrd':
                    s.connect(s.getsockname()); s.shutdown(socket.SHUT_RD)
                if what in ('error', 'dataerror'):
                    h = socket.socket(I, D); h.bind(('127.0.0.1', 0))
                    s.connect(h.getsockname())
                    if what == 'dataerror': h.sendto(b'x', s.getsockname())
                    n = h.getsockname(); h.close()
                    s.send(b'x')
                return s, None
            if kind == 'unix':
                if what == 'fresh': return socket.socket(U, S), None
                if what == 'freshdgram': return socket.socket(U, D), None
                d = D if 'dgram' in what else S
                a, b = socket.socketpair(U, d)
                if 'data' in what: b.send(b'x')
                if 'shutwr' in what: b.shutdown(socket.SHUT_WR)
                if 'closed' in what: b.close()
                if 'unread' in what: a.send(b'x'); b.close()
                if 'full' in what: fill(a)
                return a, b
            if kind == 'pipe':
                r, w = os.pipe()
                if 'data' in what: os.write(w, b'x')
                if 'full' in what: os.set_blocking(w, False); fill2(w)
                if 'wclosed' in what: os.close(w)
                if 'rclosed' in what: os.close(r)
                return (w if what.startswith('w:') else r), (r, w)
            if kind == 'eventfd':
                e = os.eventfd(int(what)) if int(what) >= 0 else os.eventfd(0)
                if int(what) < 0: os.eventfd_write(e, 2**64 - 2)
                return e, None
            if kind == 'file':
                return os.open(what, os.O_RDWR if what.startswith('/dev') else os.O_RDONLY), None
        def fill2(w):
            try:
                while True: os.write(w, b'x' * 4096)
            except BlockingIOError: pass
        before = None
        for line in sys.stdin:
            name, asked = line.strip().rsplit(' ', 1)
            if name != before: what, keep = state(name)
            before = name
            p = select.poll(); p.register(what, int(asked))
            same, last = 0, -1
            while same < 3: # a FIN takes its time
                time.sleep(0.001)
                said = p.poll(0)
                said = said[0][1] if said else 0
                same, last = same + 1 if said == last else 0, said
            print(last)
        """;

    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    private Socket[] tcp() throws IOException {
      Socket listener = closing(network().createServer(anywhere()));
      Socket client = closing(network().createConnection(listener.getsockname()));
      return new Socket[] {client, closing(listener.accept().socket()), listener};
    }

    private void fill(Socket socket) {
      socket.setblocking(false);
      eventually(() -> {
        try {
          while (socket.send(new byte[65536]) > 0) {}
          assertThat(polled(socket, Linux.POLLOUT)).isEqualTo("0");
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
    }

    /** Brings the same state about. */
    private Pollable state(String name) throws Exception {
      String what = name.substring(name.indexOf(' ') + 1);
      return switch (name.substring(0, name.indexOf(' '))) {
        case "tcp" -> tcp(what);
        case "udp" -> udp(what);
        case "unix" -> unix(what);
        case "pipe" -> pipe(what);
        case "eventfd" -> {
          Descriptor counter = closing(Descriptor.eventfd(Math.max(0, Integer.parseInt(what)), 0));
          if (what.equals("-2")) {
            counter.eventfdWrite(-2);
          }
          yield counter;
        }
        case "file" ->
            closing(Descriptor.open(what, what.startsWith("/dev") ? Linux.O_RDWR : Linux.O_RDONLY));
        default -> throw new AssertionError(name);
      };
    }

    private Socket tcp(String what) throws Exception {
      switch (what) {
        case "fresh" -> {
          return closing(network().socket(AF_INET, SOCK_STREAM));
        }
        case "listening", "pending", "unlistened" -> {
          Socket listener = closing(network().createServer(anywhere()));
          if (what.equals("pending")) {
            closing(network().createConnection(listener.getsockname()));
          }
          if (what.equals("unlistened")) {
            listener.shutdown(SHUT_RDWR);
          }
          return listener;
        }
        case "refused" -> {
          Socket holder = closing(network().socket(AF_INET, SOCK_STREAM));
          holder.bind(anywhere());
          Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
          socket.setblocking(false);
          failure(() -> socket.connect(holder.getsockname()));
          return socket;
        }
        default -> {}
      }
      Socket[] all = tcp();
      Socket mine = all[0];
      Socket other = all[1];
      switch (what) {
        case "data" -> other.send(new byte[1]);
        case "urgent" -> other.send(new byte[1], MSG_OOB);
        case "eof" -> other.shutdown(SHUT_WR);
        case "dataeof" -> {
          other.send(new byte[1]);
          other.shutdown(SHUT_WR);
        }
        case "shutrd" -> mine.shutdown(SHUT_RD);
        case "shutwr" -> mine.shutdown(SHUT_WR);
        case "shutrdwr" -> mine.shutdown(SHUT_RDWR);
        case "bothshut" -> {
          other.shutdown(SHUT_WR);
          mine.shutdown(SHUT_WR);
        }
        case "peerclosed" -> other.close();
        case "reset" -> {
          other.setsockopt(SO_LINGER, new Linger(true, 0));
          other.close();
        }
        case "full" -> fill(mine);
        case "connected" -> {}
        default -> throw new AssertionError(what);
      }
      return mine;
    }

    private Socket udp(String what) throws Exception {
      Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
      socket.bind(anywhere());
      Address name = socket.getsockname();
      switch (what) {
        case "fresh" -> {}
        case "data" -> socket.sendto(new byte[1], name);
        case "empty" -> socket.sendto(new byte[0], name);
        case "shutrd" -> {
          socket.connect(name);
          socket.shutdown(SHUT_RD);
        }
        case "error", "dataerror" -> {
          Socket holder = network().socket(AF_INET, SOCK_DGRAM);
          holder.bind(anywhere());
          socket.connect(holder.getsockname());
          if (what.equals("dataerror")) {
            holder.sendto(new byte[1], name);
          }
          holder.close();
          socket.send(new byte[1]);
        }
        default -> throw new AssertionError(what);
      }
      return socket;
    }

    private Socket unix(String what) throws Exception {
      if (what.equals("fresh")) {
        return closing(network().socket(AF_UNIX, SOCK_STREAM));
      }
      if (what.equals("freshdgram")) {
        return closing(network().socket(AF_UNIX, SOCK_DGRAM));
      }
      Socket[] pair =
          network()
              .socketpair(
                  AF_UNIX, what.contains("dgram") ? SOCK_DGRAM : SOCK_STREAM, Protocol.DEFAULT);
      Socket mine = closing(pair[0]);
      Socket other = closing(pair[1]);
      if (what.contains("data")) {
        other.send(new byte[1]);
      }
      if (what.contains("shutwr")) {
        other.shutdown(SHUT_WR);
      }
      if (what.contains("unread")) {
        mine.send(new byte[1]);
      }
      if (what.contains("closed") || what.contains("unread")) {
        other.close();
      }
      if (what.contains("full")) {
        fill(mine);
      }
      return mine;
    }

    private Descriptor pipe(String what) throws IOException {
      Descriptor[] pipe = Descriptor.pipe();
      closing(pipe[0]);
      closing(pipe[1]);
      if (what.contains("data")) {
        pipe[1].write(new byte[1]);
      }
      if (what.contains("full")) {
        pipe[1].setblocking(false);
        while (pipe[1].write(new byte[4096]) > 0) {}
      }
      if (what.contains("wclosed")) {
        pipe[1].close();
      }
      if (what.contains("rclosed")) {
        pipe[0].close();
      }
      return pipe[what.startsWith("w:") ? 1 : 0];
    }

    @Test
    void R37_pollTellsWhatPythonsTellsInTheSameStates() throws Exception {
      String states =
          """
          tcp fresh|tcp listening|tcp pending|tcp unlistened|tcp refused|tcp connected|tcp data\
          |tcp urgent|tcp eof|tcp dataeof|tcp shutrd|tcp shutwr|tcp shutrdwr|tcp bothshut\
          |tcp peerclosed|tcp reset|tcp full|udp fresh|udp data|udp empty|udp shutrd|udp error\
          |udp dataerror|unix fresh|unix freshdgram|unix connected|unix data|unix shutwr\
          |unix datashutwr|unix closed|unix dataclosed|unix unread|unix full|unix dgram\
          |unix dgramdata|unix dgramclosed|unix dgramfull|pipe empty|pipe data|pipe wclosed\
          |pipe datawclosed|pipe w:empty|pipe w:data|pipe w:full|pipe w:rclosed|eventfd 0\
          |eventfd 1|eventfd -2|file /etc/passwd|file /dev/null|file /dev/zero\
          """;
      try (Program python = Program.python(SCRIPT)) {
        for (String name : List.of(states.strip().split("\\|"))) {
          Pollable target = state(name);
          for (int asked : ASKED) {
            python.type(name + " " + asked + "\n");
            String said = python.line();
            eventually(
                () -> assertThat(polled(target, asked)).as(name + " " + asked).isEqualTo(said));
          }
        }
        python.write("");
        assertThat(python.rest()).isEmpty();
      }
    }

    private String polled(Pollable target, int asked) {
      try {
        Pollfd item = new Pollfd(target, asked);
        network().poll(List.of(item), Duration.ZERO);
        return String.valueOf(item.revents());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Nested
  class OnThisNetworkOnly extends Suite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    @Test
    void whatBelongsToAnotherNetworkIsRefused() throws Exception {
      MemoryWorld memory = new MemoryWorld();
      Socket other = closing(memory.network().socket(AF_INET, SOCK_DGRAM));
      List<Pollfd> items = List.of(new Pollfd(other, POLLIN));
      assertThatThrownBy(() -> network().poll(items, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("poll: " + other + " is of another network");
    }

    /** A hundred would block every carrier there is, and those who are to wake them never run. */
    @Test
    void waitingBlocksNoCarrier() throws Exception {
      Descriptor counter = closing(Descriptor.eventfd(0, 0));
      Descriptor[] pipe = Descriptor.pipe();
      closing(pipe[0]);
      closing(pipe[1]);
      List<Caller<Integer>> polls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        List<Pollfd> items = List.of(new Pollfd(counter, POLLIN), new Pollfd(pipe[0], POLLIN));
        polls.add(Caller.start(network(), () -> network().poll(items, null)).untilItWaits());
      }
      result(start(() -> pipe[1].write(new byte[1])));
      for (Caller<Integer> poll : polls) {
        assertThat(poll.result()).isEqualTo(1);
      }
    }

    @Test
    void aTimerEndsAPollOfManyKinds() throws Exception {
      Descriptor timer = closing(Descriptor.timerfd(Linux.CLOCK_MONOTONIC));
      Descriptor file = closing(Descriptor.open("/etc/passwd", Linux.O_RDONLY));
      Socket socket = closing(network().createServer(anywhere()));
      Pollfd item = new Pollfd(timer, POLLIN);
      List<Pollfd> items = List.of(new Pollfd(file, 0), new Pollfd(socket, POLLIN), item);
      Caller<Integer> polling =
          Caller.start(network(), () -> network().poll(items, null)).untilItWaits();
      timer.timerfdSettime(Duration.ofMillis(1));
      assertThat(polling.result()).isEqualTo(1);
      assertThat(item.revents()).isEqualTo(POLLIN);
    }

    @Test
    void R37_selectHasNoLimitOfNumbersAndPollNoneOfItems() throws Exception {
      Map<String, String> rows =
          ChildJvm.run(Many.class, List.of("prlimit", "--nofile=8192"), List.of()).rows();
      assertThat(rows)
          .containsEntry("select", "2500 of 2500, above FD_SETSIZE true")
          .containsEntry("poll", "5000")
          .containsEntry("wait", "1, and it is the last true");
    }
  }

  /** Has more descriptors than FD_SETSIZE. */
  static final class Many {
    private Many() {}

    /** Prints what select and poll say of them. */
    public static void main(String[] arguments) throws Exception {
      Network os = Network.os();
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < 2500; i++) {
        sockets.addAll(List.of(os.socketpair()));
      }
      List<Socket> readers = sockets.subList(2500, 5000);
      List<Socket> writers = sockets.subList(0, 2500);
      Socket last = readers.getLast();
      ChildJvm.row(
          "select",
          () ->
              os.select(readers, writers, List.of(), null).write().size()
                  + " of "
                  + writers.size()
                  + ", above FD_SETSIZE "
                  + (last.fileno() > Linux.FD_SETSIZE));
      ChildJvm.row(
          "poll",
          () ->
              os.poll(
                  sockets.stream().map(socket -> new Pollfd(socket, Linux.POLLOUT)).toList(),
                  null));
      Caller<List<Pollable>> waiting =
          Caller.start(os, () -> os.select(readers, List.of(), List.of(), null).read())
              .untilItWaits();
      sockets.get(4998).send(new byte[1]);
      List<Pollable> ready = waiting.result();
      ChildJvm.row("wait", () -> ready.size() + ", and it is the last " + ready.contains(last));
      for (Socket socket : sockets) {
        socket.close();
      }
      System.exit(0);
    }
  }
}

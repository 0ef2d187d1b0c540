package gulliver.conformance;

import static gulliver.socket.Linux.*;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SO_ATTACH_FILTER;
import static gulliver.socket.Sockets.SO_GET_FILTER;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Bpf;
import gulliver.socket.Bpf.Instruction;
import gulliver.socket.Errno;
import gulliver.socket.Socket;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters as tcpdump's compiler makes them, and as the kernel takes them. */
class OsBpfTest extends Suite {
  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  // ---- tcpdump ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip",
        "tcp port 80",
        "icmp",
        "not arp",
        "udp and dst net 192.0.2.0/24",
        "ip6 host 2001:db8::1 and not tcp",
        "vlan 5 and ip",
        "inbound and ip[2:2] > 5 * 3 and len < 100",
        "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0",
        "ip[0] & 0xf != 5 and ip[8] >= 64 and (ip[6:2] & 0x1fff) <= 7",
        "(ip[2:2] - ((ip[0] & 0xf) << 2)) / 3 > 7 and ether[len - 1] % 7 != 0",
        "ether[20 + ether[14]] | 3 = 7 and greater 20",
        "portrange 1000-2000 or sctp",
        "ether broadcast"
      })
  void aProgramReadsAndIsReadAsByTcpdump(String expression) throws Exception {
    Program.needs("tcpdump");
    String listing = String.join("\n", tcpdump("-d", expression));
    String numbers = String.join("\n", tcpdump("-dd", expression));
    Bpf program = Bpf.assemble(listing);
    assertThat(c(program)).isEqualTo(UNUSED.matcher(numbers).replaceAll("$1 0x00000000 },"));
    assertThat(program.toString()).isEqualTo(listing.replaceAll("(?m) +$", ""));

    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.setsockopt(SO_ATTACH_FILTER, program);
    assertThat(socket.getsockopt(SO_GET_FILTER)).isEqualTo(program);
  }

  /** What tcpdump leaves in {@code k} of instructions that have no use for it. */
  private static final Pattern UNUSED =
      Pattern.compile("(\\{ 0x(?:7|87|80|81|84|16|[0-9a]c|1d|2d|3d|4d), \\d+, \\d+,) 0x\\w+ },");

  private static List<String> tcpdump(String how, String expression) throws Exception {
    return Program.run("tcpdump", "-y", "EN10MB", "-i", "lo", how, expression).stream()
        .filter(line -> line.startsWith("(") || line.startsWith("{"))
        .toList();
  }

  /** As {@code tcpdump -dd} prints it: an array for a C program. */
  private static String c(Bpf program) {
    return program.instructions().stream()
        .map(i -> "{ 0x%x, %d, %d, 0x%08x },".formatted(i.code(), i.jt(), i.jf(), i.k()))
        .collect(Collectors.joining("\n"));
  }

  // ---- the kernel ----

  /** All that the class's documentation names, in one program. */
  private static final String EVERYTHING =
      """
            ld [0]
            ldh [x + 2]
            ldb [x+3] /* a comment
              of two lines */
            ld #0x7fffffff
            ldi #-1
            ld #len
            ld len
            ldh #proto
            ld #type
            ld #ifidx
            ld #nla
            ld #nlan
            ld #mark
            ld #queue
            ld #hatype
            ld #rxhash
            ld #cpu
            ld #vlan_tci
            ld #vlan_avail
            ld #vlan_tpid
            ld #poff
            ld #rand
            st M[0]
            tax
            stx M[15]
            ld M[0]
            ldx M[15]
            ldx #5
            ldxi #0b101
            ldx #len
            ldxb 4 * ( [14] & 0xf )
            add #1
            add x
            sub #010
            mul x
            div #2
            mod #3
            and #0xff
            or %x
            xor #7
            lsh #31
            rsh x
            neg
            txa
            jmp on              ; the next one
      on:   jeq #1, next, out
            jne #2, out
            jgt x, out
            jge #3, next, out
            jlt #4, out
            jle #5, out
            jset #6, out
            ret a
      out:  ret #0
      """;

  @Test
  void theKernelTakesAllInstructionsAndGivesThemBack() throws Exception {
    Bpf program = Bpf.assemble(EVERYTHING);
    assertThat(program.instructions()).hasSize(54);
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.setsockopt(SO_ATTACH_FILTER, program);
    Bpf back = socket.getsockopt(SO_GET_FILTER);
    assertThat(back).isEqualTo(program).hasSameHashCodeAs(program);
    assertThat(Bpf.assemble(back.toString())).isEqualTo(program);
    assertThat(Bpf.ofBytes(program.bytes())).isEqualTo(program);
  }

  @Test
  void theLongestProgramIsTakenAndGivenBack() throws Exception {
    Bpf.Builder program = Bpf.builder();
    for (int i = 0; i < BPF_MAXINSNS; i++) {
      program.stmt(BPF_RET | BPF_K, i);
    }
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.setsockopt(SO_ATTACH_FILTER, program.build());
    assertThat(socket.getsockopt(SO_GET_FILTER)).isEqualTo(program.build());
  }

  private static final int[] CODES = IntStream.range(0, 256).filter(code -> code < 0xb8).toArray();

  /** The checks of {@code build} are the kernel's: neither takes what the other refuses. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsRefusedIsWhatTheKernelRefuses(long seed) throws Exception {
    Random random = new Random(seed);
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    int taken = 0;
    for (int n = 0; n < 3000; n++) {
      int code = CODES[random.nextInt(CODES.length)];
      int k =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(3);
            case 1 -> random.nextInt(40);
            case 2 -> SKF_AD_OFF + random.nextInt(80);
            default -> random.nextInt();
          };
      boolean jump = (code & 7) == BPF_JMP && code != (BPF_JMP | BPF_JA);
      int jt = jump ? random.nextInt(3) : 0;
      int jf = jump ? random.nextInt(3) : 0;
      Instruction instruction = new Instruction(code, jt, jf, k);
      if (instruction.toString().equals(new Instruction(code, jt, jf, k + 1).toString())) {
        instruction = new Instruction(code, jt, jf, 0); // it has no use for it
      }
      boolean reads = code == (BPF_LD | BPF_MEM) || code == (BPF_LDX | BPF_MEM);
      Instruction first =
          reads && k >= 0 && k < 16 // what is read must have been written
              ? new Instruction(BPF_ST, 0, 0, k)
              : new Instruction(BPF_LD | BPF_IMM, 0, 0, 0);
      List<Instruction> instructions =
          List.of(
              first,
              instruction,
              new Instruction(BPF_RET | BPF_K, 0, 0, 1),
              new Instruction(BPF_RET | BPF_A, 0, 0, 0));
      boolean ours = builds(instructions);
      assertThat(attaches(socket, new Bpf(instructions)))
          .as("seed %d: %s, code 0x%x k 0x%x", seed, instruction, code, k)
          .isEqualTo(ours);
      taken += ours ? 1 : 0;
    }
    assertThat(taken).isBetween(200, 2800);
  }

  /** Through its text, if it has one: a jump out of the program has no label. */
  private static boolean builds(List<Instruction> instructions) {
    try {
      Bpf program = Bpf.assemble(new Bpf(instructions).toString());
      assertThat(program.instructions()).isEqualTo(instructions);
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("bpf line 2: ");
      return false;
    }
  }

  private static boolean attaches(Socket socket, Bpf program) throws IOException {
    try {
      socket.setsockopt(SO_ATTACH_FILTER, program);
      return true;
    } catch (IOException e) {
      assertThat(Errno.of(e)).isEqualTo(Errno.EINVAL);
      return false;
    }
  }
}

package gulliver.socket;

import static gulliver.socket.Linux.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gulliver.socket.Bpf.Instruction;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BpfTest {
  private static final List<Instruction> IPV4 =
      List.of(
          new Instruction(0x28, 0, 0, 12),
          new Instruction(0x15, 0, 1, 0x800),
          new Instruction(0x06, 0, 0, -1),
          new Instruction(0x06, 0, 0, 0));

  @Test
  void aProgramIsMadeOfTextOrOfNumbers() {
    Bpf text =
        Bpf.assemble(
            """
                  ldh [12]
                  jeq #0x800, next, drop
                  ret #-1
            drop: ret #0
            """);
    Bpf numbers =
        Bpf.builder()
            .stmt(BPF_LD | BPF_H | BPF_ABS, 12)
            .jump(BPF_JMP | BPF_JEQ | BPF_K, 0x800, "next", "drop")
            .stmt(BPF_RET | BPF_K, -1)
            .label("drop")
            .add("ret #0")
            .build();
    assertThat(text.instructions()).isEqualTo(IPV4);
    assertThat(numbers).isEqualTo(text);
    assertThat(text)
        .hasToString(
            """
            (000) ldh      [12]
            (001) jeq      #0x800           jt 2\tjf 3
            (002) ret      #-1
            (003) ret      #0\
            """);
    assertThat(IPV4.get(1)).hasToString("jeq      #0x800           jt 0\tjf 1");
  }

  @Test
  void aJumpAlwaysMayHaveALabelANumberOrADistance() {
    Bpf label = Bpf.assemble("ja end\nret #1\nend: ret #2");
    assertThat(label.instructions().getFirst()).isEqualTo(new Instruction(0x05, 0, 0, 1));
    assertThat(Bpf.assemble("(000) ja 2\n(001) ret #1\n(002) ret #2")).isEqualTo(label);
    assertThat(Bpf.builder().stmt(BPF_JMP | BPF_JA, 1).add("ret #1\nret #2").build())
        .isEqualTo(label);
  }

  @Test
  void aLabelMayStandAloneAndTwoMayNameOneInstruction() {
    assertThat(Bpf.assemble("jeq x, a, b\n\na:\nb: ret #1\n").instructions())
        .containsExactly(new Instruction(0x1d, 0, 0, 0), new Instruction(0x06, 0, 0, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ldq [12]            | line 1: \"ldq [12]\": there is no instruction ldq",
        "ret                 | OK",
        "ret #               | line 1: \"ret #\": an operand #number is allowed",
        "ret #08             | line 1: \"ret #08\": an operand #number is allowed",
        "ret #4294967296     | line 1: \"ret #4294967296\": an operand #number is allowed",
        "ret #-2147483649    | line 1: \"ret #-2147483649\": an operand #number is allowed",
        "ret #4294967295     | OK",
        "ret #0xffffffff     | OK",
        "ret #0x100000000    | line 1: \"ret #0x100000000\": an operand #number is allowed",
        "ret #99999999999999999999 | line 1: \"ret #99999999999999999999\": an operand #number is allowed",
        "ret x               | line 1: \"ret x\": an operand #number is allowed",
        "ld 12               | line 1: \"ld 12\": an operand [number] is allowed",
        "ld [y + 3]          | line 1: \"ld [y + 3]\": an operand [number] is allowed",
        "ldb #5              | line 1: \"ldb #5\": an operand [number] is allowed",
        "ldh M[1]            | line 1: \"ldh M[1]\": an operand [number] is allowed",
        "ldxb [14]           | line 1: \"ldxb [14]\": an operand 4*([number]&0xf) is allowed",
        "st M[16]            | line 1: \"st M[16]\": M[0] to M[15] are allowed",
        "st M[-1]            | line 1: \"st M[-1]\": M[0] to M[15] are allowed",
        "tax #1              | line 1: \"tax #1\": no operand is allowed",
        "div #0              | line 1: \"div #0\": a division by 0 is not allowed",
        "mod #0              | line 1: \"mod #0\": a division by 0 is not allowed",
        "lsh #32             | line 1: \"lsh #32\": a shift by 0 to 31 is allowed",
        "jeq #1              | line 1: \"jeq #1\": an operand and one or two labels are allowed",
        "jeq #1, a, b, c     | line 1: \"jeq #1, a, b, c\": an operand and one or two labels are allowed",
        "jeq #1, nowhere     | line 1: \"jeq #1, nowhere\": there is no label nowhere",
        "me: jeq #1, me      | line 1: \"jeq #1, me\": only jumps ahead are allowed",
        "jeq #1, end, 2      | line 1: \"jeq #1, end, 2\": it jumps out of the program",
        "ja 7                | line 1: \"ja 7\": it jumps out of the program",
        "ld [-4000]          | line 1: \"ld [-4000]\": the kernel knows nothing there",
        "!                   | line 1: \"!\": an instruction is allowed",
        "end: tax            | instruction 1: \"end\": there is another label of that name"
      })
  void whatIsNoInstructionSaysWhereAndWhy(String line, String why) {
    String text = line + "\nend: ret #0";
    if (why.equals("OK")) {
      assertThat(Bpf.assemble(text).instructions()).hasSize(2);
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Bpf.assemble(text))
          .withMessage("bpf " + why);
    }
  }

  @Test
  void aProgramThatMayRunOutOrJumpTooFarIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bpf.assemble("; nothing\n"))
        .withMessage("bpf of no instructions: at least one is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bpf.assemble("ret #0\n\ntax"))
        .withMessage("bpf line 3: \"tax\": only a ret is allowed as the last instruction");
    String far = "jeq #1, next, far\n" + "tax\n".repeat(256) + "far: ret #0";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bpf.assemble(far))
        .withMessage(
            "bpf line 1: \"jeq #1, next, far\": it jumps over 256: at most 255 is allowed");
    assertThat(Bpf.assemble(far.replaceFirst("tax\n", "")).instructions().getFirst().jf())
        .isEqualTo(255);
    assertThat(Bpf.assemble(far.replaceFirst("jeq.*", "ja far")).instructions().getFirst().k())
        .isEqualTo(256);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Bpf(Collections.nCopies(4097, new Instruction(6, 0, 0, 0))))
        .withMessage("bpf of 4097 instructions: at most 4096 are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bpf.builder().stmt(0xffff, 0).stmt(6, 0).build())
        .withMessage("bpf instruction 0: \"code 0xffff, k 0x0\": there is no such code");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bpf.builder().jump(BPF_LD, 0, "next", "next").stmt(6, 0).build())
        .withMessage("bpf instruction 0: \"code 0x00, k 0x0\": only a jump has labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instruction(6, 256, 0, 0))
        .withMessage("bpf jump over 256: 0 to 255 are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bpf.ofBytes(new byte[9]))
        .withMessage("bpf of 9 bytes: a multiple of 8 is allowed");
  }
}

package gulliver.socket;

import static gulliver.socket.Linux.*;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A classic BPF program, {@code struct sock_fprog}: a filter that the kernel runs on each packet
 * for a socket, and whose answer is how many of the packet's bytes to keep, 0 for none.
 *
 * {@snippet :
 * Bpf ipv4 = Bpf.assemble("""
 *             ldh [12]            ; the frame's type
 *             jeq #0x800, next, drop
 *             ret #-1             ; all of it
 *       drop: ret #0
 *     """);
 * socket.setsockopt(SO_ATTACH_FILTER, ipv4);
 * }
 *
 * <p>A machine with an accumulator A, an index register X and sixteen words of memory M. Its
 * instructions, in the words of the kernel's {@code bpf_asm} and of {@code tcpdump -d}:
 *
 * <ul>
 *   <li>{@code ld ldh ldb} load a word, half word or byte of the packet into A, turned from network
 *       order: {@code [12]}, or {@code [x + 12]}; {@code ld} also {@code #5}, {@code M[3]} and
 *       {@code #len}, the packet's length
 *   <li>of what the kernel knows of the packet, they load {@code #proto #type #ifidx #nla #nlan
 *       #mark #queue #hatype #rxhash #cpu #vlan_tci #vlan_avail #vlan_tpid #poff #rand}
 *   <li>{@code ldx} loads {@code #5}, {@code M[3]} or {@code #len} into X, {@code ldxb
 *       4*([14]&0xf)} an IPv4 header's length; {@code st} and {@code stx} store A and X in {@code
 *       M[3]}, {@code tax} and {@code txa} copy them
 *   <li>{@code add sub mul div mod and or xor lsh rsh} work on A with {@code #5} or {@code x};
 *       {@code neg}
 *   <li>{@code jeq jgt jge jset} jump by comparing A with {@code #5} or {@code x}: to the first
 *       label if it is so, else to the second, or to the next instruction where there is none;
 *       {@code jne jlt jle} are their opposites; {@code ja}, or {@code jmp}, jumps always. A label
 *       {@code next} that nobody defines is the instruction that follows
 *   <li>{@code ret #5} and {@code ret a} answer
 * </ul>
 *
 * <p>Numbers are decimal, {@code 0x}, {@code 0b} or octal; what follows {@code ;} and what stands
 * in {@code /* … *}{@code /} is a comment.
 *
 * @param instructions at most 4096; none for no filter
 * @see Options#SO_ATTACH_FILTER
 * @see <a href="https://docs.kernel.org/networking/filter.html">Linux Socket Filtering</a>
 * @since 0.1
 */
public record Bpf(List<Instruction> instructions) {
  /** No instructions: what a socket without a filter has. */
  public static final Bpf NONE = new Bpf(List.of());

  /**
   * Checks the number of instructions.
   *
   * @throws IllegalArgumentException for more than 4096
   */
  public Bpf {
    instructions = List.copyOf(instructions);
    if (instructions.size() > BPF_MAXINSNS) {
      throw new IllegalArgumentException(
          "bpf of %d instructions: at most %d are allowed"
              .formatted(instructions.size(), BPF_MAXINSNS));
    }
  }

  /**
   * An instruction, {@code struct sock_filter}.
   *
   * @param code the operation, such as {@code BPF_LD | BPF_H | BPF_ABS} of {@link Linux}
   * @param jt how many instructions to jump over if the comparison holds, 0…255
   * @param jf how many if it does not, 0…255
   * @param k the operand, all 32 bits
   */
  public record Instruction(int code, int jt, int jf, int k) {
    /**
     * Checks the widths.
     *
     * @throws IllegalArgumentException for a code of more than 16 bits or a jump of more than 8
     */
    public Instruction {
      if (code < 0 || code > 0xffff) {
        throw new IllegalArgumentException("bpf code " + code + ": 0 to 65535 are allowed");
      }
      if (jt < 0 || jt > 255 || jf < 0 || jf > 255) {
        throw new IllegalArgumentException(
            "bpf jump over " + (jt < 0 || jt > 255 ? jt : jf) + ": 0 to 255 are allowed");
      }
    }

    /** As {@code tcpdump -d} prints it behind the number, its jumps relative. */
    @Override
    public String toString() {
      return BpfText.print(this, -1).stripTrailing();
    }
  }

  /**
   * Assembles a program; what {@code tcpdump -d} prints is one, too.
   *
   * @param text an instruction a line
   * @return the program
   * @throws IllegalArgumentException for what is none, or what the kernel would refuse; it says
   *     which line and why
   */
  public static Bpf assemble(String text) {
    return BpfText.assemble(text);
  }

  /** {@return a builder, for programs that are made of numbers} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Makes a program instruction by instruction, with the words of C's macros.
   *
   * {@snippet :
   * Bpf.builder()
   *     .stmt(BPF_LD | BPF_H | BPF_ABS, 12)
   *     .jump(BPF_JMP | BPF_JEQ | BPF_K, 0x800, "next", "drop")
   *     .stmt(BPF_RET | BPF_K, -1)
   *     .label("drop")
   *     .stmt(BPF_RET | BPF_K, 0)
   *     .build();
   * }
   */
  public static final class Builder {
    private final BpfText.Program program = new BpfText.Program();

    private Builder() {}

    /**
     * Adds an instruction that does not jump, {@code BPF_STMT}.
     *
     * @param code such as {@code BPF_RET | BPF_K}
     * @param k the operand
     * @return this
     */
    public Builder stmt(int code, int k) {
      program.add(code, k, null, null);
      return this;
    }

    /**
     * Adds a jump, {@code BPF_JUMP}.
     *
     * @param code such as {@code BPF_JMP | BPF_JEQ | BPF_K}
     * @param k what A is compared with
     * @param jt the label to go to if it is so, {@code next} for the following instruction
     * @param jf the label to go to if it is not
     * @return this
     */
    public Builder jump(int code, int k, String jt, String jf) {
      program.add(code, k, jt, jf);
      return this;
    }

    /**
     * Adds instructions as text.
     *
     * @param text as for {@link Bpf#assemble}
     * @return this
     * @throws IllegalArgumentException for what is no instruction
     */
    public Builder add(String text) {
      program.parse(text);
      return this;
    }

    /**
     * Gives the next instruction a name.
     *
     * @param name which no other has
     * @return this
     * @throws IllegalArgumentException if another has it
     */
    public Builder label(String name) {
      program.label(name);
      return this;
    }

    /**
     * {@return the program}
     *
     * @throws IllegalArgumentException for what the kernel would refuse; it says which instruction
     *     and why
     */
    public Bpf build() {
      return program.build();
    }
  }

  /** {@return the instructions as the kernel has them, {@code struct sock_filter[]}} */
  public byte[] bytes() {
    byte[] bytes = new byte[instructions.size() * sock_filter.SIZEOF];
    MemorySegment raw = MemorySegment.ofArray(bytes);
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      long at = (long) i * sock_filter.SIZEOF;
      raw.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + sock_filter.code, (short) instruction.code());
      raw.set(ValueLayout.JAVA_BYTE, at + sock_filter.jt, (byte) instruction.jt());
      raw.set(ValueLayout.JAVA_BYTE, at + sock_filter.jf, (byte) instruction.jf());
      raw.set(ValueLayout.JAVA_INT_UNALIGNED, at + sock_filter.k, instruction.k());
    }
    return bytes;
  }

  /**
   * A program from the kernel's bytes.
   *
   * @param bytes {@code struct sock_filter[]}
   * @return the program, unchecked
   * @throws IllegalArgumentException for a length that is no multiple of 8
   */
  public static Bpf ofBytes(byte[] bytes) {
    if (bytes.length % sock_filter.SIZEOF != 0) {
      throw new IllegalArgumentException(
          "bpf of " + bytes.length + " bytes: a multiple of " + sock_filter.SIZEOF + " is allowed");
    }
    MemorySegment raw = MemorySegment.ofArray(bytes);
    List<Instruction> instructions = new ArrayList<>();
    for (long at = 0; at < bytes.length; at += sock_filter.SIZEOF) {
      instructions.add(
          new Instruction(
              Short.toUnsignedInt(raw.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + sock_filter.code)),
              Byte.toUnsignedInt(raw.get(ValueLayout.JAVA_BYTE, at + sock_filter.jt)),
              Byte.toUnsignedInt(raw.get(ValueLayout.JAVA_BYTE, at + sock_filter.jf)),
              raw.get(ValueLayout.JAVA_INT_UNALIGNED, at + sock_filter.k)));
    }
    return new Bpf(instructions);
  }

  /** Disassembled as by {@code tcpdump -d}, a line each, which {@link #assemble} understands. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < instructions.size(); i++) {
      text.append(i == 0 ? "" : "\n")
          .append("(%03d) %s".formatted(i, BpfText.print(instructions.get(i), i)).stripTrailing());
    }
    return text.toString();
  }
}

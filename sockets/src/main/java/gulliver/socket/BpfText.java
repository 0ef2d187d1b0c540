package gulliver.socket;

import static gulliver.socket.Linux.*;

import gulliver.socket.Bpf.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classic BPF from text and to text, and the checks of the kernel's {@code bpf_check_classic}. */
final class BpfText {
  private static final Map<String, Integer> LOADS = Map.of("ld", BPF_W, "ldh", BPF_H, "ldb", BPF_B);

  private static final Map<String, Integer> OPERATIONS =
      Map.of(
          "add", BPF_ADD, "sub", BPF_SUB, "mul", BPF_MUL, "div", BPF_DIV, "mod", BPF_MOD, "and",
          BPF_AND, "or", BPF_OR, "xor", BPF_XOR, "lsh", BPF_LSH, "rsh", BPF_RSH);

  private static final Map<String, Integer> JUMPS =
      Map.of("jeq", BPF_JEQ, "jgt", BPF_JGT, "jge", BPF_JGE, "jset", BPF_JSET);

  /** Jumps that are others with their labels exchanged. */
  private static final Map<String, Integer> OPPOSITES =
      Map.of("jne", BPF_JEQ, "jneq", BPF_JEQ, "jle", BPF_JGT, "jlt", BPF_JGE);

  /** What the kernel knows of a packet, by the names of {@code tcpdump}. */
  private static final Map<Integer, String> EXTENSIONS =
      Map.ofEntries(
          Map.entry(SKF_AD_PROTOCOL, "proto"),
          Map.entry(SKF_AD_PKTTYPE, "type"),
          Map.entry(SKF_AD_IFINDEX, "ifidx"),
          Map.entry(SKF_AD_NLATTR, "nla"),
          Map.entry(SKF_AD_NLATTR_NEST, "nlan"),
          Map.entry(SKF_AD_MARK, "mark"),
          Map.entry(SKF_AD_QUEUE, "queue"),
          Map.entry(SKF_AD_HATYPE, "hatype"),
          Map.entry(SKF_AD_RXHASH, "rxhash"),
          Map.entry(SKF_AD_CPU, "cpu"),
          Map.entry(SKF_AD_ALU_XOR_X, "xor_x"),
          Map.entry(SKF_AD_VLAN_TAG, "vlan_tci"),
          Map.entry(SKF_AD_VLAN_TAG_PRESENT, "vlanp"),
          Map.entry(SKF_AD_PAY_OFFSET, "poff"),
          Map.entry(SKF_AD_RANDOM, "rand"),
          Map.entry(SKF_AD_VLAN_TPID, "vlan_tpid"));

  private static final Map<String, Integer> OFFSETS = new HashMap<>(Map.of("vlan_avail", 48));

  static {
    EXTENSIONS.forEach((offset, name) -> OFFSETS.put(name, offset));
  }

  private static final Pattern LINE = Pattern.compile("(?:\\(\\d+\\)\\s*)?(\\w+)\\s*(.*)");
  private static final Pattern LABEL = Pattern.compile("([A-Za-z_]\\w*)\\s*:\\s*(.*)");
  private static final Pattern TARGETS = Pattern.compile("(.*?)\\s+jt\\s+(\\d+)\\s+jf\\s+(\\d+)");
  private static final Pattern NUMBER =
      Pattern.compile(
          "([-+]?)(?:0x(?<hex>[0-9a-f]+)|0b(?<bin>[01]+)|0(?<oct>[0-7]+)|(0|[1-9]\\d*))");

  private BpfText() {}

  static Bpf assemble(String text) {
    Program program = new Program();
    program.parse(text);
    return program.build();
  }

  private static IllegalArgumentException wrong(String where, String what, String why) {
    return new IllegalArgumentException("bpf " + where + ": \"" + what + "\": " + why);
  }

  // ---- from text ----

  /** Instructions whose jumps still have labels. */
  static final class Program {
    /**
     * An instruction.
     *
     * @param text as it was given, for errors
     * @param where which line or instruction, for errors
     */
    private record Draft(
        int code, int k, @Nullable String jt, @Nullable String jf, String text, String where) {}

    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    void add(int code, int k, @Nullable String jt, @Nullable String jf) {
      String text = "code 0x%02x, k 0x%x".formatted(code, k);
      drafts.add(new Draft(code, k, jt, jf, text, "instruction " + drafts.size()));
    }

    void label(String name) {
      if (labels.putIfAbsent(name, drafts.size()) != null) {
        throw wrong("instruction " + drafts.size(), name, "there is another label of that name");
      }
    }

    void parse(String text) {
      String[] lines = uncommented(text).split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        String line = lines[i].strip();
        for (Matcher label = LABEL.matcher(line); label.matches(); label = LABEL.matcher(line)) {
          label(label.group(1));
          line = label.group(2);
        }
        if (!line.isEmpty()) {
          instruction(line, "line " + (i + 1));
        }
      }
    }

    /** Comments become spaces, but for their ends of lines. */
    private static String uncommented(String text) {
      return Pattern.compile("/\\*.*?\\*/|;[^\n]*", Pattern.DOTALL)
          .matcher(text)
          .replaceAll(comment -> comment.group().replaceAll("[^\n]", " "));
    }

    private void instruction(String line, String where) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw wrong(where, line, "an instruction is allowed");
      }
      String name = parts.group(1);
      String operands = parts.group(2);
      if (JUMPS.containsKey(name) || OPPOSITES.containsKey(name)) {
        jump(name, operands, line, where);
      } else if (name.equals("ja") || name.equals("jmp")) {
        drafts.add(new Draft(BPF_JMP | BPF_JA, 0, operands, null, line, where));
      } else {
        Instruction plain = statement(name, operands.replaceAll("\\s", ""), line, where);
        drafts.add(new Draft(plain.code(), plain.k(), null, null, line, where));
      }
    }

    private void jump(String name, String operands, String line, String where) {
      Matcher numbered = TARGETS.matcher(operands);
      List<String> words =
          numbered.matches()
              ? List.of(numbered.group(1), numbered.group(2), numbered.group(3))
              : List.of(operands.split("\\s*,\\s*", -1));
      if (words.size() < 2 || words.size() > 3) {
        throw wrong(where, line, "an operand and one or two labels are allowed");
      }
      String yes = words.get(1);
      String no = words.size() == 3 ? words.get(2) : null;
      Integer opposite = OPPOSITES.get(name);
      int operation = BPF_JMP | (opposite != null ? opposite : JUMPS.get(name));
      String operand = words.getFirst();
      boolean index = isX(operand);
      int k = index ? 0 : immediate(operand, line, where);
      drafts.add(
          new Draft(
              operation | (index ? BPF_X : BPF_K),
              k,
              opposite != null ? no : yes,
              opposite != null ? yes : no,
              line,
              where));
    }

    // ---- labels, and the kernel's checks ----

    Bpf build() {
      List<Instruction> instructions = new ArrayList<>();
      for (int i = 0; i < drafts.size(); i++) {
        Draft draft = drafts.get(i);
        boolean jumps = (draft.code & 7) == BPF_JMP;
        if (!jumps && (draft.jt != null || draft.jf != null)) {
          throw wrong(draft.where, draft.text, "only a jump has labels");
        }
        boolean always = draft.code == (BPF_JMP | BPF_JA);
        int yes = distance(draft, draft.jt, i, always ? Integer.MAX_VALUE : 255);
        int no = always ? 0 : distance(draft, draft.jf, i, 255);
        boolean relative = always && draft.jt == null; // as BPF_STMT may give it
        if (relative && Integer.compareUnsigned(draft.k, drafts.size() - i - 1) >= 0) {
          throw wrong(draft.where, draft.text, "it jumps out of the program");
        }
        Instruction instruction =
            always
                ? new Instruction(draft.code, 0, 0, relative ? draft.k : yes)
                : new Instruction(draft.code, yes, no, draft.k);
        String why = refusal(instruction);
        if (why != null) {
          throw wrong(draft.where, draft.text, why);
        }
        instructions.add(instruction);
      }
      if (drafts.isEmpty()) {
        throw new IllegalArgumentException("bpf of no instructions: at least one is allowed");
      }
      Draft last = drafts.getLast();
      if ((last.code & 7) != BPF_RET) {
        throw wrong(last.where, last.text, "only a ret is allowed as the last instruction");
      }
      return new Bpf(instructions);
    }

    /** How many instructions lie between a jump and its label. */
    private int distance(Draft draft, @Nullable String label, int from, int most) {
      if (label == null) {
        return 0;
      }
      Integer to = label.matches("\\d{1,9}") ? Integer.valueOf(label) : labels.get(label);
      if (to == null && label.equals("next")) {
        return 0;
      }
      if (to == null) {
        throw wrong(draft.where, draft.text, "there is no label " + label);
      }
      if (to <= from || to >= drafts.size()) {
        throw wrong(
            draft.where,
            draft.text,
            to <= from ? "only jumps ahead are allowed" : "it jumps out of the program");
      }
      int distance = to - from - 1;
      if (distance > most) {
        throw wrong(
            draft.where,
            draft.text,
            "it jumps over " + distance + ": at most " + most + " is allowed");
      }
      return distance;
    }
  }

  private static Instruction statement(String name, String operand, String line, String where) {
    Integer size = LOADS.get(name);
    if (size != null) {
      return load(size, operand, line, where);
    }
    Integer operation = OPERATIONS.get(name);
    if (operation != null) {
      return isX(operand)
          ? plain(BPF_ALU | operation | BPF_X, 0)
          : plain(BPF_ALU | operation | BPF_K, immediate(operand, line, where));
    }
    return switch (name) {
      case "ldi" -> plain(BPF_LD | BPF_IMM, immediate(operand, line, where));
      case "ldx" -> index(operand, line, where);
      case "ldxi" -> plain(BPF_LDX | BPF_IMM, immediate(operand, line, where));
      case "ldxb" ->
          plain(BPF_LDX | BPF_B | BPF_MSH, inside("4*([", operand, "]&0xf)", line, where));
      case "st" -> plain(BPF_ST, inside("M[", operand, "]", line, where));
      case "stx" -> plain(BPF_STX, inside("M[", operand, "]", line, where));
      case "neg" -> plain(BPF_ALU | BPF_NEG, none(operand, line, where));
      case "tax" -> plain(BPF_MISC | BPF_TAX, none(operand, line, where));
      case "txa" -> plain(BPF_MISC | BPF_TXA, none(operand, line, where));
      case "ret" ->
          operand.isEmpty() || operand.equals("a") || operand.equals("%a")
              ? plain(BPF_RET | BPF_A, 0)
              : plain(BPF_RET | BPF_K, immediate(operand, line, where));
      default -> throw wrong(where, line, "there is no instruction " + name);
    };
  }

  private static Instruction load(int size, String operand, String line, String where) {
    boolean word = size == BPF_W;
    if (word && isLength(operand)) {
      return plain(BPF_LD | BPF_W | BPF_LEN, 0);
    }
    Integer extension = OFFSETS.get(operand.replaceAll("^#|^\\[|]$", ""));
    if (extension != null) {
      return plain(BPF_LD | size | BPF_ABS, SKF_AD_OFF + extension);
    }
    if (word && operand.startsWith("#")) {
      return plain(BPF_LD | BPF_IMM, immediate(operand, line, where));
    }
    if (word && operand.startsWith("M")) {
      return plain(BPF_LD | BPF_MEM, inside("M[", operand, "]", line, where));
    }
    String indexed = operand.replaceFirst("^\\[%?x\\+?(?=.)", "[x+");
    return indexed.startsWith("[x+")
        ? plain(BPF_LD | size | BPF_IND, inside("[x+", indexed, "]", line, where))
        : plain(BPF_LD | size | BPF_ABS, inside("[", operand, "]", line, where));
  }

  private static Instruction index(String operand, String line, String where) {
    if (isLength(operand)) {
      return plain(BPF_LDX | BPF_W | BPF_LEN, 0);
    }
    if (operand.startsWith("4*")) {
      return statement("ldxb", operand, line, where);
    }
    return operand.startsWith("M")
        ? plain(BPF_LDX | BPF_MEM, inside("M[", operand, "]", line, where))
        : plain(BPF_LDX | BPF_IMM, immediate(operand, line, where));
  }

  private static Instruction plain(int code, int k) {
    return new Instruction(code, 0, 0, k);
  }

  private static boolean isX(String operand) {
    return operand.equals("x") || operand.equals("%x");
  }

  private static boolean isLength(String operand) {
    return operand.matches("#?(len|pktlen)");
  }

  private static int none(String operand, String line, String where) {
    if (!operand.isEmpty()) {
      throw wrong(where, line, "no operand is allowed");
    }
    return 0;
  }

  private static int immediate(String operand, String line, String where) {
    return inside("#", operand, "", line, where);
  }

  private static int inside(
      String before, String operand, String after, String line, String where) {
    int length = operand.length() - before.length() - after.length();
    if (length > 0 && operand.startsWith(before) && operand.endsWith(after)) {
      Integer number = number(operand.substring(before.length(), before.length() + length));
      if (number != null) {
        return number;
      }
    }
    throw wrong(where, line, "an operand " + before + "number" + after + " is allowed");
  }

  /** 32 bits, signed or unsigned; null for what is no number. */
  private static @Nullable Integer number(String text) {
    Matcher parts = NUMBER.matcher(text);
    if (!parts.matches() || text.length() > 34) {
      return null;
    }
    long n =
        parts.group("hex") != null
            ? unsigned(parts.group("hex"), 16)
            : parts.group("bin") != null
                ? unsigned(parts.group("bin"), 2)
                : parts.group("oct") != null
                    ? unsigned(parts.group("oct"), 8)
                    : unsigned(parts.group(5), 10);
    n = parts.group(1).equals("-") ? -n : n;
    return n < Integer.MIN_VALUE || n > 0xffff_ffffL ? null : (Integer) (int) n;
  }

  private static long unsigned(String digits, int radix) {
    return digits.length() > 32 || (radix > 2 && digits.length() > 15)
        ? Long.MAX_VALUE
        : Long.parseLong(digits, radix);
  }

  /** Why the kernel would refuse an instruction wherever it stood; null if it would not. */
  private static @Nullable String refusal(Instruction instruction) {
    int code = instruction.code();
    int k = instruction.k();
    String text = print(instruction, -1);
    if (text.startsWith("unimp")) {
      return "there is no such code";
    }
    if ((code == (BPF_ALU | BPF_DIV) || code == (BPF_ALU | BPF_MOD)) && k == 0) {
      return "a division by 0 is not allowed";
    }
    if ((code == (BPF_ALU | BPF_LSH) || code == (BPF_ALU | BPF_RSH)) && (k < 0 || k > 31)) {
      return "a shift by 0 to 31 is allowed";
    }
    if (text.contains("M[") && (k < 0 || k >= BPF_MEMWORDS)) {
      return "M[0] to M[15] are allowed";
    }
    boolean packet = (code & 7) == BPF_LD && (code & 0xe0) == BPF_ABS;
    if (packet && k >= SKF_AD_OFF && k < 0 && !EXTENSIONS.containsKey(k - SKF_AD_OFF)) {
      return "the kernel knows nothing there";
    }
    return null;
  }

  // ---- to text ----

  /** As tcpdump -d, for an instruction at a place, or with relative jumps where there is none. */
  static String print(Instruction instruction, int at) {
    int code = instruction.code();
    String k = Integer.toString(instruction.k());
    String hex = "#0x" + Integer.toHexString(instruction.k());
    String memory = "M[" + k + "]";
    String source = (code & BPF_X) != 0 ? "x" : hex;
    return switch (code & 7) {
      case BPF_LD -> {
        String name = nameOf(LOADS, code & 0x18);
        int mode = code & ~0x18;
        boolean word = (code & 0x18) == BPF_W;
        yield name != null && mode == (BPF_LD | BPF_ABS)
            ? text(name, packet(instruction.k()))
            : name != null && mode == (BPF_LD | BPF_IND)
                ? text(name, "[x + " + k + "]")
                : word && mode == (BPF_LD | BPF_IMM)
                    ? text("ld", hex)
                    : word && mode == (BPF_LD | BPF_MEM)
                        ? text("ld", memory)
                        : word && mode == (BPF_LD | BPF_LEN)
                            ? text("ld", "#pktlen")
                            : unknown(code);
      }
      case BPF_LDX ->
          switch (code) {
            case BPF_LDX | BPF_IMM -> text("ldx", hex);
            case BPF_LDX | BPF_MEM -> text("ldx", memory);
            case BPF_LDX | BPF_LEN -> text("ldx", "#pktlen");
            case BPF_LDX | BPF_B | BPF_MSH -> text("ldxb", "4*([" + k + "]&0xf)");
            default -> unknown(code);
          };
      case BPF_ST -> code == BPF_ST ? text("st", memory) : unknown(code);
      case BPF_STX -> code == BPF_STX ? text("stx", memory) : unknown(code);
      case BPF_ALU -> {
        String name = nameOf(OPERATIONS, code & ~0xf);
        int operation = code & ~0xf;
        boolean bits = operation == BPF_AND || operation == BPF_OR || operation == BPF_XOR;
        yield code == (BPF_ALU | BPF_NEG)
            ? text("neg", "")
            : name == null
                ? unknown(code)
                : text(name, bits || source.equals("x") ? source : "#" + k);
      }
      case BPF_JMP -> {
        String name = nameOf(JUMPS, code & ~0xf);
        yield code == (BPF_JMP | BPF_JA)
            ? text("ja", Integer.toString(at < 0 ? instruction.k() : at + 1 + instruction.k()))
            : name == null
                ? unknown(code)
                : "%-8s %-16s jt %d\tjf %d"
                    .formatted(name, source, at + 1 + instruction.jt(), at + 1 + instruction.jf());
      }
      case BPF_RET ->
          switch (code) {
            case BPF_RET | BPF_K -> text("ret", "#" + k);
            case BPF_RET | BPF_A -> text("ret", "");
            default -> unknown(code);
          };
      default ->
          switch (code) {
            case BPF_MISC | BPF_TAX -> text("tax", "");
            case BPF_MISC | BPF_TXA -> text("txa", "");
            default -> unknown(code);
          };
    };
  }

  private static String packet(int k) {
    String extension = k < 0 ? EXTENSIONS.get(k - SKF_AD_OFF) : null;
    return "[" + (extension != null ? extension : k) + "]";
  }

  private static String text(String name, String operand) {
    return "%-8s %s".formatted(name, operand);
  }

  private static String unknown(int code) {
    return text("unimp", "0x" + Integer.toHexString(code));
  }

  private static @Nullable String nameOf(Map<String, Integer> names, int number) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }
}

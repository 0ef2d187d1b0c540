import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes {@code Linux.java} and {@code Errno.java} of {@code gulliver.socket} from the headers of
 * the kernel and of libc, by asking the C compiler for every number. Run it in {@code sockets/}:
 *
 * <pre>
 *   apt-get install gcc gcc-aarch64-linux-gnu libc6-dev-arm64-cross
 *   java src/main/generate/Generate.java ["C compiler for x86-64" "C compiler for aarch64"]
 * </pre>
 *
 * <p>A compiler may come with arguments, for headers newer than the machine's own. The committed
 * files come from Debian's linux-libc-dev 7.3, libc6-dev 2.41 and libc6-dev-arm64-cross 2.41, each
 * unpacked by {@code dpkg-deb -x} into a folder {@code root}, by
 *
 * <pre>
 *   "gcc -nostdinc -isystem $(gcc -print-file-name=include)
 *        -isystem root/usr/include/x86_64-linux-gnu -isystem root/usr/include"
 *   "aarch64-linux-gnu-gcc -nostdinc -isystem $(aarch64-linux-gnu-gcc -print-file-name=include)
 *        -isystem root/usr/aarch64-linux-gnu/include
 *        -isystem root/usr/include/aarch64-linux-gnu -isystem root/usr/include"
 * </pre>
 *
 * <p>The preprocessor tells the names: macros, enumerators, members of structures; {@code
 * wanted.txt} says which of them are wanted. Their numbers stand in the assembly text of a function
 * that mentions each as an immediate operand: nothing is run, so a cross compiler serves as well.
 * What is not an integer constant the compiler refuses, and it drops out. A number that differs
 * between the architectures becomes {@code Machine.AARCH64 ? x : y}.
 */
final class Generate {
  /** Constants that share a declaration and its comment: their patterns, part by part. */
  record Group(boolean hex, String doc, List<String> levels, List<Pattern> parts) {
    int partOf(String name) {
      var parts = IntStream.range(0, this.parts.size());
      return parts.filter(i -> this.parts.get(i).matcher(name).matches()).findFirst().orElse(-1);
    }
  }

  /** A structure: its size, its members by name. */
  record Layout(long size, Map<String, Member> members) {}

  /** A member and its offset; of a bit-field, {@code bits} says where in its octets it lies. */
  record Member(String name, long offset, String bits) {}

  /** An errno under its first name; the comment is the kernel's. */
  record Error(String name, int number, String comment) {}

  /** What a compiler says. */
  record Table(
      Map<String, Long> constants, Map<String, Layout> layouts, Map<Integer, Error> errors) {}

  static final List<String> UNITS = new ArrayList<>();
  static final List<Group> GROUPS = new ArrayList<>();
  static final Map<String, Set<String>> LAYOUTS = new TreeMap<>();
  static Group unwanted;

  public static void main(String[] arguments) throws Throwable {
    String compiler = arguments.length > 0 ? arguments[0] : "gcc";
    String cross = arguments.length > 1 ? arguments[1] : "aarch64-linux-gnu-gcc";
    readWanted(Path.of("src/main/generate/wanted.txt"));
    Table x86 = table(compiler), arm = table(cross);
    keepCommon(x86.constants, arm.constants);
    x86.layouts.forEach(
        (type, layout) -> keepCommon(layout.members, arm.layouts.get(type).members));
    Path folder = Path.of("src/main/java/gulliver/socket");
    Files.writeString(folder.resolve("Linux.java"), linux(x86, arm, versions(compiler)));
    Files.writeString(folder.resolve("Errno.java"), errno(x86));
  }

  static void readWanted(Path file) throws IOException {
    String text = Files.readString(file).replaceAll("(?m)^#.*\n", "");
    for (String entry : text.strip().split("\n+(?=\\w)")) {
      String head = entry.lines().findFirst().orElseThrow();
      List<String> words = List.of(entry.substring(head.length()).strip().split("\\s+"));
      switch (head) {
        case "headers" ->
            UNITS.add(words.stream().map("#include <%s>\n"::formatted).collect(joining()));
        case "unwanted" -> unwanted = group(head, words);
        case "layouts" -> {
          for (String word : words) {
            var names = List.of(word.split("[:,]"));
            LAYOUTS
                .computeIfAbsent(names.getFirst(), _ -> new LinkedHashSet<>())
                .addAll(names.subList(1, names.size()));
          }
        }
        default -> GROUPS.add(group(head, words));
      }
    }
  }

  static Group group(String head, List<String> words) {
    var except = words.stream().filter(word -> word.startsWith("-"));
    var levels = words.stream().filter(word -> word.startsWith("@")).map(word -> word.substring(1));
    String not = except.map(word -> word.substring(1)).collect(joining("|", "(?!(", ")$)"));
    String names = words.stream().filter(word -> !word.matches("[-@].*")).collect(joining("|"));
    var parts = Stream.of(names.split("\\|/\\|")).map(part -> not + "(" + part + ")");
    return new Group(
        head.startsWith("hex"),
        head.substring(4),
        levels.toList(),
        parts.map(part -> Pattern.compile(part.replace("*", ".*"))).toList());
  }

  static Group groupOf(String name) {
    return GROUPS.stream().filter(group -> group.partOf(name) >= 0).findFirst().orElse(null);
  }

  static boolean unwanted(String name) {
    return unwanted.partOf(name) >= 0;
  }

  // ---- Asking the compiler

  static Table table(String compiler) throws Exception {
    var table = new Table(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (String unit : UNITS) {
      String text = run(compiler + " -E -P", unit);
      Set<String> names = names(compiler, unit, text);
      names.removeIf(name -> unwanted(name) || groupOf(name) == null);
      numbers(compiler, unit, names).forEach((name, n) -> put(table.constants, name, n));
      for (var layout : LAYOUTS.entrySet()) {
        addLayout(compiler, unit, text, layout.getKey(), layout.getValue(), table.layouts);
      }
    }
    if (!table.layouts.keySet().equals(LAYOUTS.keySet())) {
      throw new IllegalStateException("No such structures beyond " + table.layouts.keySet());
    }
    // A first name is defined as a number, and an alias as a name.
    String errors = run(compiler + " -E -dD -CC", "#include <errno.h>\n");
    matches("^#define\\s+(E[A-Z0-9]+)\\s+(\\d+)\\s*(/\\*.*)?$", errors)
        .map(m -> new Error(m.group(1), Integer.parseInt(m.group(2)), "" + m.group(3)))
        .forEach(error -> table.errors.put(error.number, error));
    return table;
  }

  /** The two compilers may have headers of different age. */
  static <V> void keepCommon(Map<String, V> x86, Map<String, V> arm) {
    x86.keySet().stream()
        .filter(name -> !arm.containsKey(name))
        .forEach(name -> System.err.println(name + " is left out: aarch64's headers lack it"));
    x86.keySet().retainAll(arm.keySet());
  }

  /** Two headers should agree, and an int should do; else the first word stands. */
  static void put(Map<String, Long> constants, String name, long number) {
    if (number != (int) number && number >>> 32 != 0) {
      System.err.println(name + " is left out: " + number + " needs 64 bits");
    } else if (constants.putIfAbsent(name, number) instanceof Long old && old != number) {
      System.err.println(name + " is " + old + " in one header, " + number + " in another");
    }
  }

  /** The names of macros that stand for something, and of enumerators. */
  static Set<String> names(String compiler, String unit, String text) throws Exception {
    var names = new TreeSet<String>();
    matches("^#define (\\w+) \\S", run(compiler + " -E -dM", unit))
        .forEach(macro -> names.add(macro.group(1)));
    matches("\\benum(?:\\s+\\w+)?\\s*\\{([^}]*)}", text)
        .flatMap(body -> matches("(?:\\A|,)\\s*(\\w+)", body.group(1)))
        .forEach(enumerator -> names.add(enumerator.group(1)));
    return names;
  }

  /** The numbers of those of the expressions that are integer constants. */
  static Map<String, Long> numbers(String compiler, String unit, Collection<String> expressions)
      throws Exception {
    var left = new ArrayList<>(expressions);
    while (true) {
      String probe =
          left.stream()
              .map("asm volatile(\"\\n@%%0 %1$s\" : : \"i\"((long long)(%1$s)));\n"::formatted)
              .collect(joining("", "void probe(void) {\n#line 1 \"probe\"\n", "}\n"));
      String assembly = run(compiler + " -w -S -o -", unit + "#include <stddef.h>\n" + probe);
      var wrong =
          matches("^probe:(\\d+):.*error:", assembly)
              .map(m -> left.get(Integer.parseInt(m.group(1)) - 1))
              .toList();
      if (wrong.isEmpty()) {
        var numbers = new LinkedHashMap<String, Long>();
        matches("^@\\$?(-?\\d+) (.*)$", assembly)
            .forEach(m -> numbers.put(m.group(2), Long.valueOf(m.group(1))));
        return numbers;
      }
      left.removeAll(wrong);
    }
  }

  /** Adds a structure if this unit has it; of two definitions the one with more members stays. */
  static void addLayout(
      String compiler,
      String unit,
      String text,
      String type,
      Set<String> macros,
      Map<String, Layout> layouts)
      throws Exception {
    String attribute = "(__attribute__\\s*\\(\\(\\w+\\)\\)\\s*)?";
    var definition = Pattern.compile("\\bstruct\\s+" + attribute + type + "\\s*\\{").matcher(text);
    if (!definition.find()) {
      return;
    }
    var members = new LinkedHashMap<String, Member>();
    var plain = new ArrayList<String>();
    for (String declarator : declarators(body(text, definition.end()))) {
      String name = declarator.replace(":", "");
      if (unwanted(name)) {
        continue;
      }
      if (declarator.endsWith(":")) {
        members.put(name, bitField(compiler, unit, type, name));
      } else {
        plain.add(name);
      }
    }
    plain.addAll(macros);
    String size = "sizeof(struct " + type + ")", offset = "offsetof(struct " + type + ", %s)";
    var expressions = new ArrayList<>(plain.stream().map(offset::formatted).toList());
    expressions.add(size);
    var numbers = numbers(compiler, unit, expressions);
    for (String name : plain) {
      members.put(name, new Member(name, numbers.get(offset.formatted(name)), null));
    }
    if (!layouts.containsKey(type) || layouts.get(type).members.size() < members.size()) {
      layouts.put(type, new Layout(numbers.get(size), members));
    }
  }

  /** What a pair of braces holds, from just inside the first. */
  static String body(String text, int start) {
    int end = start;
    for (int depth = 1; depth > 0; end++) {
      depth += text.charAt(end) == '{' ? 1 : text.charAt(end) == '}' ? -1 : 0;
    }
    return text.substring(start, end - 1);
  }

  /** The names that a structure's body declares, those of bit-fields with a colon behind. */
  static List<String> declarators(String body) {
    body = body.replaceAll("__extension__|__attribute__\\s*\\(\\((\\w|\\([^)]*\\))*\\)\\)", "");
    while (body.contains("{")) { // the members of an anonymous union are the structure's own
      body = body.replaceAll("\\b(struct|union)\\s*\\w*\\s*\\{([^{}]*)}\\s*;", "$2");
      body = body.replaceAll("\\b(struct|union)\\s*\\w*\\s*\\{[^{}]*}\\s*(?=\\w)", "int ");
    }
    return matches("(\\w+)\\s*(\\[[^;]*?]\\s*)*(:\\s*\\w+\\s*)?[;,]", body)
        .map(m -> m.group(1) + (m.group(3) == null ? "" : ":"))
        .toList();
  }

  /** A bit-field has no offsetof: the octets of a structure in which it alone is set show it. */
  static Member bitField(String compiler, String unit, String type, String name) throws Exception {
    String probe = "const struct " + type + " probe = {." + name + " = -1};\n";
    String assembly = run(compiler + " -w -S -o -", unit + probe);
    var data = assembly.substring(assembly.indexOf("probe:"));
    long offset = 0, bits = 0;
    int octets = 0;
    for (var m : matches("^\\s*\\.(zero|byte)\\s+(-?\\d+)$", data).toList()) {
      if (m.group(1).equals("byte")) {
        bits |= (Long.parseLong(m.group(2)) & 0xff) << 8 * octets++;
      } else if (octets == 0) {
        offset = Long.parseLong(m.group(2));
      }
    }
    int first = Long.numberOfTrailingZeros(bits), last = 63 - Long.numberOfLeadingZeros(bits);
    return new Member(
        name, offset, first == last ? "bit " + first : "bits " + first + " to " + last);
  }

  static String versions(String compiler) throws Exception {
    var version = List.of("LINUX_VERSION_CODE >> 16", "LINUX_VERSION_CODE >> 8 & 255");
    var n = numbers(compiler, "#include <linux/version.h>\n", version);
    var libc =
        numbers(compiler, "#include <features.h>\n", List.of("__GLIBC__", "__GLIBC_MINOR__"));
    return "Linux " + dotted(n) + " and glibc " + dotted(libc);
  }

  static String dotted(Map<String, Long> numbers) {
    return numbers.values().stream().map(String::valueOf).collect(joining("."));
  }

  static Stream<MatchResult> matches(String regex, String text) {
    return Pattern.compile(regex, Pattern.MULTILINE).matcher(text).results();
  }

  static String run(String compiler, String source) throws IOException {
    var command = new ArrayList<>(List.of(compiler.split("\\s+")));
    command.addAll(List.of("-D_GNU_SOURCE", "-x", "c", "-"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread.startVirtualThread(() -> {
      try (var input = process.outputWriter(UTF_8)) {
        input.write(source);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  // ---- Writing Java

  static String linux(Table x86, Table arm, String versions) {
    var out = new StringBuilder(LINUX.formatted(versions));
    for (Group group : GROUPS) {
      var equations =
          x86.constants.entrySet().stream()
              .filter(c -> groupOf(c.getKey()) == group)
              .sorted(
                  comparingLong((Map.Entry<String, Long> c) -> group.partOf(c.getKey()))
                      .thenComparing(c -> Math.abs(c.getValue())))
              .map(
                  c -> equation(c.getKey(), c.getValue(), arm.constants.get(c.getKey()), group.hex))
              .toList();
      declare(out, "  ", group.doc, group.levels, equations);
    }
    x86.layouts.forEach((type, layout) -> layout(out, type, layout, arm.layouts.get(type)));
    return out.append("}\n").toString();
  }

  static void layout(StringBuilder out, String type, Layout x86, Layout arm) {
    out.append(
        """

          /** {@code struct %1$s}. */
          public static final class %1$s {
            private %1$s() {}
        """
            .formatted(type));
    declare(
        out, "    ", "Octets.", List.of(), List.of(equation("SIZEOF", x86.size, arm.size, false)));
    var members = x86.members.values().stream().sorted(comparingLong(Member::offset)).toList();
    var offsets =
        members.stream()
            .filter(m -> m.bits == null)
            .map(m -> equation(m.name, m.offset, arm.members.get(m.name).offset, false))
            .toList();
    declare(out, "    ", "Offsets of the members.", List.of(), offsets);
    for (Member m : members) {
      if (m.bits != null) {
        String doc = "Offset of a bit-field: " + m.bits + ", counted from the least significant.";
        declare(out, "    ", doc, List.of(), List.of(equation(m.name, m.offset, m.offset, false)));
      }
    }
    out.append("  }\n");
  }

  static String equation(String name, long x86, long arm, boolean hex) {
    String number = number(x86, hex);
    String other = number(arm, hex);
    return name + " = " + (x86 == arm ? number : "Machine.AARCH64 ? " + other + " : " + number);
  }

  static String number(long n, boolean hex) {
    return hex && n >= 0 || n > Integer.MAX_VALUE ? "0x" + Long.toHexString(n) : "" + n;
  }

  /** Appends one declaration: in one line if it fits, else one line for each name. */
  static void declare(
      StringBuilder out, String margin, String doc, List<String> levels, List<String> equations) {
    if (equations.isEmpty()) {
      return;
    }
    out.append('\n').append(comment(margin, doc.replaceAll("`(.*?)`", "{@code $1}")));
    if (!levels.isEmpty()) {
      String list = String.join(", ", levels);
      list = levels.size() == 1 ? list : "{" + list + "}";
      out.append(margin).append("@OptionsOf(").append(list).append(")\n");
    }
    String line = "%spublic static final int %s;\n".formatted(margin, String.join(", ", equations));
    out.append(line.length() <= 101 ? line : line.replace(", ", ",\n" + margin + "    "));
  }

  /** A comment, broken as google-java-format breaks it. */
  static String comment(String margin, String text) {
    if (margin.length() + text.length() <= 93) {
      return margin + "/** " + text + " */\n";
    }
    String filling = "(.{1,%d}) ".formatted(97 - margin.length());
    String filled = (text + " ").replaceAll(filling, margin + " * $1\n");
    return margin + "/**\n" + filled + margin + " */\n";
  }

  static String errno(Table table) throws Throwable {
    var linker = Linker.nativeLinker();
    var strerror =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("strerrordesc_np"), // untranslated
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    var constants = new StringBuilder();
    for (Error error : table.errors.values()) {
      var address = (MemorySegment) strerror.invokeExact(error.number);
      String text =
          address.equals(MemorySegment.NULL)
              ? error.comment.replaceAll("^/\\*\\s*|\\s*\\*/$", "")
              : address.reinterpret(1000).getString(0);
      String aliases =
          table.constants.entrySet().stream()
              .filter(c -> groupOf(c.getKey()) == GROUPS.getFirst())
              .filter(c -> c.getValue() == error.number && !c.getKey().equals(error.name))
              .map(c -> " Also {@code " + c.getKey() + "}.")
              .collect(joining());
      constants.append("\n  /** %s.%s */\n".formatted(text, aliases));
      constants.append("  %s(%d, \"%s\"),\n".formatted(error.name, error.number, text));
    }
    return ERRNO.replace("\n  //constants\n", constants);
  }

  static final String LINUX =
      """
      package gulliver.socket;

      import java.lang.annotation.Retention;
      import java.lang.annotation.RetentionPolicy;

      /**
       * Every number of Linux's socket headers, under its C name: for the raw forms of calls, such as
       * {@code setsockopt(level, name, bytes)}, for those who implement a network, and for reading
       * traces. A nested class is the layout of the structure of its name: its size, and the offsets of
       * its members, in octets.
       *
       * <p>Numbers that need the 32nd bit are negative here; {@link Integer#toUnsignedLong} gives what C
       * has. The few that differ between x86-64 and aarch64 are those of the machine that the program
       * runs on; all others are constant expressions, fit for {@code case}.
       *
       * <p>Generated from the headers of %s by {@code Generate.java}, and compared
       * by a test with what the C compiler says.
       *
       * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
       */
      public final class Linux {
        private Linux() {}

        /** Marks the options of a level, or of several; {@link LinuxNames} prints them by it. */
        @Retention(RetentionPolicy.RUNTIME)
        @interface OptionsOf {
          int[] value();
        }
      """;

  static final String ERRNO =
      """
      package gulliver.socket;

      import java.util.Arrays;

      /**
       * What a failing call says went wrong: the symbols, numbers and texts of Linux. Every exception
       * that a socket throws for the system carries one, and {@link #of(Throwable)} finds it.
       *
       * {@snippet :
       * try {
       *   socket.connect(address);
       * } catch (IOException e) {
       *   switch (Errno.of(e)) {
       *     case ECONNREFUSED -> retryLater(); // nobody listens there
       *     case ENETUNREACH, EHOSTUNREACH -> useAnotherAddress();
       *     default -> throw e;
       *   }
       * }
       * }
       *
       * <p>The texts are glibc's, in English whatever the locale. Where symbols share a number, the
       * constant is the one that the kernel's headers define as a number, {@code EAGAIN}, and the other
       * is an alias of it, {@code EWOULDBLOCK}.
       *
       * <p>Generated by {@code Generate.java}, and compared by a test with libc.
       *
       * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
       */
      public enum Errno {
        /** No error: the call did not fail, or not in the system. */
        NONE(0, "Success"),

        //constants

        /** An error that has no name here. */
        UNKNOWN(-1, "Unknown error");

        private static final Errno[] BY_NUMBER = byNumber();

        private final int number;
        private final String text;

        Errno(int number, String text) {
          this.number = number;
          this.text = text;
        }

        private static Errno[] byNumber() {
          Errno[] all = values();
          Errno[] table = new Errno[all[all.length - 2].number + 1];
          Arrays.fill(table, UNKNOWN);
          for (Errno errno : all) {
            if (errno != UNKNOWN) {
              table[errno.number] = errno;
            }
          }
          return table;
        }

        /** {@return the number in C's {@code errno}, such as 111; 0 of NONE, −1 of UNKNOWN} */
        public int number() {
          return number;
        }

        /** {@return what {@code strerror} says, such as {@code Connection refused}} */
        public String text() {
          return text;
        }

        /**
         * The errno of a number.
         *
         * @param number as in C, positive
         * @return {@link #UNKNOWN} if the number has no name, {@link #NONE} of 0
         */
        public static Errno of(int number) {
          return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
        }

        /**
         * The errno of an exception.
         *
         * @param failure any exception, not only one of ours
         * @return that of the exception itself, or else of the nearest of its causes that has one; {@link
         *     #NONE} if none has
         */
        public static Errno of(Throwable failure) {
          // Causes may form a cycle, which a hundred steps do not follow for long.
          Throwable cause = failure;
          for (int depth = 0; cause != null && depth < 100; depth++, cause = cause.getCause()) {
            if (cause instanceof SocketFailure known) {
              return known.errno();
            }
          }
          return NONE;
        }
      }
      """;
}

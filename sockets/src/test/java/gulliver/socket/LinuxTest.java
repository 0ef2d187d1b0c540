package gulliver.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks the C compiler of this machine for every number of {@link Linux} and {@link Errno}. Names
 * that its headers lack, being older, are reported by a test that is aborted.
 */
class LinuxTest {
  /** The headers of libc, with those of the kernel that stand them. */
  private static final String LIBC =
      """
      errno.h limits.h sys/socket.h sys/un.h sys/uio.h sys/time.h netinet/in.h netinet/ip.h
      netinet/ip6.h netinet/tcp.h netinet/udp.h netinet/ip_icmp.h netinet/icmp6.h arpa/inet.h
      netdb.h poll.h sys/epoll.h sys/eventfd.h sys/timerfd.h sys/ioctl.h fcntl.h net/if.h
      net/if_arp.h linux/sockios.h linux/netlink.h linux/rtnetlink.h linux/neighbour.h
      linux/genetlink.h linux/if_packet.h linux/if_ether.h linux/if_tun.h linux/vm_sockets.h
      linux/errqueue.h linux/net_tstamp.h linux/filter.h linux/sock_diag.h linux/inet_diag.h
      linux/unix_diag.h linux/mptcp.h linux/tls.h linux/if_alg.h\
      """;

  /** Those of the kernel that define the same as libc's, and more. */
  private static final String KERNEL =
      """
      linux/in.h linux/in6.h linux/ip.h linux/ipv6.h linux/icmp.h linux/icmpv6.h linux/tcp.h
      linux/udp.h linux/if.h\
      """;

  /** P prints a constant expression, B the offset of a bit-field, E what strerror says. */
  private static final String PRELUDE =
      """
      #include <stddef.h>
      #include <stdio.h>
      #include <string.h>
      #define P(e) printf("%s=%lld\\n", #e, (long long) (e));
      #define B(s, f) { \\
        struct s all; unsigned char *p = memset(&all, 0, sizeof all); \\
        for (all.f = -1; !*p; p++) {} \\
        printf("offsetof(struct " #s ", " #f ")=%d\\n", (int) (p - (unsigned char *) &all)); }
      #define E(n) printf("strerror(%d)=%s\\n", n, strerror(n));
      """;

  /** What C says of each expression: of the headers of libc, and of the kernel. */
  private static final List<Map<String, String>> ANSWERS = new ArrayList<>();

  @BeforeAll
  static void askTheCompiler(@TempDir Path folder) throws Exception {
    var statements = new ArrayList<String>();
    constants(Linux.class).keySet().forEach(name -> statements.add("P(" + name + ")"));
    for (Class<?> layout : layouts().toList()) {
      statements.add("P(" + sizeof(layout) + ")");
      members(layout).keySet().forEach(m -> statements.add("P(" + offsetof(layout, m) + ")"));
    }
    Stream.of(Errno.values()).forEach(errno -> statements.add("E(" + errno.number() + ")"));
    for (String headers : List.of(LIBC, KERNEL)) {
      ANSWERS.add(ask(folder, headers, statements));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyConstantIsWhatTheCCompilerSays() {
    var known = new ArrayList<String>();
    var different = new ArrayList<String>();
    var missing = new ArrayList<String>();
    constants(Linux.class)
        .forEach((name, number) -> {
          // Where the headers of libc and the kernel differ, libc's word counts.
          String answer = ANSWERS.get(0).getOrDefault(name, ANSWERS.get(1).get(name));
          if (answer == null) {
            missing.add(name);
          } else if ((int) Long.parseLong(answer) != number) {
            different.add("%s = %d, in C %s".formatted(name, number, answer));
          } else {
            known.add(name);
          }
        });
    return Stream.of(
        dynamicTest(known.size() + " equal", () -> assertThat(known).hasSizeGreaterThan(2000)),
        dynamicTest("none different", () -> assertThat(different).isEmpty()),
        dynamicTest(missing.size() + " missing", () -> abortIfAny(missing)));
  }

  @TestFactory
  Stream<DynamicTest> everyOffsetAndSizeIsWhatTheCCompilerSays() {
    return layouts().map(type -> dynamicTest("struct " + type.getSimpleName(), () -> check(type)));
  }

  private static void check(Class<?> layout) {
    // Of two definitions, the one that knows more of the members.
    var libc = answers(layout, ANSWERS.get(0));
    var kernel = answers(layout, ANSWERS.get(1));
    var c = kernel.size() > libc.size() ? kernel : libc;
    var java = new LinkedHashMap<>(members(layout));
    var missing = new ArrayList<>(java.keySet());
    missing.removeAll(c.keySet());
    java.keySet().retainAll(c.keySet());
    assertThat(java).isEqualTo(c);
    abortIfAny(missing.stream().map(member -> layout.getSimpleName() + "." + member).toList());
    String size =
        (kernel.size() > libc.size() ? ANSWERS.get(1) : ANSWERS.get(0)).get(sizeof(layout));
    assertThat(size).isEqualTo(constants(layout).get("SIZEOF").toString());
  }

  private static Map<String, Integer> answers(Class<?> layout, Map<String, String> all) {
    var offsets = new TreeMap<String, Integer>();
    for (String member : members(layout).keySet()) {
      String answer = all.get(offsetof(layout, member));
      if (answer != null) {
        offsets.put(member, Integer.valueOf(answer));
      }
    }
    return offsets;
  }

  @TestFactory
  Stream<DynamicTest> everyErrnoHasTheTextOfStrerror() {
    var java = new EnumMap<Errno, String>(Errno.class);
    var c = new EnumMap<Errno, String>(Errno.class);
    for (Errno errno : Errno.values()) {
      java.put(errno, errno.text());
      c.put(errno, ANSWERS.get(0).get("strerror(" + errno.number() + ")"));
    }
    java.remove(Errno.UNKNOWN);
    var missing = new ArrayList<String>();
    c.forEach((errno, text) -> {
      if (text.startsWith("Unknown error") && java.remove(errno) != null) {
        missing.add(errno.name());
      }
    });
    c.keySet().retainAll(java.keySet());
    return Stream.of(
        dynamicTest(java.size() + " texts", () -> assertThat(java).isEqualTo(c)),
        dynamicTest(missing.size() + " missing", () -> abortIfAny(missing)));
  }

  @Test
  void everyErrnoHasItsNumberAndIsFoundByIt() {
    var constants = constants(Linux.class);
    for (Errno errno : Errno.values()) {
      assertThat(Errno.of(errno.number())).isEqualTo(errno);
      if (errno != Errno.NONE && errno != Errno.UNKNOWN) {
        assertThat(constants).containsEntry(errno.name(), errno.number());
      }
    }
    assertThat(Errno.of(41)).as("a gap in the numbers").isEqualTo(Errno.UNKNOWN);
    assertThat(Errno.of(-111)).isEqualTo(Errno.UNKNOWN);
    assertThat(Errno.of(524)).isEqualTo(Errno.UNKNOWN);
    assertThat(Errno.of(Linux.EWOULDBLOCK)).isEqualTo(Errno.EAGAIN);
    assertThat(Errno.of(Linux.EDEADLOCK)).isEqualTo(Errno.EDEADLK);
    assertThat(Errno.of(Linux.ENOTSUP)).isEqualTo(Errno.EOPNOTSUPP);
  }

  @Test
  void theErrnoOfAnExceptionIsThatOfItsNearestCause() {
    IOException refused = SocketFailure.of("connect", null, Linux.ECONNREFUSED);
    assertThat(Errno.of(refused)).isEqualTo(Errno.ECONNREFUSED);
    assertThat(Errno.of(new IllegalStateException(new IOException(refused))))
        .isEqualTo(Errno.ECONNREFUSED);
    assertThat(Errno.of(new IOException("no errno"))).isEqualTo(Errno.NONE);
    var one = new IOException("one");
    one.initCause(new IOException("two", one));
    assertThat(Errno.of(one)).as("causes in a circle").isEqualTo(Errno.NONE);
  }

  // ---- What Java says

  private static Map<String, Integer> constants(Class<?> type) {
    var constants = new LinkedHashMap<String, Integer>();
    for (Field field : type.getDeclaredFields()) {
      if (field.getType() == int.class) {
        try {
          constants.put(field.getName(), field.getInt(null));
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
    return constants;
  }

  private static Stream<Class<?>> layouts() {
    return Stream.of(Linux.class.getDeclaredClasses()).filter(type -> !type.isAnnotation());
  }

  private static Map<String, Integer> members(Class<?> layout) {
    var members = constants(layout);
    members.remove("SIZEOF");
    return members;
  }

  private static String sizeof(Class<?> layout) {
    return "sizeof(struct " + layout.getSimpleName() + ")";
  }

  private static String offsetof(Class<?> layout, String member) {
    return "offsetof(struct " + layout.getSimpleName() + ", " + member + ")";
  }

  // ---- What C says

  /** The output of the statements that compile. */
  private static Map<String, String> ask(Path folder, String headers, Collection<String> statements)
      throws Exception {
    String includes =
        Stream.of(headers.split("\\s+"))
            .map("#if __has_include(<%1$s>)\n#include <%1$s>\n#endif\n"::formatted)
            .collect(joining("", "#define _GNU_SOURCE\n", PRELUDE));
    var left = new ArrayList<>(statements);
    Path source = folder.resolve("ask.c"), program = folder.resolve("ask");
    for (int round = 0; round < 5; round++) {
      String main = "int main(void) {\n#line 1 \"ask\"\n" + String.join("\n", left) + "\n}\n";
      Files.writeString(source, includes + main);
      String errors = run("gcc", "-w", "-o", program.toString(), source.toString());
      if (errors.isEmpty()) {
        var answers = new LinkedHashMap<String, String>();
        for (String line : run(program.toString()).lines().toList()) {
          answers.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return answers;
      }
      var wrong = Pattern.compile("(?m)^ask:(\\d+):\\d+: error: (.*)$").matcher(errors);
      var drop = new ArrayList<String>();
      while (wrong.find()) {
        String statement = left.get(Integer.parseInt(wrong.group(1)) - 1);
        if (wrong.group(2).contains("bit-field")) {
          left.add(statement.replaceFirst("P\\(offsetof\\(struct (.*)\\)\\)", "B($1)"));
        }
        drop.add(statement);
      }
      assertThat(drop).as(errors).isNotEmpty();
      left.removeAll(drop);
    }
    throw new AssertionError("the compiler finds ever new errors");
  }

  private static String run(String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process;
    try {
      process = builder.start();
    } catch (IOException absent) {
      return abort("needs gcc and the Linux headers: " + absent.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  private static void abortIfAny(List<String> missing) {
    if (!missing.isEmpty()) {
      abort("not in the headers of this machine: " + String.join(", ", missing));
    }
  }
}

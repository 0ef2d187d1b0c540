package gulliver.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a run was made. */
final class Machine {
  private Machine() {}

  static Map<String, String> facts(Conditions conditions) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("mode", conditions.mode());
    facts.put("window, ms", String.valueOf(conditions.window()));
    facts.put("CPU", Runtime.getRuntime().availableProcessors() + " × " + processor());
    facts.put("memory", memory());
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "JDK",
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
    facts.put("Netty", netty());
    facts.put("C compiler", Programs.firstLine("gcc", "--version"));
    facts.put("nginx", nginx());
    facts.put("commit", System.getProperty("compare.commit", "unknown"));
    facts.put("load at start", load());
    return facts;
  }

  private static String nginx() {
    return Programs.find("nginx")
        .map(path -> Programs.firstLine(path.toString(), "-v").replaceFirst(".*nginx/", ""))
        .orElse("none");
  }

  private static String processor() throws IOException {
    return field("/proc/cpuinfo", "model name");
  }

  private static String memory() throws IOException {
    long kilobytes = Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ", -1)[0]);
    return "%.0f GiB".formatted(kilobytes / 1048576.0);
  }

  private static String field(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String load() throws IOException {
    String line = Files.readString(Path.of("/proc/loadavg"));
    return String.join(" ", List.of(line.split(" ", -1)).subList(0, 3));
  }

  private static String netty() {
    var version = io.netty.util.Version.identify().get("netty-common");
    return version == null ? "unknown" : version.artifactVersion();
  }
}

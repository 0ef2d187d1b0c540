package gulliver.socket;

import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From the numbers of {@link Linux} back to their names, for messages and traces.
 *
 * <p>A number has many names: {@code TCP_NODELAY} and {@code TCP_ESTABLISHED} are both 1, and
 * {@code AF_LOCAL} is {@code AF_UNIX}. What the number stands for decides: an option is looked up
 * among those that {@link Linux.OptionsOf} marks for its level, anything else among the names that
 * begin with a prefix and are neither options nor {@link #STRANGERS}. Of the names then left, those
 * in {@link #ALIASES} yield, longer ones yield to shorter ones ({@code SO_RCVTIMEO_OLD}), later
 * ones in the alphabet to earlier ones. What has no name prints as its number.
 *
 * <p>Each table is made by reflection when it is first asked for, and kept.
 */
final class LinuxNames {
  /** By prefix, names that begin with it and are something else than what it is looked up for. */
  private static final Map<String, String> STRANGERS =
      Map.of(
          "SOCK_", "DESTROY|DIAG_.*|TXREHASH_.*|.*_LOCK.*", // leaves types and flags
          "SCM_", "TSTAMP_.*",
          "TCP_",
              "(?!ESTABLISHED|SYN_(SENT|RECV)|FIN_WAIT|(TIME|CLOSE)_WAIT|CLOS(E|ING)$|LAST|LISTEN).*",
          "IFF_",
              "TUN.*|TAP|NAPI.*|NO_.*|NOFILTER|ONE_.*|VNET_.*|MULTI_.*|.*TACH_.*|PERSIST|BACK.*",
          "PACKET_", "FANOUT_.*|MR_.*", // leaves sll_pkttype
          "RTM_", "BASE|F_.*",
          "F_", "OWNER_.*|SEAL_.*|.*LCK|U?LOCK|TLOCK|TEST", // leaves commands of fcntl
          "O_", "ACCMODE");

  /** Names that yield to the other one of their number. */
  private static final Set<String> ALIASES =
      Set.of(
          "AF_FILE", // AF_UNIX
          "AF_ROUTE", // AF_NETLINK
          "PF_FILE",
          "PF_ROUTE",
          "MSG_TRYHARD", // MSG_DONTROUTE
          "SO_GET_FILTER", // the same number, in getsockopt, as SO_ATTACH_FILTER in setsockopt
          "SO_DETACH_BPF", // SO_DETACH_FILTER
          "IP_PMTUDISC", // IP_MTU_DISCOVER
          "IP_ORIGDSTADDR", // the control message that the option IP_RECVORIGDSTADDR asks for
          "IPV6_ORIGDSTADDR",
          "NETLINK_INET_DIAG", // NETLINK_SOCK_DIAG
          "O_NDELAY"); // O_NONBLOCK

  private static final Map<Object, Map<Integer, String>> TABLES = new ConcurrentHashMap<>();

  private LinuxNames() {}

  /** The name that has this prefix and value: {@code "AF_"}, 2 is {@code AF_INET}. */
  static String name(String prefix, int value) {
    return named(prefix).getOrDefault(value, Integer.toString(value));
  }

  /**
   * Flags by their names, in the order of their bits: {@code "MSG_"}, 0x42 is {@code
   * MSG_PEEK|MSG_DONTWAIT}. Bits that have no name come last, in hexadecimal.
   */
  static String flags(String prefix, int bits) {
    Map<Integer, String> names = named(prefix);
    // A name of several bits, such as O_SYNC, goes before the names of one of them.
    List<Integer> widestFirst =
        names.keySet().stream()
            .filter(flag -> flag != 0 && !names.get(flag).endsWith("_MASK"))
            .sorted(Comparator.comparingInt(flag -> -Integer.bitCount(flag)))
            .toList();
    var found = new TreeMap<Integer, String>(Integer::compareUnsigned);
    int rest = bits;
    for (int flag : widestFirst) {
      if ((rest & flag) == flag) {
        found.put(flag, names.get(flag));
        rest &= ~flag;
      }
    }
    var text = new StringJoiner("|").setEmptyValue("0");
    found.values().forEach(text::add);
    return (rest == 0 ? text : text.add("0x" + Integer.toHexString(rest))).toString();
  }

  /** A level of options: 1 is {@code SOL_SOCKET}, 6 is {@code IPPROTO_TCP}. */
  static String level(int level) {
    return switch (level) {
      case Linux.SOL_SOCKET -> "SOL_SOCKET"; // not IPPROTO_ICMP, which has no options
      case Linux.AF_VSOCK -> "AF_VSOCK";
      case Linux.SOL_RAW -> "SOL_RAW";
      default -> name(level < 256 ? "IPPROTO_" : "SOL_", level);
    };
  }

  /**
   * A protocol, which every family numbers for itself: {@code AF_INET}, 6 is {@code IPPROTO_TCP},
   * {@code AF_NETLINK}, 0 is {@code NETLINK_ROUTE}; that of a packet is in network order.
   */
  static String protocol(int family, int protocol) {
    return switch (family) {
      case Linux.AF_INET, Linux.AF_INET6 -> name("IPPROTO_", protocol);
      case Linux.AF_NETLINK -> name("NETLINK_", protocol);
      case Linux.AF_PACKET ->
          protocol >> 16 == 0
              ? "htons(" + etherType(Sockets.ntohs(protocol)) + ")"
              : Integer.toString(protocol);
      default -> Integer.toString(protocol);
    };
  }

  /** An EtherType in host order: 0x800 is {@code ETH_P_IP}; what has no name is in hexadecimal. */
  static String etherType(int type) {
    String name = named("ETH_P_").get(type);
    return name != null ? name : String.format("0x%04x", type);
  }

  /** An option of a level: 1, 2 is {@code SO_REUSEADDR}, and 6, 1 is {@code TCP_NODELAY}. */
  static String option(int level, int name) {
    return TABLES
        .computeIfAbsent(level, _ -> table(field -> levels(field).anyMatch(l -> l == level)))
        .getOrDefault(name, Integer.toString(name));
  }

  private static Map<Integer, String> named(String prefix) {
    return TABLES.computeIfAbsent(
        prefix,
        _ -> {
          // EPOLLIN is an EPOLL, EPOLL_CTL_ADD is not.
          String strangers = prefix + "(_.*|" + STRANGERS.getOrDefault(prefix, "") + ")";
          return table(field ->
              field.getName().startsWith(prefix)
                  && !field.getName().matches(strangers)
                  && levels(field).findAny().isEmpty());
        });
  }

  private static IntStream levels(Field field) {
    var options = field.getAnnotation(Linux.OptionsOf.class);
    return options == null ? IntStream.empty() : IntStream.of(options.value());
  }

  private static Map<Integer, String> table(Predicate<Field> wanted) {
    var best =
        Comparator.comparing((String name) -> ALIASES.contains(name))
            .thenComparingInt(String::length);
    var table = new TreeMap<Integer, String>();
    Stream.of(Linux.class.getDeclaredFields())
        .filter(field -> field.getType() == int.class && wanted.test(field))
        .sorted(Comparator.comparing(Field::getName, best.thenComparing(name -> name)))
        .forEach(field -> table.putIfAbsent(value(field), field.getName()));
    return table;
  }

  private static int value(Field field) {
    try {
      return field.getInt(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}

package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.function;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.slow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C library's names of hosts, services, protocols and interfaces. They may read files or ask
 * servers: for a platform thread, but for what is said to be numeric. All memory is native, and
 * {@code errno} an int of it.
 */
public final class ResolverCalls {
  private ResolverCalls() {}

  private static final MemorySegment GETADDRINFO = function("getaddrinfo");

  /**
   * {@code int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
   * struct addrinfo **res)}: answers 0 or an {@code EAI_} number; for {@code EAI_SYSTEM}, {@code
   * errno} has the reason.
   */
  public static int getaddrinfo(
      MemorySegment node,
      MemorySegment service,
      MemorySegment hints,
      MemorySegment res,
      MemorySegment errno) {
    return call(GETADDRINFO, errno, node, service, hints, res, 0, 0);
  }

  private static final MemorySegment FREEADDRINFO = function("freeaddrinfo");

  /** {@code void freeaddrinfo(struct addrinfo *res)}. */
  public static void freeaddrinfo(MemorySegment res) {
    free(FREEADDRINFO, res);
  }

  /** It has one argument more than the others. */
  private static final class NameInfo {
    private static final MethodHandle CALL =
        slow(INT, POINTER, INT, POINTER, INT, POINTER, INT, INT);
    private static final MemorySegment GETNAMEINFO = function("getnameinfo");
  }

  /**
   * {@code int getnameinfo(const struct sockaddr *addr, socklen_t addrlen, char host[], socklen_t
   * hostlen, char serv[], socklen_t servlen, int flags)}: answers 0 or an {@code EAI_} number.
   */
  public static int getnameinfo(
      MemorySegment addr, MemorySegment host, MemorySegment serv, int flags, MemorySegment errno) {
    try {
      return (int)
          NameInfo.CALL.invokeExact(
              NameInfo.GETNAMEINFO,
              errno,
              addr,
              (int) addr.byteSize(),
              host,
              (int) host.byteSize(),
              serv,
              (int) serv.byteSize(),
              flags);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MemorySegment GETSERVBYNAME_R = function("getservbyname_r");

  /**
   * {@code int getservbyname_r(const char *name, const char *proto, struct servent *result_buf,
   * char buf[], size_t buflen, struct servent **result)}: answers 0 or an errno.
   */
  public static int getservbyname_r(
      MemorySegment name,
      MemorySegment proto,
      MemorySegment resultBuf,
      MemorySegment buf,
      MemorySegment result,
      MemorySegment errno) {
    return call(
        GETSERVBYNAME_R, errno, name, proto, resultBuf, buf, buf.byteSize(), result.address());
  }

  private static final MemorySegment GETSERVBYPORT_R = function("getservbyport_r");

  /**
   * {@code int getservbyport_r(int port, const char *proto, struct servent *result_buf, char buf[],
   * size_t buflen, struct servent **result)}: the port in network order; answers 0 or an errno.
   */
  public static int getservbyport_r(
      int port,
      MemorySegment proto,
      MemorySegment resultBuf,
      MemorySegment buf,
      MemorySegment result,
      MemorySegment errno) {
    return (int)
        Slow.call(
            GETSERVBYPORT_R,
            errno,
            port,
            proto.address(),
            resultBuf.address(),
            buf.address(),
            buf.byteSize(),
            result.address());
  }

  private static final MemorySegment GETPROTOBYNAME_R = function("getprotobyname_r");

  /**
   * {@code int getprotobyname_r(const char *name, struct protoent *result_buf, char buf[], size_t
   * buflen, struct protoent **result)}: answers 0 or an errno.
   */
  public static int getprotobyname_r(
      MemorySegment name,
      MemorySegment resultBuf,
      MemorySegment buf,
      MemorySegment result,
      MemorySegment errno) {
    return (int)
        Slow.call(
            GETPROTOBYNAME_R,
            errno,
            name.address(),
            resultBuf.address(),
            buf.address(),
            buf.byteSize(),
            result.address(),
            0);
  }

  private static final MemorySegment GETPROTOBYNUMBER_R = function("getprotobynumber_r");

  /**
   * {@code int getprotobynumber_r(int proto, struct protoent *result_buf, char buf[], size_t
   * buflen, struct protoent **result)}: answers 0 or an errno.
   */
  public static int getprotobynumber_r(
      int proto,
      MemorySegment resultBuf,
      MemorySegment buf,
      MemorySegment result,
      MemorySegment errno) {
    return (int)
        Slow.call(
            GETPROTOBYNUMBER_R,
            errno,
            proto,
            resultBuf.address(),
            buf.address(),
            buf.byteSize(),
            result.address(),
            0);
  }

  private static final MemorySegment IF_NAMETOINDEX = function("if_nametoindex");

  /** {@code unsigned int if_nametoindex(const char *ifname)}: answers 0 with an errno. */
  public static int if_nametoindex(MemorySegment ifname, MemorySegment errno) {
    return (int) Slow.call(IF_NAMETOINDEX, errno, ifname.address(), 0, 0, 0, 0, 0);
  }

  private static final MemorySegment IF_INDEXTONAME = function("if_indextoname");

  /**
   * {@code char *if_indextoname(unsigned int ifindex, char ifname[IF_NAMESIZE])}: answers null with
   * an errno. Does not sleep.
   */
  public static MemorySegment if_indextoname(
      int ifindex, MemorySegment ifname, MemorySegment errno) {
    return MemorySegment.ofAddress(
        Slow.call(IF_INDEXTONAME, errno, ifindex, ifname.address(), 0, 0, 0, 0));
  }

  private static final MemorySegment IF_NAMEINDEX = function("if_nameindex");

  /** {@code struct if_nameindex *if_nameindex(void)}: answers null with an errno. */
  public static MemorySegment if_nameindex(MemorySegment errno) {
    return MemorySegment.ofAddress(Slow.call(IF_NAMEINDEX, errno, 0, 0, 0, 0, 0, 0));
  }

  private static final MemorySegment IF_FREENAMEINDEX = function("if_freenameindex");

  /** {@code void if_freenameindex(struct if_nameindex *ptr)}. */
  public static void if_freenameindex(MemorySegment ptr) {
    free(IF_FREENAMEINDEX, ptr);
  }

  private static final MemorySegment GETHOSTNAME = function("gethostname");

  /** {@code int gethostname(char name[], size_t len)}: answers 0 or {@code -errno}. */
  public static int gethostname(MemorySegment name, MemorySegment errno) {
    int result = (int) Slow.call(GETHOSTNAME, errno, name.address(), name.byteSize(), 0, 0, 0, 0);
    return result < 0 ? -Native.errno(errno) : result;
  }

  private static int call(
      MemorySegment function,
      MemorySegment errno,
      MemorySegment a,
      MemorySegment b,
      MemorySegment c,
      MemorySegment d,
      long e,
      long f) {
    return (int)
        Slow.call(function, errno, a.address(), b.address(), c.address(), d.address(), e, f);
  }

  private static void free(MemorySegment function, MemorySegment what) {
    try (Arena arena = Arena.ofConfined()) {
      Slow.call(function, arena.allocate(INT), what.address(), 0, 0, 0, 0, 0);
    }
  }
}

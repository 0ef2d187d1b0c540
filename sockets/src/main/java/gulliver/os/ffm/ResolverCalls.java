package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.LONG;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.plain;
import static gulliver.os.ffm.Native.slow;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C library's names of hosts, services, protocols and interfaces. They may read files or ask
 * servers: for a platform thread, but for what is said to be numeric. All memory is native, and
 * {@code errno} an int of it.
 */
public final class ResolverCalls {
  private ResolverCalls() {}

  private static final MethodHandle GETADDRINFO =
      slow("getaddrinfo", INT, POINTER, POINTER, POINTER, POINTER);

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
    try {
      return (int) GETADDRINFO.invokeExact(errno, node, service, hints, res);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle FREEADDRINFO =
      plain("freeaddrinfo", FunctionDescriptor.ofVoid(POINTER));

  /** {@code void freeaddrinfo(struct addrinfo *res)}. */
  public static void freeaddrinfo(MemorySegment res) {
    try {
      FREEADDRINFO.invokeExact(res);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle GETNAMEINFO =
      slow("getnameinfo", INT, POINTER, INT, POINTER, INT, POINTER, INT, INT);

  /**
   * {@code int getnameinfo(const struct sockaddr *addr, socklen_t addrlen, char host[], socklen_t
   * hostlen, char serv[], socklen_t servlen, int flags)}: answers 0 or an {@code EAI_} number.
   */
  public static int getnameinfo(
      MemorySegment addr, MemorySegment host, MemorySegment serv, int flags, MemorySegment errno) {
    try {
      return (int)
          GETNAMEINFO.invokeExact(
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

  private static final MethodHandle GETSERVBYNAME_R =
      slow("getservbyname_r", INT, POINTER, POINTER, POINTER, POINTER, LONG, POINTER);

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
    try {
      return (int)
          GETSERVBYNAME_R.invokeExact(errno, name, proto, resultBuf, buf, buf.byteSize(), result);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle GETSERVBYPORT_R =
      slow("getservbyport_r", INT, INT, POINTER, POINTER, POINTER, LONG, POINTER);

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
    try {
      return (int)
          GETSERVBYPORT_R.invokeExact(errno, port, proto, resultBuf, buf, buf.byteSize(), result);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle GETPROTOBYNAME_R =
      slow("getprotobyname_r", INT, POINTER, POINTER, POINTER, LONG, POINTER);

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
    try {
      return (int)
          GETPROTOBYNAME_R.invokeExact(errno, name, resultBuf, buf, buf.byteSize(), result);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle GETPROTOBYNUMBER_R =
      slow("getprotobynumber_r", INT, INT, POINTER, POINTER, LONG, POINTER);

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
    try {
      return (int)
          GETPROTOBYNUMBER_R.invokeExact(errno, proto, resultBuf, buf, buf.byteSize(), result);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle IF_NAMETOINDEX = slow("if_nametoindex", INT, POINTER);

  /** {@code unsigned int if_nametoindex(const char *ifname)}: answers 0 with an errno. */
  public static int if_nametoindex(MemorySegment ifname, MemorySegment errno) {
    try {
      return (int) IF_NAMETOINDEX.invokeExact(errno, ifname);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle IF_INDEXTONAME = slow("if_indextoname", POINTER, INT, POINTER);

  /**
   * {@code char *if_indextoname(unsigned int ifindex, char ifname[IF_NAMESIZE])}: answers null with
   * an errno. Does not sleep.
   */
  public static MemorySegment if_indextoname(
      int ifindex, MemorySegment ifname, MemorySegment errno) {
    try {
      return (MemorySegment) IF_INDEXTONAME.invokeExact(errno, ifindex, ifname);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle IF_NAMEINDEX = slow("if_nameindex", POINTER);

  /** {@code struct if_nameindex *if_nameindex(void)}: answers null with an errno. */
  public static MemorySegment if_nameindex(MemorySegment errno) {
    try {
      return (MemorySegment) IF_NAMEINDEX.invokeExact(errno);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle IF_FREENAMEINDEX =
      plain("if_freenameindex", FunctionDescriptor.ofVoid(POINTER));

  /** {@code void if_freenameindex(struct if_nameindex *ptr)}. */
  public static void if_freenameindex(MemorySegment ptr) {
    try {
      IF_FREENAMEINDEX.invokeExact(ptr);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle GETHOSTNAME = slow("gethostname", INT, POINTER, LONG);

  /** {@code int gethostname(char name[], size_t len)}: answers 0 or {@code -errno}. */
  public static int gethostname(MemorySegment name, MemorySegment errno) {
    try {
      int result = (int) GETHOSTNAME.invokeExact(errno, name, name.byteSize());
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}

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
 * <p>Generated from the headers of Linux 7.3 and glibc 2.41 by {@code Generate.java}, and compared
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

  /** Errors: what a failing call leaves in {@code errno}. {@code Errno} has their texts. */
  public static final int EPERM = 1,
      ENOENT = 2,
      ESRCH = 3,
      EINTR = 4,
      EIO = 5,
      ENXIO = 6,
      E2BIG = 7,
      ENOEXEC = 8,
      EBADF = 9,
      ECHILD = 10,
      EAGAIN = 11,
      EWOULDBLOCK = 11,
      ENOMEM = 12,
      EACCES = 13,
      EFAULT = 14,
      ENOTBLK = 15,
      EBUSY = 16,
      EEXIST = 17,
      EXDEV = 18,
      ENODEV = 19,
      ENOTDIR = 20,
      EISDIR = 21,
      EINVAL = 22,
      ENFILE = 23,
      EMFILE = 24,
      ENOTTY = 25,
      ETXTBSY = 26,
      EFBIG = 27,
      ENOSPC = 28,
      ESPIPE = 29,
      EROFS = 30,
      EMLINK = 31,
      EPIPE = 32,
      EDOM = 33,
      ERANGE = 34,
      EDEADLK = 35,
      EDEADLOCK = 35,
      ENAMETOOLONG = 36,
      ENOLCK = 37,
      ENOSYS = 38,
      ENOTEMPTY = 39,
      ELOOP = 40,
      ENOMSG = 42,
      EIDRM = 43,
      ECHRNG = 44,
      EL2NSYNC = 45,
      EL3HLT = 46,
      EL3RST = 47,
      ELNRNG = 48,
      EUNATCH = 49,
      ENOCSI = 50,
      EL2HLT = 51,
      EBADE = 52,
      EBADR = 53,
      EXFULL = 54,
      ENOANO = 55,
      EBADRQC = 56,
      EBADSLT = 57,
      EBFONT = 59,
      ENOSTR = 60,
      ENODATA = 61,
      ETIME = 62,
      ENOSR = 63,
      ENONET = 64,
      ENOPKG = 65,
      EREMOTE = 66,
      ENOLINK = 67,
      EADV = 68,
      ESRMNT = 69,
      ECOMM = 70,
      EPROTO = 71,
      EMULTIHOP = 72,
      EDOTDOT = 73,
      EBADMSG = 74,
      EFSBADCRC = 74,
      EOVERFLOW = 75,
      ENOTUNIQ = 76,
      EBADFD = 77,
      EREMCHG = 78,
      ELIBACC = 79,
      ELIBBAD = 80,
      ELIBSCN = 81,
      ELIBMAX = 82,
      ELIBEXEC = 83,
      EILSEQ = 84,
      ERESTART = 85,
      ESTRPIPE = 86,
      EUSERS = 87,
      ENOTSOCK = 88,
      EDESTADDRREQ = 89,
      EMSGSIZE = 90,
      EPROTOTYPE = 91,
      ENOPROTOOPT = 92,
      EPROTONOSUPPORT = 93,
      ESOCKTNOSUPPORT = 94,
      ENOTSUP = 95,
      EOPNOTSUPP = 95,
      EPFNOSUPPORT = 96,
      EAFNOSUPPORT = 97,
      EADDRINUSE = 98,
      EADDRNOTAVAIL = 99,
      ENETDOWN = 100,
      ENETUNREACH = 101,
      ENETRESET = 102,
      ECONNABORTED = 103,
      ECONNRESET = 104,
      ENOBUFS = 105,
      EISCONN = 106,
      ENOTCONN = 107,
      ESHUTDOWN = 108,
      ETOOMANYREFS = 109,
      ETIMEDOUT = 110,
      ECONNREFUSED = 111,
      EHOSTDOWN = 112,
      EHOSTUNREACH = 113,
      EALREADY = 114,
      EINPROGRESS = 115,
      ESTALE = 116,
      EFSCORRUPTED = 117,
      EUCLEAN = 117,
      ENOTNAM = 118,
      ENAVAIL = 119,
      EISNAM = 120,
      EREMOTEIO = 121,
      EDQUOT = 122,
      ENOMEDIUM = 123,
      EMEDIUMTYPE = 124,
      ECANCELED = 125,
      ENOKEY = 126,
      EKEYEXPIRED = 127,
      EKEYREVOKED = 128,
      EKEYREJECTED = 129,
      EOWNERDEAD = 130,
      ENOTRECOVERABLE = 131,
      ERFKILL = 132,
      EHWPOISON = 133,
      EFTYPE = 134;

  /** Address families: the first argument of {@code socket}. */
  public static final int AF_UNSPEC = 0,
      AF_FILE = 1,
      AF_LOCAL = 1,
      AF_UNIX = 1,
      AF_INET = 2,
      AF_AX25 = 3,
      AF_IPX = 4,
      AF_APPLETALK = 5,
      AF_NETROM = 6,
      AF_BRIDGE = 7,
      AF_ATMPVC = 8,
      AF_X25 = 9,
      AF_INET6 = 10,
      AF_ROSE = 11,
      AF_DECnet = 12,
      AF_NETBEUI = 13,
      AF_SECURITY = 14,
      AF_KEY = 15,
      AF_NETLINK = 16,
      AF_ROUTE = 16,
      AF_PACKET = 17,
      AF_ASH = 18,
      AF_ECONET = 19,
      AF_ATMSVC = 20,
      AF_RDS = 21,
      AF_SNA = 22,
      AF_IRDA = 23,
      AF_PPPOX = 24,
      AF_WANPIPE = 25,
      AF_LLC = 26,
      AF_IB = 27,
      AF_MPLS = 28,
      AF_CAN = 29,
      AF_TIPC = 30,
      AF_BLUETOOTH = 31,
      AF_IUCV = 32,
      AF_RXRPC = 33,
      AF_ISDN = 34,
      AF_PHONET = 35,
      AF_IEEE802154 = 36,
      AF_CAIF = 37,
      AF_ALG = 38,
      AF_NFC = 39,
      AF_VSOCK = 40,
      AF_KCM = 41,
      AF_QIPCRTR = 42,
      AF_SMC = 43,
      AF_XDP = 44,
      AF_MCTP = 45;

  /** Protocol families: the numbers of the address families under their older names. */
  public static final int PF_UNSPEC = 0,
      PF_FILE = 1,
      PF_LOCAL = 1,
      PF_UNIX = 1,
      PF_INET = 2,
      PF_AX25 = 3,
      PF_IPX = 4,
      PF_APPLETALK = 5,
      PF_NETROM = 6,
      PF_BRIDGE = 7,
      PF_ATMPVC = 8,
      PF_X25 = 9,
      PF_INET6 = 10,
      PF_ROSE = 11,
      PF_DECnet = 12,
      PF_NETBEUI = 13,
      PF_SECURITY = 14,
      PF_KEY = 15,
      PF_NETLINK = 16,
      PF_ROUTE = 16,
      PF_PACKET = 17,
      PF_ASH = 18,
      PF_ECONET = 19,
      PF_ATMSVC = 20,
      PF_RDS = 21,
      PF_SNA = 22,
      PF_IRDA = 23,
      PF_PPPOX = 24,
      PF_WANPIPE = 25,
      PF_LLC = 26,
      PF_IB = 27,
      PF_MPLS = 28,
      PF_CAN = 29,
      PF_TIPC = 30,
      PF_BLUETOOTH = 31,
      PF_IUCV = 32,
      PF_RXRPC = 33,
      PF_ISDN = 34,
      PF_PHONET = 35,
      PF_IEEE802154 = 36,
      PF_CAIF = 37,
      PF_ALG = 38,
      PF_NFC = 39,
      PF_VSOCK = 40,
      PF_KCM = 41,
      PF_QIPCRTR = 42,
      PF_SMC = 43,
      PF_XDP = 44,
      PF_MCTP = 45;

  /** Socket types: the second argument of {@code socket}. */
  public static final int SOCK_STREAM = 1,
      SOCK_DGRAM = 2,
      SOCK_RAW = 3,
      SOCK_RDM = 4,
      SOCK_SEQPACKET = 5,
      SOCK_DCCP = 6,
      SOCK_PACKET = 10;

  /** Flags that {@code socket} and {@code socketpair} take with the type, and {@code accept4}. */
  public static final int SOCK_NONBLOCK = 0x800, SOCK_CLOEXEC = 0x80000;

  /** Protocols: the third argument of {@code socket}, and levels of options. */
  public static final int IPPROTO_HOPOPTS = 0,
      IPPROTO_IP = 0,
      IPPROTO_ICMP = 1,
      IPPROTO_IGMP = 2,
      IPPROTO_IPIP = 4,
      IPPROTO_TCP = 6,
      IPPROTO_EGP = 8,
      IPPROTO_PUP = 12,
      IPPROTO_UDP = 17,
      IPPROTO_IDP = 22,
      IPPROTO_TP = 29,
      IPPROTO_DCCP = 33,
      IPPROTO_IPV6 = 41,
      IPPROTO_ROUTING = 43,
      IPPROTO_FRAGMENT = 44,
      IPPROTO_RSVP = 46,
      IPPROTO_GRE = 47,
      IPPROTO_ESP = 50,
      IPPROTO_AH = 51,
      IPPROTO_ICMPV6 = 58,
      IPPROTO_NONE = 59,
      IPPROTO_DSTOPTS = 60,
      IPPROTO_MTP = 92,
      IPPROTO_BEETPH = 94,
      IPPROTO_ENCAP = 98,
      IPPROTO_PIM = 103,
      IPPROTO_COMP = 108,
      IPPROTO_L2TP = 115,
      IPPROTO_SCTP = 132,
      IPPROTO_MH = 135,
      IPPROTO_UDPLITE = 136,
      IPPROTO_MPLS = 137,
      IPPROTO_ETHERNET = 143,
      IPPROTO_AGGFRAG = 144,
      IPPROTO_RAW = 255,
      IPPROTO_SMC = 256,
      IPPROTO_MPTCP = 262;

  /** Directions of {@code shutdown}. */
  public static final int SHUT_RD = 0, SHUT_WR = 1, SHUT_RDWR = 2;

  /**
   * Limits of {@code listen}, of {@code readv} and {@code sendmsg}, of {@code sendmmsg}, and of
   * {@code select}.
   */
  public static final int FD_SETSIZE = 1024, IOV_MAX = 1024, UIO_MAXIOV = 1024, SOMAXCONN = 4096;

  /** Flags of {@code send} and {@code recv}, and of the message that {@code recvmsg} returns. */
  public static final int MSG_OOB = 0x1,
      MSG_PEEK = 0x2,
      MSG_DONTROUTE = 0x4,
      MSG_TRYHARD = 0x4,
      MSG_CTRUNC = 0x8,
      MSG_PROXY = 0x10,
      MSG_TRUNC = 0x20,
      MSG_DONTWAIT = 0x40,
      MSG_EOR = 0x80,
      MSG_WAITALL = 0x100,
      MSG_FIN = 0x200,
      MSG_SYN = 0x400,
      MSG_CONFIRM = 0x800,
      MSG_RST = 0x1000,
      MSG_ERRQUEUE = 0x2000,
      MSG_NOSIGNAL = 0x4000,
      MSG_MORE = 0x8000,
      MSG_WAITFORONE = 0x10000,
      MSG_BATCH = 0x40000,
      MSG_SOCK_DEVMEM = 0x2000000,
      MSG_ZEROCOPY = 0x4000000,
      MSG_FASTOPEN = 0x20000000,
      MSG_CMSG_CLOEXEC = 0x40000000;

  /** Levels of options. Those of IP, TCP and UDP equal the number of the protocol. */
  public static final int SOL_IP = 0,
      SOL_SOCKET = 1,
      SOL_TCP = 6,
      SOL_UDP = 17,
      SOL_IPV6 = 41,
      SOL_ICMPV6 = 58,
      SOL_RAW = 255,
      SOL_DECNET = 261,
      SOL_X25 = 262,
      SOL_PACKET = 263,
      SOL_ATM = 264,
      SOL_AAL = 265,
      SOL_IRDA = 266,
      SOL_NETBEUI = 267,
      SOL_LLC = 268,
      SOL_DCCP = 269,
      SOL_NETLINK = 270,
      SOL_TIPC = 271,
      SOL_RXRPC = 272,
      SOL_PPPOL2TP = 273,
      SOL_BLUETOOTH = 274,
      SOL_PNPIPE = 275,
      SOL_RDS = 276,
      SOL_IUCV = 277,
      SOL_CAIF = 278,
      SOL_ALG = 279,
      SOL_NFC = 280,
      SOL_KCM = 281,
      SOL_TLS = 282,
      SOL_XDP = 283,
      SOL_MPTCP = 284,
      SOL_MCTP = 285,
      SOL_SMC = 286,
      SOL_VSOCK = 287;

  /** Options of the level {@code SOL_SOCKET}; see socket(7). */
  @OptionsOf(SOL_SOCKET)
  public static final int SO_DEBUG = 1,
      SO_REUSEADDR = 2,
      SO_TYPE = 3,
      SO_ERROR = 4,
      SO_DONTROUTE = 5,
      SO_BROADCAST = 6,
      SO_SNDBUF = 7,
      SO_RCVBUF = 8,
      SO_KEEPALIVE = 9,
      SO_OOBINLINE = 10,
      SO_NO_CHECK = 11,
      SO_PRIORITY = 12,
      SO_LINGER = 13,
      SO_BSDCOMPAT = 14,
      SO_REUSEPORT = 15,
      SO_PASSCRED = 16,
      SO_PEERCRED = 17,
      SO_RCVLOWAT = 18,
      SO_SNDLOWAT = 19,
      SO_RCVTIMEO = 20,
      SO_RCVTIMEO_OLD = 20,
      SO_SNDTIMEO = 21,
      SO_SNDTIMEO_OLD = 21,
      SO_BINDTODEVICE = 25,
      SO_ATTACH_FILTER = 26,
      SO_GET_FILTER = 26,
      SO_DETACH_BPF = 27,
      SO_DETACH_FILTER = 27,
      SO_PEERNAME = 28,
      SO_TIMESTAMP = 29,
      SO_TIMESTAMP_OLD = 29,
      SO_ACCEPTCONN = 30,
      SO_PEERSEC = 31,
      SO_SNDBUFFORCE = 32,
      SO_RCVBUFFORCE = 33,
      SO_PASSSEC = 34,
      SO_TIMESTAMPNS = 35,
      SO_TIMESTAMPNS_OLD = 35,
      SO_MARK = 36,
      SO_TIMESTAMPING = 37,
      SO_TIMESTAMPING_OLD = 37,
      SO_PROTOCOL = 38,
      SO_DOMAIN = 39,
      SO_RXQ_OVFL = 40,
      SO_WIFI_STATUS = 41,
      SO_PEEK_OFF = 42,
      SO_NOFCS = 43,
      SO_LOCK_FILTER = 44,
      SO_SELECT_ERR_QUEUE = 45,
      SO_BUSY_POLL = 46,
      SO_MAX_PACING_RATE = 47,
      SO_BPF_EXTENSIONS = 48,
      SO_INCOMING_CPU = 49,
      SO_ATTACH_BPF = 50,
      SO_ATTACH_REUSEPORT_CBPF = 51,
      SO_ATTACH_REUSEPORT_EBPF = 52,
      SO_CNX_ADVICE = 53,
      SO_MEMINFO = 55,
      SO_INCOMING_NAPI_ID = 56,
      SO_COOKIE = 57,
      SO_PEERGROUPS = 59,
      SO_ZEROCOPY = 60,
      SO_TXTIME = 61,
      SO_BINDTOIFINDEX = 62,
      SO_TIMESTAMP_NEW = 63,
      SO_TIMESTAMPNS_NEW = 64,
      SO_TIMESTAMPING_NEW = 65,
      SO_RCVTIMEO_NEW = 66,
      SO_SNDTIMEO_NEW = 67,
      SO_DETACH_REUSEPORT_BPF = 68,
      SO_PREFER_BUSY_POLL = 69,
      SO_BUSY_POLL_BUDGET = 70,
      SO_NETNS_COOKIE = 71,
      SO_BUF_LOCK = 72,
      SO_RESERVE_MEM = 73,
      SO_TXREHASH = 74,
      SO_RCVMARK = 75,
      SO_PASSPIDFD = 76,
      SO_PEERPIDFD = 77,
      SO_DEVMEM_LINEAR = 78,
      SO_DEVMEM_DMABUF = 79,
      SO_DEVMEM_DONTNEED = 80,
      SO_RCVPRIORITY = 82,
      SO_PASSRIGHTS = 83,
      SO_INQ = 84,
      SO_RIGHTS_NOTRUNC = 85;

  /** Types of control messages of the level {@code SOL_SOCKET}; see cmsg(3), unix(7). */
  public static final int SCM_RIGHTS = 1,
      SCM_CREDENTIALS = 2,
      SCM_SECURITY = 3,
      SCM_PIDFD = 4,
      SCM_TIMESTAMP = 29,
      SCM_TIMESTAMPNS = 35,
      SCM_TIMESTAMPING = 37,
      SCM_WIFI_STATUS = 41,
      SCM_TIMESTAMPING_OPT_STATS = 54,
      SCM_TIMESTAMPING_PKTINFO = 58,
      SCM_TXTIME = 61,
      SCM_DEVMEM_LINEAR = 78,
      SCM_DEVMEM_DMABUF = 79,
      SCM_TS_OPT_ID = 81,
      SCM_INQ = 84;

  /** Flags of {@code SO_TIMESTAMPING}. */
  public static final int SOF_TIMESTAMPING_TX_HARDWARE = 0x1,
      SOF_TIMESTAMPING_TX_SOFTWARE = 0x2,
      SOF_TIMESTAMPING_RX_HARDWARE = 0x4,
      SOF_TIMESTAMPING_RX_SOFTWARE = 0x8,
      SOF_TIMESTAMPING_SOFTWARE = 0x10,
      SOF_TIMESTAMPING_SYS_HARDWARE = 0x20,
      SOF_TIMESTAMPING_RAW_HARDWARE = 0x40,
      SOF_TIMESTAMPING_OPT_ID = 0x80,
      SOF_TIMESTAMPING_TX_SCHED = 0x100,
      SOF_TIMESTAMPING_TX_ACK = 0x200,
      SOF_TIMESTAMPING_OPT_CMSG = 0x400,
      SOF_TIMESTAMPING_OPT_TSONLY = 0x800,
      SOF_TIMESTAMPING_OPT_STATS = 0x1000,
      SOF_TIMESTAMPING_OPT_PKTINFO = 0x2000,
      SOF_TIMESTAMPING_OPT_TX_SWHW = 0x4000,
      SOF_TIMESTAMPING_BIND_PHC = 0x8000,
      SOF_TIMESTAMPING_OPT_ID_TCP = 0x10000,
      SOF_TIMESTAMPING_OPT_RX_FILTER = 0x20000,
      SOF_TIMESTAMPING_TX_COMPLETION = 0x40000;

  /**
   * What a time stamp of {@code SO_TIMESTAMPING} tells of: {@code ee_info} of its extended error.
   */
  public static final int SCM_TSTAMP_SND = 0,
      SCM_TSTAMP_SCHED = 1,
      SCM_TSTAMP_ACK = 2,
      SCM_TSTAMP_COMPLETION = 3;

  /** Flags of {@code SO_TXTIME}. */
  public static final int SOF_TXTIME_DEADLINE_MODE = 0x1,
      SOF_TXTIME_REPORT_ERRORS = 0x2,
      SOF_TXTIME_FLAGS_MASK = 0x3;

  /** Origins and codes of extended errors, which {@code MSG_ERRQUEUE} reads; see ip(7). */
  public static final int SO_EE_ORIGIN_NONE = 0,
      SO_EE_ORIGIN_LOCAL = 1,
      SO_EE_ORIGIN_ICMP = 2,
      SO_EE_ORIGIN_ICMP6 = 3,
      SO_EE_ORIGIN_TIMESTAMPING = 4,
      SO_EE_ORIGIN_TXSTATUS = 4,
      SO_EE_ORIGIN_ZEROCOPY = 5,
      SO_EE_ORIGIN_TXTIME = 6,
      SO_EE_CODE_TXTIME_INVALID_PARAM = 1,
      SO_EE_CODE_ZEROCOPY_COPIED = 1,
      SO_EE_RFC4884_FLAG_INVALID = 1,
      SO_EE_CODE_TXTIME_MISSED = 2;

  /** Values of {@code SO_BUF_LOCK} and {@code SO_TXREHASH}. */
  public static final int SOCK_SNDBUF_LOCK = 1,
      SOCK_RCVBUF_LOCK = 2,
      SOCK_BUF_LOCK_MASK = 3,
      SOCK_TXREHASH_DISABLED = 0,
      SOCK_TXREHASH_ENABLED = 1,
      SOCK_TXREHASH_DEFAULT = 255;

  /** Indices into the array of {@code SO_MEMINFO}. */
  public static final int SK_MEMINFO_RMEM_ALLOC = 0,
      SK_MEMINFO_RCVBUF = 1,
      SK_MEMINFO_WMEM_ALLOC = 2,
      SK_MEMINFO_SNDBUF = 3,
      SK_MEMINFO_FWD_ALLOC = 4,
      SK_MEMINFO_WMEM_QUEUED = 5,
      SK_MEMINFO_OPTMEM = 6,
      SK_MEMINFO_BACKLOG = 7,
      SK_MEMINFO_DROPS = 8;

  /** Options of the level {@code AF_VSOCK}; see vsock(7). */
  @OptionsOf(AF_VSOCK)
  public static final int SO_VM_SOCKETS_BUFFER_SIZE = 0,
      SO_VM_SOCKETS_BUFFER_MIN_SIZE = 1,
      SO_VM_SOCKETS_BUFFER_MAX_SIZE = 2,
      SO_VM_SOCKETS_PEER_HOST_VM_ID = 3,
      SO_VM_SOCKETS_TRUSTED = 5,
      SO_VM_SOCKETS_CONNECT_TIMEOUT = 6,
      SO_VM_SOCKETS_CONNECT_TIMEOUT_OLD = 6,
      SO_VM_SOCKETS_NONBLOCK_TXRX = 7,
      SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW = 8;

  /** Context identifiers, ports and flags of {@code AF_VSOCK}. */
  public static final int VMADDR_CID_HYPERVISOR = 0x0,
      VMADDR_CID_LOCAL = 0x1,
      VMADDR_CID_HOST = 0x2,
      VMADDR_CID_ANY = 0xffffffff,
      VMADDR_PORT_ANY = 0xffffffff,
      VMADDR_FLAG_TO_HOST = 0x1;

  /** IPv4 addresses in host byte order. */
  public static final int INADDR_ANY = 0x0,
      INADDR_LOOPBACK = 0x7f000001,
      INADDR_DUMMY = 0xc0000008,
      INADDR_UNSPEC_GROUP = 0xe0000000,
      INADDR_ALLHOSTS_GROUP = 0xe0000001,
      INADDR_ALLRTRS_GROUP = 0xe0000002,
      INADDR_ALLSNOOPERS_GROUP = 0xe000006a,
      INADDR_MAX_LOCAL_GROUP = 0xe00000ff,
      INADDR_BROADCAST = 0xffffffff,
      INADDR_NONE = 0xffffffff;

  /** Sizes of the text of an address, with the zero at its end. */
  public static final int INET_ADDRSTRLEN = 16, INET6_ADDRSTRLEN = 46;

  /** Historic classes of IPv4 addresses: their masks, and the loopback network. */
  public static final int IN_LOOPBACKNET = 0x7f,
      IN_CLASSC_HOST = 0xff,
      IN_CLASSB_HOST = 0xffff,
      IN_CLASSA_HOST = 0xffffff,
      IN_CLASSA_NET = 0xff000000,
      IN_CLASSB_NET = 0xffff0000,
      IN_CLASSC_NET = 0xffffff00,
      IN_CLASSE_NET = 0xffffffff;

  /**
   * Historic classes of IPv4 addresses: where they are divided, and how many networks they have.
   */
  public static final int IN_CLASSE_NSHIFT = 0,
      IN_CLASSC_NSHIFT = 8,
      IN_CLASSB_NSHIFT = 16,
      IN_CLASSA_NSHIFT = 24;

  /** Well-known ports, and where the reserved and the user's begin. */
  public static final int IPPORT_ECHO = 7,
      IPPORT_DISCARD = 9,
      IPPORT_SYSTAT = 11,
      IPPORT_DAYTIME = 13,
      IPPORT_NETSTAT = 15,
      IPPORT_FTP = 21,
      IPPORT_TELNET = 23,
      IPPORT_SMTP = 25,
      IPPORT_TIMESERVER = 37,
      IPPORT_NAMESERVER = 42,
      IPPORT_WHOIS = 43,
      IPPORT_MTP = 57,
      IPPORT_TFTP = 69,
      IPPORT_RJE = 77,
      IPPORT_FINGER = 79,
      IPPORT_TTYLINK = 87,
      IPPORT_SUPDUP = 95,
      IPPORT_BIFFUDP = 512,
      IPPORT_EXECSERVER = 512,
      IPPORT_LOGINSERVER = 513,
      IPPORT_WHOSERVER = 513,
      IPPORT_CMDSERVER = 514,
      IPPORT_EFSSERVER = 520,
      IPPORT_ROUTESERVER = 520,
      IPPORT_RESERVED = 1024,
      IPPORT_USERRESERVED = 5000;

  /** Values of {@code IP_MTU_DISCOVER}, and initial values and limits of multicast. */
  public static final int IP_PMTUDISC_DONT = 0,
      IP_PMTUDISC_WANT = 1,
      IP_PMTUDISC_DO = 2,
      IP_PMTUDISC_PROBE = 3,
      IP_PMTUDISC_INTERFACE = 4,
      IP_PMTUDISC_OMIT = 5,
      IP_DEFAULT_MULTICAST_LOOP = 1,
      IP_DEFAULT_MULTICAST_TTL = 1,
      IP_MAX_MEMBERSHIPS = 20;

  /** The IPv4 header: version, flags, and values of the time to live. */
  public static final int IPTTLDEC = 0x1,
      IPVERSION = 0x4,
      IPFRAGTTL = 0x3c,
      IPDEFTTL = 0x40,
      IP_MSS = 0x240,
      IP_OFFMASK = 0x1fff,
      IP_MF = 0x2000,
      IP_DF = 0x4000,
      IP_RF = 0x8000,
      IP_MAXPACKET = 0xffff;

  /**
   * Options of the level {@code IPPROTO_IP}, some of them types of control messages too; see ip(7).
   */
  @OptionsOf(IPPROTO_IP)
  public static final int IP_TOS = 1,
      IP_TTL = 2,
      IP_HDRINCL = 3,
      IP_OPTIONS = 4,
      IP_ROUTER_ALERT = 5,
      IP_RECVOPTS = 6,
      IP_RECVRETOPTS = 7,
      IP_RETOPTS = 7,
      IP_PKTINFO = 8,
      IP_PKTOPTIONS = 9,
      IP_MTU_DISCOVER = 10,
      IP_PMTUDISC = 10,
      IP_RECVERR = 11,
      IP_RECVTTL = 12,
      IP_RECVTOS = 13,
      IP_MTU = 14,
      IP_FREEBIND = 15,
      IP_IPSEC_POLICY = 16,
      IP_XFRM_POLICY = 17,
      IP_PASSSEC = 18,
      IP_TRANSPARENT = 19,
      IP_ORIGDSTADDR = 20,
      IP_RECVORIGDSTADDR = 20,
      IP_MINTTL = 21,
      IP_NODEFRAG = 22,
      IP_CHECKSUM = 23,
      IP_BIND_ADDRESS_NO_PORT = 24,
      IP_RECVFRAGSIZE = 25,
      IP_RECVERR_RFC4884 = 26,
      IP_MULTICAST_IF = 32,
      IP_MULTICAST_TTL = 33,
      IP_MULTICAST_LOOP = 34,
      IP_ADD_MEMBERSHIP = 35,
      IP_DROP_MEMBERSHIP = 36,
      IP_UNBLOCK_SOURCE = 37,
      IP_BLOCK_SOURCE = 38,
      IP_ADD_SOURCE_MEMBERSHIP = 39,
      IP_DROP_SOURCE_MEMBERSHIP = 40,
      IP_MSFILTER = 41,
      IP_MULTICAST_ALL = 49,
      IP_UNICAST_IF = 50,
      IP_LOCAL_PORT_RANGE = 51,
      IP_PROTOCOL = 52;

  /** Values of {@code IP_TOS}: class selectors, and the historic types of service. */
  public static final int IPTOS_CLASS_CS0 = 0x0,
      IPTOS_CLASS_DEFAULT = 0x0,
      IPTOS_CLASS_CS1 = 0x20,
      IPTOS_CLASS_CS2 = 0x40,
      IPTOS_CLASS_CS3 = 0x60,
      IPTOS_CLASS_CS4 = 0x80,
      IPTOS_CLASS_CS5 = 0xa0,
      IPTOS_CLASS_CS6 = 0xc0,
      IPTOS_CLASS_CS7 = 0xe0,
      IPTOS_CLASS_MASK = 0xe0,
      IPTOS_DSCP_LE = 0x4,
      IPTOS_DSCP_AF11 = 0x28,
      IPTOS_DSCP_AF12 = 0x30,
      IPTOS_DSCP_AF13 = 0x38,
      IPTOS_DSCP_AF21 = 0x48,
      IPTOS_DSCP_AF22 = 0x50,
      IPTOS_DSCP_AF23 = 0x58,
      IPTOS_DSCP_AF31 = 0x68,
      IPTOS_DSCP_AF32 = 0x70,
      IPTOS_DSCP_AF33 = 0x78,
      IPTOS_DSCP_AF41 = 0x88,
      IPTOS_DSCP_AF42 = 0x90,
      IPTOS_DSCP_AF43 = 0x98,
      IPTOS_DSCP_VA = 0xb0,
      IPTOS_DSCP_EF = 0xb8,
      IPTOS_DSCP_MASK = 0xfc,
      IPTOS_ECN_NOT_ECT = 0x0,
      IPTOS_ECN_ECT1 = 0x1,
      IPTOS_ECN_ECT0 = 0x2,
      IPTOS_ECN_CE = 0x3,
      IPTOS_ECN_MASK = 0x3,
      IPTOS_PREC_ROUTINE = 0x0,
      IPTOS_PREC_PRIORITY = 0x20,
      IPTOS_PREC_IMMEDIATE = 0x40,
      IPTOS_PREC_FLASH = 0x60,
      IPTOS_PREC_FLASHOVERRIDE = 0x80,
      IPTOS_PREC_CRITIC_ECP = 0xa0,
      IPTOS_PREC_INTERNETCONTROL = 0xc0,
      IPTOS_PREC_MASK = 0xe0,
      IPTOS_PREC_NETCONTROL = 0xe0,
      IPTOS_LOWCOST = 0x2,
      IPTOS_MINCOST = 0x2,
      IPTOS_RELIABILITY = 0x4,
      IPTOS_THROUGHPUT = 0x8,
      IPTOS_LOWDELAY = 0x10,
      IPTOS_TOS_MASK = 0x1e;

  /** Options in the IPv4 header: classes, types, offsets of their fields. */
  public static final int IPOPT_CONTROL = 0,
      IPOPT_END = 0,
      IPOPT_EOL = 0,
      IPOPT_OPTVAL = 0,
      IPOPT_SECUR_UNCLASS = 0,
      IPOPT_TS_TSONLY = 0,
      IPOPT_NOOP = 1,
      IPOPT_NOP = 1,
      IPOPT_OLEN = 1,
      IPOPT_TS_TSANDADDR = 1,
      IPOPT_OFFSET = 2,
      IPOPT_TS_PRESPEC = 3,
      IPOPT_MINOFF = 4,
      IPOPT_RR = 7,
      IPOPT_NUMBER_MASK = 31,
      IPOPT_RESERVED1 = 32,
      IPOPT_DEBMEAS = 64,
      IPOPT_MEASUREMENT = 64,
      IPOPT_TIMESTAMP = 68,
      IPOPT_TS = 68,
      IPOPT_CLASS_MASK = 96,
      IPOPT_RESERVED2 = 96,
      IPOPT_COPY = 128,
      IPOPT_SEC = 130,
      IPOPT_SECURITY = 130,
      IPOPT_LSRR = 131,
      IPOPT_CIPSO = 134,
      IPOPT_SATID = 136,
      IPOPT_SID = 136,
      IPOPT_SSRR = 137,
      IPOPT_RA = 148,
      IPOPT_SECUR_TOPSECRET = 27589,
      IPOPT_SECUR_EFTO = 30874,
      IPOPT_SECUR_RESTR = 44819,
      IPOPT_SECUR_MMMM = 48205,
      IPOPT_SECUR_SECRET = 55176,
      IPOPT_SECUR_CONFID = 61749;

  /** Modes of a filter of multicast sources, for {@code IP_MSFILTER} and {@code MCAST_MSFILTER}. */
  public static final int MCAST_EXCLUDE = 0, MCAST_INCLUDE = 1;

  /**
   * Options of the levels {@code IPPROTO_IP} and {@code IPPROTO_IPV6} for multicast, by RFC 3678.
   */
  @OptionsOf({IPPROTO_IP, IPPROTO_IPV6})
  public static final int MCAST_JOIN_GROUP = 42,
      MCAST_BLOCK_SOURCE = 43,
      MCAST_UNBLOCK_SOURCE = 44,
      MCAST_LEAVE_GROUP = 45,
      MCAST_JOIN_SOURCE_GROUP = 46,
      MCAST_LEAVE_SOURCE_GROUP = 47,
      MCAST_MSFILTER = 48;

  /** Values of {@code IPV6_MTU_DISCOVER}. */
  public static final int IPV6_PMTUDISC_DONT = 0,
      IPV6_PMTUDISC_WANT = 1,
      IPV6_PMTUDISC_DO = 2,
      IPV6_PMTUDISC_PROBE = 3,
      IPV6_PMTUDISC_INTERFACE = 4,
      IPV6_PMTUDISC_OMIT = 5;

  /** Flags of {@code IPV6_ADDR_PREFERENCES}. */
  public static final int IPV6_PREFER_SRC_TMP = 0x1,
      IPV6_PREFER_SRC_PUBLIC = 0x2,
      IPV6_PREFER_SRC_COA = 0x4,
      IPV6_PREFER_SRC_CGA = 0x8,
      IPV6_PREFER_SRC_PUBTMP_DEFAULT = 0x100,
      IPV6_PREFER_SRC_HOME = 0x400,
      IPV6_PREFER_SRC_NONCGA = 0x800;

  /** The first word of the IPv6 header, and arguments of {@code IPV6_FLOWLABEL_MGR}. */
  public static final int IPV6_VERSION = 0x60,
      IPV6_VERSION_MASK = 0xf0,
      IPV6_FLOWINFO_FLOWLABEL = 0xfffff,
      IPV6_FLOWINFO_PRIORITY = 0xff00000,
      IPV6_FLOWLABEL_MASK = 0xffff0f00,
      IPV6_FLOWINFO_MASK = 0xffffff0f,
      IPV6_PRIORITY_UNCHARACTERIZED = 0x0,
      IPV6_PRIORITY_FILLER = 0x100,
      IPV6_PRIORITY_UNATTENDED = 0x200,
      IPV6_PRIORITY_RESERVED1 = 0x300,
      IPV6_PRIORITY_BULK = 0x400,
      IPV6_PRIORITY_RESERVED2 = 0x500,
      IPV6_PRIORITY_INTERACTIVE = 0x600,
      IPV6_PRIORITY_CONTROL = 0x700,
      IPV6_PRIORITY_8 = 0x800,
      IPV6_PRIORITY_9 = 0x900,
      IPV6_PRIORITY_10 = 0xa00,
      IPV6_PRIORITY_11 = 0xb00,
      IPV6_PRIORITY_12 = 0xc00,
      IPV6_PRIORITY_13 = 0xd00,
      IPV6_PRIORITY_14 = 0xe00,
      IPV6_PRIORITY_15 = 0xf00,
      IPV6_FL_A_GET = 0x0,
      IPV6_FL_A_PUT = 0x1,
      IPV6_FL_A_RENEW = 0x2,
      IPV6_FL_F_CREATE = 0x1,
      IPV6_FL_F_EXCL = 0x2,
      IPV6_FL_F_REFLECT = 0x4,
      IPV6_FL_F_REMOTE = 0x8,
      IPV6_FL_S_NONE = 0x0,
      IPV6_FL_S_EXCL = 0x1,
      IPV6_FL_S_PROCESS = 0x2,
      IPV6_FL_S_USER = 0x3,
      IPV6_FL_S_ANY = 0xff;

  /** Extension headers of IPv6, and the least MTU. */
  public static final int IPV6_TLV_PAD1 = 0,
      IPV6_TLV_PADN = 1,
      IPV6_TLV_ROUTERALERT = 5,
      IPV6_TLV_CALIPSO = 7,
      IPV6_TLV_IOAM = 49,
      IPV6_TLV_JUMBO = 194,
      IPV6_TLV_HAO = 201,
      IPV6_OPT_ROUTERALERT_MLD = 0,
      IPV6_SRCRT_TYPE_0 = 0,
      IPV6_SRCRT_STRICT = 1,
      IPV6_SRCRT_TYPE_2 = 2,
      IPV6_SRCRT_TYPE_3 = 3,
      IPV6_SRCRT_TYPE_4 = 4,
      IPV6_RTHDR_LOOSE = 0,
      IPV6_RTHDR_TYPE_0 = 0,
      IPV6_RTHDR_STRICT = 1,
      IPV6_MIN_MTU = 1280;

  /**
   * Options of the level {@code IPPROTO_IPV6}, some of them types of control messages too; see
   * ipv6(7).
   */
  @OptionsOf(IPPROTO_IPV6)
  public static final int IPV6_ADDRFORM = 1,
      IPV6_2292PKTINFO = 2,
      IPV6_2292HOPOPTS = 3,
      IPV6_2292DSTOPTS = 4,
      IPV6_2292RTHDR = 5,
      IPV6_2292PKTOPTIONS = 6,
      IPV6_CHECKSUM = 7,
      IPV6_2292HOPLIMIT = 8,
      IPV6_NEXTHOP = 9,
      IPV6_AUTHHDR = 10,
      IPV6_FLOWINFO = 11,
      IPV6_UNICAST_HOPS = 16,
      IPV6_MULTICAST_IF = 17,
      IPV6_MULTICAST_HOPS = 18,
      IPV6_MULTICAST_LOOP = 19,
      IPV6_ADD_MEMBERSHIP = 20,
      IPV6_JOIN_GROUP = 20,
      IPV6_DROP_MEMBERSHIP = 21,
      IPV6_LEAVE_GROUP = 21,
      IPV6_ROUTER_ALERT = 22,
      IPV6_MTU_DISCOVER = 23,
      IPV6_MTU = 24,
      IPV6_RECVERR = 25,
      IPV6_V6ONLY = 26,
      IPV6_JOIN_ANYCAST = 27,
      IPV6_LEAVE_ANYCAST = 28,
      IPV6_MULTICAST_ALL = 29,
      IPV6_ROUTER_ALERT_ISOLATE = 30,
      IPV6_RECVERR_RFC4884 = 31,
      IPV6_FLOWLABEL_MGR = 32,
      IPV6_FLOWINFO_SEND = 33,
      IPV6_IPSEC_POLICY = 34,
      IPV6_XFRM_POLICY = 35,
      IPV6_HDRINCL = 36,
      IPV6_RECVPKTINFO = 49,
      IPV6_PKTINFO = 50,
      IPV6_RECVHOPLIMIT = 51,
      IPV6_HOPLIMIT = 52,
      IPV6_RECVHOPOPTS = 53,
      IPV6_HOPOPTS = 54,
      IPV6_RXHOPOPTS = 54,
      IPV6_RTHDRDSTOPTS = 55,
      IPV6_RECVRTHDR = 56,
      IPV6_RTHDR = 57,
      IPV6_RECVDSTOPTS = 58,
      IPV6_DSTOPTS = 59,
      IPV6_RXDSTOPTS = 59,
      IPV6_RECVPATHMTU = 60,
      IPV6_PATHMTU = 61,
      IPV6_DONTFRAG = 62,
      IPV6_RECVTCLASS = 66,
      IPV6_TCLASS = 67,
      IPV6_AUTOFLOWLABEL = 70,
      IPV6_ADDR_PREFERENCES = 72,
      IPV6_MINHOPCOUNT = 73,
      IPV6_ORIGDSTADDR = 74,
      IPV6_RECVORIGDSTADDR = 74,
      IPV6_TRANSPARENT = 75,
      IPV6_UNICAST_IF = 76,
      IPV6_RECVFRAGSIZE = 77,
      IPV6_FREEBIND = 78;

  /** States of a TCP connection: {@code tcpi_state}. */
  public static final int TCP_ESTABLISHED = 1,
      TCP_SYN_SENT = 2,
      TCP_SYN_RECV = 3,
      TCP_FIN_WAIT1 = 4,
      TCP_FIN_WAIT2 = 5,
      TCP_TIME_WAIT = 6,
      TCP_CLOSE = 7,
      TCP_CLOSE_WAIT = 8,
      TCP_LAST_ACK = 9,
      TCP_LISTEN = 10,
      TCP_CLOSING = 11;

  /** States of the congestion control of TCP: {@code tcpi_ca_state}. */
  public static final int TCP_CA_Open = 0,
      TCP_CA_Disorder = 1,
      TCP_CA_CWR = 2,
      TCP_CA_Recovery = 3,
      TCP_CA_Loss = 4;

  /** Flags of {@code tcpi_options}. */
  public static final int TCPI_OPT_TIMESTAMPS = 0x1,
      TCPI_OPT_SACK = 0x2,
      TCPI_OPT_WSCALE = 0x4,
      TCPI_OPT_ECN = 0x8,
      TCPI_OPT_ECN_SEEN = 0x10,
      TCPI_OPT_SYN_DATA = 0x20,
      TCPI_OPT_USEC_TS = 0x40,
      TCPI_OPT_TFO_CHILD = 0x80;

  /** Values of other members of {@code tcp_info}. */
  public static final int TFO_STATUS_UNSPEC = 0,
      TFO_COOKIE_UNAVAILABLE = 1,
      TFO_DATA_NOT_ACKED = 2,
      TFO_SYN_RETRANSMITTED = 3,
      TCPI_ECN_MODE_DISABLED = 0,
      TCPI_ECN_MODE_RFC3168 = 1,
      TCPI_ECN_MODE_ACCECN = 2,
      TCPI_ECN_MODE_PENDING = 3,
      TCP_ACCECN_OPT_NOT_SEEN = 0,
      TCP_ACCECN_OPT_EMPTY_SEEN = 1,
      TCP_ACCECN_OPT_COUNTER_SEEN = 2,
      TCP_ACCECN_OPT_FAIL_SEEN = 3;

  /**
   * Bits of the TCP header: of its fourth word as a little-endian machine reads it, and of its
   * octet.
   */
  public static final int TCP_FLAG_AE = 0x1,
      TCP_DATA_OFFSET = 0xf0,
      TCP_FLAG_FIN = 0x100,
      TCP_FLAG_SYN = 0x200,
      TCP_FLAG_RST = 0x400,
      TCP_FLAG_PSH = 0x800,
      TCP_FLAG_ACK = 0x1000,
      TCP_FLAG_URG = 0x2000,
      TCP_FLAG_ECE = 0x4000,
      TCP_FLAG_CWR = 0x8000,
      TH_FIN = 0x1,
      TH_SYN = 0x2,
      TH_RST = 0x4,
      TH_PUSH = 0x8,
      TH_ACK = 0x10,
      TH_URG = 0x20;

  /** Options in the TCP header: kinds and lengths. */
  public static final int TCPOPT_EOL = 0,
      TCPOPT_NOP = 1,
      TCPOPT_MAXSEG = 2,
      TCPOPT_WINDOW = 3,
      TCPOPT_SACK_PERMITTED = 4,
      TCPOPT_SACK = 5,
      TCPOPT_TIMESTAMP = 8,
      TCPOLEN_SACK_PERMITTED = 2,
      TCPOLEN_WINDOW = 3,
      TCPOLEN_MAXSEG = 4,
      TCPOLEN_TIMESTAMP = 10,
      TCPOLEN_TSTAMP_APPA = 12;

  /** Attributes of {@code SCM_TIMESTAMPING_OPT_STATS}. */
  public static final int TCP_NLA_PAD = 0,
      TCP_NLA_BUSY = 1,
      TCP_NLA_RWND_LIMITED = 2,
      TCP_NLA_SNDBUF_LIMITED = 3,
      TCP_NLA_DATA_SEGS_OUT = 4,
      TCP_NLA_TOTAL_RETRANS = 5,
      TCP_NLA_PACING_RATE = 6,
      TCP_NLA_DELIVERY_RATE = 7,
      TCP_NLA_SND_CWND = 8,
      TCP_NLA_REORDERING = 9,
      TCP_NLA_MIN_RTT = 10,
      TCP_NLA_RECUR_RETRANS = 11,
      TCP_NLA_DELIVERY_RATE_APP_LMT = 12,
      TCP_NLA_SNDQ_SIZE = 13,
      TCP_NLA_CA_STATE = 14,
      TCP_NLA_SND_SSTHRESH = 15,
      TCP_NLA_DELIVERED = 16,
      TCP_NLA_DELIVERED_CE = 17,
      TCP_NLA_BYTES_SENT = 18,
      TCP_NLA_BYTES_RETRANS = 19,
      TCP_NLA_DSACK_DUPS = 20,
      TCP_NLA_REORD_SEEN = 21,
      TCP_NLA_SRTT = 22,
      TCP_NLA_TIMEOUT_REHASH = 23,
      TCP_NLA_BYTES_NOTSENT = 24,
      TCP_NLA_EDT = 25,
      TCP_NLA_TTL = 26,
      TCP_NLA_REHASH = 27;

  /** Flags, values and limits of the options of TCP. */
  public static final int TCP_REPAIR_OFF = 0,
      TCP_REPAIR_OFF_NO_WP = -1,
      TCP_REPAIR_ON = 1,
      TCP_NO_QUEUE = 0,
      TCP_RECV_QUEUE = 1,
      TCP_SEND_QUEUE = 2,
      TCP_MD5SIG_FLAG_PREFIX = 1,
      TCP_MD5SIG_FLAG_IFINDEX = 2,
      TCP_MD5SIG_MAXKEYLEN = 80,
      TCP_AO_KEYF_IFINDEX = 1,
      TCP_AO_KEYF_EXCLUDE_OPT = 2,
      TCP_AO_MAXKEYLEN = 80,
      TCP_RECEIVE_ZEROCOPY_FLAG_TLB_CLEAN_HINT = 1,
      TCP_COOKIE_IN_ALWAYS = 1,
      TCP_COOKIE_OUT_NEVER = 2,
      TCP_S_DATA_IN = 4,
      TCP_COOKIE_MIN = 8,
      TCP_S_DATA_OUT = 8,
      TCP_COOKIE_MAX = 16,
      TCP_COOKIE_PAIR_SIZE = 32,
      TCP_MAX_WINSHIFT = 14,
      TCP_MSS = 512,
      TCP_MSS_DEFAULT = 536,
      TCP_MSS_DESIRED = 1220,
      TCP_MAXWIN = 65535;

  /** Values of {@code UDP_ENCAP}, and the one that stands for it in TCP. */
  public static final int UDP_ENCAP_ESPINUDP_NON_IKE = 1,
      UDP_ENCAP_ESPINUDP = 2,
      UDP_ENCAP_L2TPINUDP = 3,
      UDP_ENCAP_GTP0 = 4,
      UDP_ENCAP_GTP1U = 5,
      UDP_ENCAP_RXRPC = 6,
      TCP_ENCAP_ESPINTCP = 7,
      UDP_ENCAP_OVPNINUDP = 8;

  /**
   * Options of the level {@code IPPROTO_TCP}; see tcp(7). {@code TCP_CM_INQ} is a control message.
   */
  @OptionsOf(IPPROTO_TCP)
  public static final int TCP_NODELAY = 1,
      TCP_MAXSEG = 2,
      TCP_CORK = 3,
      TCP_KEEPIDLE = 4,
      TCP_KEEPINTVL = 5,
      TCP_KEEPCNT = 6,
      TCP_SYNCNT = 7,
      TCP_LINGER2 = 8,
      TCP_DEFER_ACCEPT = 9,
      TCP_WINDOW_CLAMP = 10,
      TCP_INFO = 11,
      TCP_QUICKACK = 12,
      TCP_CONGESTION = 13,
      TCP_MD5SIG = 14,
      TCP_COOKIE_TRANSACTIONS = 15,
      TCP_THIN_LINEAR_TIMEOUTS = 16,
      TCP_THIN_DUPACK = 17,
      TCP_USER_TIMEOUT = 18,
      TCP_REPAIR = 19,
      TCP_REPAIR_QUEUE = 20,
      TCP_QUEUE_SEQ = 21,
      TCP_REPAIR_OPTIONS = 22,
      TCP_FASTOPEN = 23,
      TCP_TIMESTAMP = 24,
      TCP_NOTSENT_LOWAT = 25,
      TCP_CC_INFO = 26,
      TCP_SAVE_SYN = 27,
      TCP_SAVED_SYN = 28,
      TCP_REPAIR_WINDOW = 29,
      TCP_FASTOPEN_CONNECT = 30,
      TCP_ULP = 31,
      TCP_MD5SIG_EXT = 32,
      TCP_FASTOPEN_KEY = 33,
      TCP_FASTOPEN_NO_COOKIE = 34,
      TCP_ZEROCOPY_RECEIVE = 35,
      TCP_CM_INQ = 36,
      TCP_INQ = 36,
      TCP_TX_DELAY = 37,
      TCP_AO_ADD_KEY = 38,
      TCP_AO_DEL_KEY = 39,
      TCP_AO_INFO = 40,
      TCP_AO_GET_KEYS = 41,
      TCP_AO_REPAIR = 42,
      TCP_IS_MPTCP = 43,
      TCP_RTO_MAX_MS = 44,
      TCP_RTO_MIN_US = 45,
      TCP_DELACK_MAX_US = 46;

  /** Options of the level {@code IPPROTO_UDP}; see udp(7). */
  @OptionsOf({IPPROTO_UDP, IPPROTO_UDPLITE})
  public static final int UDP_CORK = 1,
      UDP_ENCAP = 100,
      UDP_NO_CHECK6_TX = 101,
      UDP_NO_CHECK6_RX = 102,
      UDP_SEGMENT = 103,
      UDP_GRO = 104;

  /** Options of the level {@code SOL_MPTCP}. */
  @OptionsOf(SOL_MPTCP)
  public static final int MPTCP_INFO = 1,
      MPTCP_TCPINFO = 2,
      MPTCP_SUBFLOW_ADDRS = 3,
      MPTCP_FULL_INFO = 4;

  /** Flags of the information, subflows and addresses of MPTCP. */
  public static final int MPTCP_INFO_FLAG_FALLBACK = 0x1,
      MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED = 0x2,
      MPTCP_SUBFLOW_FLAG_MCAP_REM = 0x1,
      MPTCP_SUBFLOW_FLAG_MCAP_LOC = 0x2,
      MPTCP_SUBFLOW_FLAG_JOIN_REM = 0x4,
      MPTCP_SUBFLOW_FLAG_JOIN_LOC = 0x8,
      MPTCP_SUBFLOW_FLAG_BKUP_REM = 0x10,
      MPTCP_SUBFLOW_FLAG_BKUP_LOC = 0x20,
      MPTCP_SUBFLOW_FLAG_FULLY_ESTABLISHED = 0x40,
      MPTCP_SUBFLOW_FLAG_CONNECTED = 0x80,
      MPTCP_SUBFLOW_FLAG_MAPVALID = 0x100,
      MPTCP_PM_ADDR_FLAG_SIGNAL = 0x1,
      MPTCP_PM_ADDR_FLAG_SUBFLOW = 0x2,
      MPTCP_PM_ADDR_FLAG_BACKUP = 0x4,
      MPTCP_PM_ADDR_FLAG_FULLMESH = 0x8,
      MPTCP_PM_ADDR_FLAG_IMPLICIT = 0x10,
      MPTCP_PM_ADDR_FLAG_LAMINAR = 0x20,
      MPTCP_PM_EV_FLAG_DENY_JOIN_ID0 = 0x1,
      MPTCP_PM_EV_FLAG_SERVER_SIDE = 0x2;

  /** Why a subflow of MPTCP was reset. */
  public static final int MPTCP_RST_EUNSPEC = 0,
      MPTCP_RST_EMPTCP = 1,
      MPTCP_RST_ERESOURCE = 2,
      MPTCP_RST_EPROHIBIT = 3,
      MPTCP_RST_EWQ2BIG = 4,
      MPTCP_RST_EBADPERF = 5,
      MPTCP_RST_EMIDDLEBOX = 6;

  /** The path manager of MPTCP over generic netlink: version, events, commands, attributes. */
  public static final int MPTCP_PM_VER = 1,
      MPTCP_EVENT_UNSPEC = 0,
      MPTCP_EVENT_CREATED = 1,
      MPTCP_EVENT_ESTABLISHED = 2,
      MPTCP_EVENT_CLOSED = 3,
      MPTCP_EVENT_ANNOUNCED = 6,
      MPTCP_EVENT_REMOVED = 7,
      MPTCP_EVENT_SUB_ESTABLISHED = 10,
      MPTCP_EVENT_SUB_CLOSED = 11,
      MPTCP_EVENT_SUB_PRIORITY = 13,
      MPTCP_EVENT_LISTENER_CREATED = 15,
      MPTCP_EVENT_LISTENER_CLOSED = 16,
      MPTCP_ATTR_UNSPEC = 0,
      MPTCP_ATTR_TOKEN = 1,
      MPTCP_ATTR_FAMILY = 2,
      MPTCP_ATTR_LOC_ID = 3,
      MPTCP_ATTR_REM_ID = 4,
      MPTCP_ATTR_SADDR4 = 5,
      MPTCP_ATTR_SADDR6 = 6,
      MPTCP_ATTR_DADDR4 = 7,
      MPTCP_ATTR_DADDR6 = 8,
      MPTCP_ATTR_SPORT = 9,
      MPTCP_ATTR_DPORT = 10,
      MPTCP_ATTR_BACKUP = 11,
      MPTCP_ATTR_ERROR = 12,
      MPTCP_ATTR_FLAGS = 13,
      MPTCP_ATTR_TIMEOUT = 14,
      MPTCP_ATTR_IF_IDX = 15,
      MPTCP_ATTR_RESET_REASON = 16,
      MPTCP_ATTR_RESET_FLAGS = 17,
      MPTCP_ATTR_SERVER_SIDE = 18,
      MPTCP_PM_CMD_UNSPEC = 0,
      MPTCP_PM_CMD_ADD_ADDR = 1,
      MPTCP_PM_CMD_DEL_ADDR = 2,
      MPTCP_PM_CMD_GET_ADDR = 3,
      MPTCP_PM_CMD_FLUSH_ADDRS = 4,
      MPTCP_PM_CMD_SET_LIMITS = 5,
      MPTCP_PM_CMD_GET_LIMITS = 6,
      MPTCP_PM_CMD_SET_FLAGS = 7,
      MPTCP_PM_CMD_ANNOUNCE = 8,
      MPTCP_PM_CMD_REMOVE = 9,
      MPTCP_PM_CMD_SUBFLOW_CREATE = 10,
      MPTCP_PM_CMD_SUBFLOW_DESTROY = 11,
      MPTCP_PM_ENDPOINT_ADDR = 1,
      MPTCP_PM_ATTR_UNSPEC = 0,
      MPTCP_PM_ATTR_ADDR = 1,
      MPTCP_PM_ATTR_RCV_ADD_ADDRS = 2,
      MPTCP_PM_ATTR_SUBFLOWS = 3,
      MPTCP_PM_ATTR_TOKEN = 4,
      MPTCP_PM_ATTR_LOC_ID = 5,
      MPTCP_PM_ATTR_ADDR_REMOTE = 6,
      MPTCP_PM_ADDR_ATTR_UNSPEC = 0,
      MPTCP_PM_ADDR_ATTR_FAMILY = 1,
      MPTCP_PM_ADDR_ATTR_ID = 2,
      MPTCP_PM_ADDR_ATTR_ADDR4 = 3,
      MPTCP_PM_ADDR_ATTR_ADDR6 = 4,
      MPTCP_PM_ADDR_ATTR_PORT = 5,
      MPTCP_PM_ADDR_ATTR_FLAGS = 6,
      MPTCP_PM_ADDR_ATTR_IF_IDX = 7,
      MPTCP_SUBFLOW_ATTR_UNSPEC = 0,
      MPTCP_SUBFLOW_ATTR_TOKEN_REM = 1,
      MPTCP_SUBFLOW_ATTR_TOKEN_LOC = 2,
      MPTCP_SUBFLOW_ATTR_RELWRITE_SEQ = 3,
      MPTCP_SUBFLOW_ATTR_MAP_SEQ = 4,
      MPTCP_SUBFLOW_ATTR_MAP_SFSEQ = 5,
      MPTCP_SUBFLOW_ATTR_SSN_OFFSET = 6,
      MPTCP_SUBFLOW_ATTR_MAP_DATALEN = 7,
      MPTCP_SUBFLOW_ATTR_FLAGS = 8,
      MPTCP_SUBFLOW_ATTR_ID_REM = 9,
      MPTCP_SUBFLOW_ATTR_ID_LOC = 10,
      MPTCP_SUBFLOW_ATTR_PAD = 11;

  /** The option of the level {@code SOL_RAW}; see raw(7). */
  @OptionsOf(SOL_RAW)
  public static final int ICMP_FILTER = 1;

  /** The option of the level {@code IPPROTO_ICMPV6}, by RFC 3542. */
  @OptionsOf(IPPROTO_ICMPV6)
  public static final int ICMP6_FILTER = 1, ICMPV6_FILTER = 1;

  /** Types, codes and extensions of ICMP, in the words of the kernel and of BSD. */
  public static final int ICMP_NET_UNREACH = 0,
      ICMP_HOST_UNREACH = 1,
      ICMP_PROT_UNREACH = 2,
      ICMP_PORT_UNREACH = 3,
      ICMP_FRAG_NEEDED = 4,
      ICMP_SR_FAILED = 5,
      ICMP_NET_UNKNOWN = 6,
      ICMP_HOST_UNKNOWN = 7,
      ICMP_HOST_ISOLATED = 8,
      ICMP_NET_ANO = 9,
      ICMP_HOST_ANO = 10,
      ICMP_NET_UNR_TOS = 11,
      ICMP_HOST_UNR_TOS = 12,
      ICMP_PKT_FILTERED = 13,
      ICMP_PREC_VIOLATION = 14,
      ICMP_PREC_CUTOFF = 15,
      ICMP_REDIRECT_NET = 0,
      ICMP_REDIR_NET = 0,
      ICMP_REDIRECT_HOST = 1,
      ICMP_REDIR_HOST = 1,
      ICMP_REDIRECT_TOSNET = 2,
      ICMP_REDIR_NETTOS = 2,
      ICMP_REDIRECT_TOSHOST = 3,
      ICMP_REDIR_HOSTTOS = 3,
      ICMP_EXC_TTL = 0,
      ICMP_EXC_FRAGTIME = 1,
      ICMP_PARAMPROB_OPTABSENT = 1,
      ICMP_EXT_CODE_MAL_QUERY = 1,
      ICMP_EXT_ECHOREPLY_IPV6 = 1,
      ICMP_EXT_ECHO_CTYPE_NAME = 1,
      ICMP_EXT_CODE_NO_IF = 2,
      ICMP_EXT_ECHOREPLY_IPV4 = 2,
      ICMP_EXT_ECHO_CTYPE_INDEX = 2,
      ICMP_EXT_CODE_NO_TABLE_ENT = 3,
      ICMP_EXT_ECHO_CTYPE_ADDR = 3,
      ICMP_EXT_CODE_MULT_IFS = 4,
      ICMP_EXT_ECHOREPLY_ACTIVE = 4,
      ICMP_EXT_ECHO = 42,
      ICMP_EXT_ECHOREPLY = 43,
      ICMP_UNREACH_NET = 0,
      ICMP_UNREACH_HOST = 1,
      ICMP_UNREACH_PROTOCOL = 2,
      ICMP_UNREACH_PORT = 3,
      ICMP_UNREACH_NEEDFRAG = 4,
      ICMP_UNREACH_SRCFAIL = 5,
      ICMP_UNREACH_NET_UNKNOWN = 6,
      ICMP_UNREACH_HOST_UNKNOWN = 7,
      ICMP_UNREACH_ISOLATED = 8,
      ICMP_UNREACH_NET_PROHIB = 9,
      ICMP_UNREACH_HOST_PROHIB = 10,
      ICMP_UNREACH_TOSNET = 11,
      ICMP_UNREACH_TOSHOST = 12,
      ICMP_UNREACH_FILTER_PROHIB = 13,
      ICMP_UNREACH_HOST_PRECEDENCE = 14,
      ICMP_UNREACH_PRECEDENCE_CUTOFF = 15,
      ICMP_TIMXCEED_INTRANS = 0,
      ICMP_TIMXCEED_REASS = 1,
      ICMP_AFI_IP = 1,
      ICMP_AFI_IP6 = 2,
      ICMP_ECHOREPLY = 0,
      ICMP_UNREACH = 3,
      ICMP_SOURCEQUENCH = 4,
      ICMP_SOURCE_QUENCH = 4,
      ICMP_REDIRECT = 5,
      ICMP_ECHO = 8,
      ICMP_MINLEN = 8,
      ICMP_ROUTERADVERT = 9,
      ICMP_ROUTERSOLICIT = 10,
      ICMP_TIME_EXCEEDED = 11,
      ICMP_TIMXCEED = 11,
      ICMP_MASKLEN = 12,
      ICMP_PARAMETERPROB = 12,
      ICMP_PARAMPROB = 12,
      ICMP_TIMESTAMP = 13,
      ICMP_TSTAMP = 13,
      ICMP_TIMESTAMPREPLY = 14,
      ICMP_TSTAMPREPLY = 14,
      ICMP_INFO_REQUEST = 15,
      ICMP_IREQ = 15,
      ICMP_INFO_REPLY = 16,
      ICMP_IREQREPLY = 16,
      ICMP_ADDRESS = 17,
      ICMP_MASKREQ = 17,
      ICMP_ADDRESSREPLY = 18,
      ICMP_MASKREPLY = 18,
      ICMP_MAXTYPE = 18,
      ICMP_ADVLENMIN = 36;

  /** Types and codes of ICMPv6, in the words of the kernel and of RFC 3542. */
  public static final int ICMPV6_EXC_HOPLIMIT = 0,
      ICMPV6_HDR_FIELD = 0,
      ICMPV6_NOROUTE = 0,
      ICMPV6_ROUTER_PREF_MEDIUM = 0,
      ICMPV6_ADM_PROHIBITED = 1,
      ICMPV6_DEST_UNREACH = 1,
      ICMPV6_EXC_FRAGTIME = 1,
      ICMPV6_FILTER_BLOCK = 1,
      ICMPV6_ROUTER_PREF_HIGH = 1,
      ICMPV6_UNK_NEXTHDR = 1,
      ICMPV6_FILTER_PASS = 2,
      ICMPV6_NOT_NEIGHBOUR = 2,
      ICMPV6_PKT_TOOBIG = 2,
      ICMPV6_ROUTER_PREF_INVALID = 2,
      ICMPV6_UNK_OPTION = 2,
      ICMPV6_ADDR_UNREACH = 3,
      ICMPV6_FILTER_BLOCKOTHERS = 3,
      ICMPV6_HDR_INCOMP = 3,
      ICMPV6_ROUTER_PREF_LOW = 3,
      ICMPV6_TIME_EXCEED = 3,
      ICMPV6_FILTER_PASSONLY = 4,
      ICMPV6_PARAMPROB = 4,
      ICMPV6_PORT_UNREACH = 4,
      ICMPV6_POLICY_FAIL = 5,
      ICMPV6_REJECT_ROUTE = 6,
      ICMPV6_ECHO_REQUEST = 128,
      ICMPV6_INFOMSG_MASK = 128,
      ICMPV6_ECHO_REPLY = 129,
      ICMPV6_MGM_QUERY = 130,
      ICMPV6_MGM_REPORT = 131,
      ICMPV6_MGM_REDUCTION = 132,
      ICMPV6_NI_QUERY = 139,
      ICMPV6_NI_REPLY = 140,
      ICMPV6_MLD2_REPORT = 143,
      ICMPV6_DHAAD_REQUEST = 144,
      ICMPV6_DHAAD_REPLY = 145,
      ICMPV6_MOBILE_PREFIX_SOL = 146,
      ICMPV6_MOBILE_PREFIX_ADV = 147,
      ICMPV6_MRDISC_ADV = 151,
      ICMPV6_MRDISC_SOL = 152,
      ICMPV6_EXT_ECHO_REQUEST = 160,
      ICMPV6_EXT_ECHO_REPLY = 161,
      ICMP6_DST_UNREACH_NOROUTE = 0,
      ICMP6_PARAMPROB_HEADER = 0,
      ICMP6_TIME_EXCEED_TRANSIT = 0,
      ICMP6_DST_UNREACH = 1,
      ICMP6_DST_UNREACH_ADMIN = 1,
      ICMP6_FILTER_BLOCK = 1,
      ICMP6_PARAMPROB_NEXTHEADER = 1,
      ICMP6_TIME_EXCEED_REASSEMBLY = 1,
      ICMP6_DST_UNREACH_BEYONDSCOPE = 2,
      ICMP6_FILTER_PASS = 2,
      ICMP6_PACKET_TOO_BIG = 2,
      ICMP6_PARAMPROB_OPTION = 2,
      ICMP6_DST_UNREACH_ADDR = 3,
      ICMP6_FILTER_BLOCKOTHERS = 3,
      ICMP6_TIME_EXCEEDED = 3,
      ICMP6_DST_UNREACH_NOPORT = 4,
      ICMP6_FILTER_PASSONLY = 4,
      ICMP6_PARAM_PROB = 4,
      ICMP6_ECHO_REQUEST = 128,
      ICMP6_INFOMSG_MASK = 128,
      ICMP6_ECHO_REPLY = 129,
      ICMP6_ROUTER_RENUMBERING = 138;

  /** Options of the level {@code SOL_TLS}, TLS in the kernel. */
  @OptionsOf(SOL_TLS)
  public static final int TLS_TX = 1,
      TLS_RX = 2,
      TLS_TX_ZEROCOPY_RO = 3,
      TLS_RX_EXPECT_NO_PAD = 4,
      TLS_TX_MAX_PAYLOAD_LEN = 5;

  /** TLS in the kernel: control messages, versions, attributes, ciphers and their sizes. */
  public static final int TLS_SET_RECORD_TYPE = 1,
      TLS_GET_RECORD_TYPE = 2,
      TLS_INFO_VERSION = 1,
      TLS_1_2_VERSION_MAJOR = 3,
      TLS_1_2_VERSION_MINOR = 3,
      TLS_1_3_VERSION_MAJOR = 3,
      TLS_1_3_VERSION_MINOR = 4,
      TLS_1_2_VERSION = 771,
      TLS_1_3_VERSION = 772,
      TLS_INFO_UNSPEC = 0,
      TLS_INFO_CIPHER = 2,
      TLS_INFO_TXCONF = 3,
      TLS_INFO_RXCONF = 4,
      TLS_INFO_ZC_RO_TX = 5,
      TLS_INFO_RX_NO_PAD = 6,
      TLS_INFO_TX_MAX_PAYLOAD_LEN = 7,
      TLS_CONF_BASE = 1,
      TLS_CONF_SW = 2,
      TLS_CONF_HW = 3,
      TLS_CONF_HW_RECORD = 4,
      TLS_CIPHER_CHACHA20_POLY1305_SALT_SIZE = 0,
      TLS_CIPHER_AES_CCM_128_SALT_SIZE = 4,
      TLS_CIPHER_AES_GCM_128_SALT_SIZE = 4,
      TLS_CIPHER_AES_GCM_256_SALT_SIZE = 4,
      TLS_CIPHER_ARIA_GCM_128_SALT_SIZE = 4,
      TLS_CIPHER_ARIA_GCM_256_SALT_SIZE = 4,
      TLS_CIPHER_SM4_CCM_SALT_SIZE = 4,
      TLS_CIPHER_SM4_GCM_SALT_SIZE = 4,
      TLS_CIPHER_AES_CCM_128_IV_SIZE = 8,
      TLS_CIPHER_AES_CCM_128_REC_SEQ_SIZE = 8,
      TLS_CIPHER_AES_GCM_128_IV_SIZE = 8,
      TLS_CIPHER_AES_GCM_128_REC_SEQ_SIZE = 8,
      TLS_CIPHER_AES_GCM_256_IV_SIZE = 8,
      TLS_CIPHER_AES_GCM_256_REC_SEQ_SIZE = 8,
      TLS_CIPHER_ARIA_GCM_128_IV_SIZE = 8,
      TLS_CIPHER_ARIA_GCM_128_REC_SEQ_SIZE = 8,
      TLS_CIPHER_ARIA_GCM_256_IV_SIZE = 8,
      TLS_CIPHER_ARIA_GCM_256_REC_SEQ_SIZE = 8,
      TLS_CIPHER_CHACHA20_POLY1305_REC_SEQ_SIZE = 8,
      TLS_CIPHER_SM4_CCM_IV_SIZE = 8,
      TLS_CIPHER_SM4_CCM_REC_SEQ_SIZE = 8,
      TLS_CIPHER_SM4_GCM_IV_SIZE = 8,
      TLS_CIPHER_SM4_GCM_REC_SEQ_SIZE = 8,
      TLS_CIPHER_CHACHA20_POLY1305_IV_SIZE = 12,
      TLS_CIPHER_AES_CCM_128_KEY_SIZE = 16,
      TLS_CIPHER_AES_CCM_128_TAG_SIZE = 16,
      TLS_CIPHER_AES_GCM_128_KEY_SIZE = 16,
      TLS_CIPHER_AES_GCM_128_TAG_SIZE = 16,
      TLS_CIPHER_AES_GCM_256_TAG_SIZE = 16,
      TLS_CIPHER_ARIA_GCM_128_KEY_SIZE = 16,
      TLS_CIPHER_ARIA_GCM_128_TAG_SIZE = 16,
      TLS_CIPHER_ARIA_GCM_256_TAG_SIZE = 16,
      TLS_CIPHER_CHACHA20_POLY1305_TAG_SIZE = 16,
      TLS_CIPHER_SM4_CCM_KEY_SIZE = 16,
      TLS_CIPHER_SM4_CCM_TAG_SIZE = 16,
      TLS_CIPHER_SM4_GCM_KEY_SIZE = 16,
      TLS_CIPHER_SM4_GCM_TAG_SIZE = 16,
      TLS_CIPHER_AES_GCM_256_KEY_SIZE = 32,
      TLS_CIPHER_ARIA_GCM_256_KEY_SIZE = 32,
      TLS_CIPHER_CHACHA20_POLY1305_KEY_SIZE = 32,
      TLS_CIPHER_AES_GCM_128 = 51,
      TLS_CIPHER_AES_GCM_256 = 52,
      TLS_CIPHER_AES_CCM_128 = 53,
      TLS_CIPHER_CHACHA20_POLY1305 = 54,
      TLS_CIPHER_SM4_GCM = 55,
      TLS_CIPHER_SM4_CCM = 56,
      TLS_CIPHER_ARIA_GCM_128 = 57,
      TLS_CIPHER_ARIA_GCM_256 = 58;

  /** Options and control messages of the level {@code SOL_ALG}. */
  @OptionsOf(SOL_ALG)
  public static final int ALG_SET_KEY = 1,
      ALG_SET_IV = 2,
      ALG_SET_OP = 3,
      ALG_SET_AEAD_ASSOCLEN = 4,
      ALG_SET_AEAD_AUTHSIZE = 5,
      ALG_SET_DRBG_ENTROPY = 6,
      ALG_SET_KEY_BY_KEY_SERIAL = 7;

  /** Operations of {@code ALG_SET_OP}. */
  public static final int ALG_OP_DECRYPT = 0, ALG_OP_ENCRYPT = 1;

  /** Flags of {@code getaddrinfo}. */
  public static final int AI_PASSIVE = 0x1,
      AI_CANONNAME = 0x2,
      AI_NUMERICHOST = 0x4,
      AI_V4MAPPED = 0x8,
      AI_ALL = 0x10,
      AI_ADDRCONFIG = 0x20,
      AI_IDN = 0x40,
      AI_CANONIDN = 0x80,
      AI_IDN_ALLOW_UNASSIGNED = 0x100,
      AI_IDN_USE_STD3_ASCII_RULES = 0x200,
      AI_NUMERICSERV = 0x400;

  /** Errors of {@code getaddrinfo} and {@code getnameinfo}. */
  public static final int EAI_BADFLAGS = -1,
      EAI_NONAME = -2,
      EAI_AGAIN = -3,
      EAI_FAIL = -4,
      EAI_NODATA = -5,
      EAI_FAMILY = -6,
      EAI_SOCKTYPE = -7,
      EAI_SERVICE = -8,
      EAI_ADDRFAMILY = -9,
      EAI_MEMORY = -10,
      EAI_SYSTEM = -11,
      EAI_OVERFLOW = -12,
      EAI_INPROGRESS = -100,
      EAI_CANCELED = -101,
      EAI_NOTCANCELED = -102,
      EAI_ALLDONE = -103,
      EAI_INTR = -104,
      EAI_IDN_ENCODE = -105;

  /** Sizes of the texts of {@code getnameinfo}. */
  public static final int NI_MAXSERV = 32, NI_MAXHOST = 1025;

  /** Flags of {@code getnameinfo}. */
  public static final int NI_NUMERICHOST = 0x1,
      NI_NUMERICSERV = 0x2,
      NI_NOFQDN = 0x4,
      NI_NAMEREQD = 0x8,
      NI_DGRAM = 0x10,
      NI_IDN = 0x20,
      NI_IDN_ALLOW_UNASSIGNED = 0x40,
      NI_IDN_USE_STD3_ASCII_RULES = 0x80;

  /** Events of {@code poll}. */
  public static final int POLLIN = 0x1,
      POLLPRI = 0x2,
      POLLOUT = 0x4,
      POLLERR = 0x8,
      POLLHUP = 0x10,
      POLLNVAL = 0x20,
      POLLRDNORM = 0x40,
      POLLRDBAND = 0x80,
      POLLWRNORM = 0x100,
      POLLWRBAND = 0x200,
      POLLMSG = 0x400,
      POLLREMOVE = 0x1000,
      POLLRDHUP = 0x2000;

  /** Events of {@code epoll_wait}, and modes of {@code epoll_ctl}. */
  public static final int EPOLLIN = 0x1,
      EPOLLPRI = 0x2,
      EPOLLOUT = 0x4,
      EPOLLERR = 0x8,
      EPOLLHUP = 0x10,
      EPOLLRDNORM = 0x40,
      EPOLLRDBAND = 0x80,
      EPOLLWRNORM = 0x100,
      EPOLLWRBAND = 0x200,
      EPOLLMSG = 0x400,
      EPOLLRDHUP = 0x2000,
      EPOLLEXCLUSIVE = 0x10000000,
      EPOLLWAKEUP = 0x20000000,
      EPOLLONESHOT = 0x40000000,
      EPOLLET = 0x80000000;

  /** Operations of {@code epoll_ctl}. */
  public static final int EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2, EPOLL_CTL_MOD = 3;

  /**
   * Flags of {@code epoll_create1}, {@code eventfd}, {@code timerfd_create} and {@code
   * timerfd_settime}.
   */
  public static final int EPOLL_CLOEXEC = 0x80000,
      EFD_SEMAPHORE = 0x1,
      EFD_NONBLOCK = 0x800,
      EFD_CLOEXEC = 0x80000,
      TFD_TIMER_ABSTIME = 0x1,
      TFD_TIMER_CANCEL_ON_SET = 0x2,
      TFD_NONBLOCK = 0x800,
      TFD_CLOEXEC = 0x80000;

  /** Clocks of {@code timerfd_create} and {@code SO_TXTIME}. */
  public static final int CLOCK_REALTIME = 0,
      CLOCK_MONOTONIC = 1,
      CLOCK_MONOTONIC_RAW = 4,
      CLOCK_REALTIME_COARSE = 5,
      CLOCK_MONOTONIC_COARSE = 6,
      CLOCK_BOOTTIME = 7,
      CLOCK_REALTIME_ALARM = 8,
      CLOCK_BOOTTIME_ALARM = 9,
      CLOCK_TAI = 11;

  /** Flags of {@code open}, and of {@code F_GETFL} and {@code F_SETFL}. */
  public static final int O_LARGEFILE = 0x0,
      O_RDONLY = 0x0,
      O_WRONLY = 0x1,
      O_RDWR = 0x2,
      O_ACCMODE = 0x3,
      O_CREAT = 0x40,
      O_EXCL = 0x80,
      O_NOCTTY = 0x100,
      O_TRUNC = 0x200,
      O_APPEND = 0x400,
      O_NDELAY = 0x800,
      O_NONBLOCK = 0x800,
      O_DSYNC = 0x1000,
      O_ASYNC = 0x2000,
      O_DIRECT = Machine.AARCH64 ? 0x10000 : 0x4000,
      O_DIRECTORY = Machine.AARCH64 ? 0x4000 : 0x10000,
      O_NOFOLLOW = Machine.AARCH64 ? 0x8000 : 0x20000,
      O_NOATIME = 0x40000,
      O_CLOEXEC = 0x80000,
      O_FSYNC = 0x101000,
      O_RSYNC = 0x101000,
      O_SYNC = 0x101000,
      O_PATH = 0x200000,
      O_TMPFILE = Machine.AARCH64 ? 0x404000 : 0x410000;

  /** The flag of {@code F_GETFD} and {@code F_SETFD}. */
  public static final int FD_CLOEXEC = 0x1;

  /** Flags of {@code F_ADD_SEALS}. */
  public static final int F_SEAL_SEAL = 0x1,
      F_SEAL_SHRINK = 0x2,
      F_SEAL_GROW = 0x4,
      F_SEAL_WRITE = 0x8,
      F_SEAL_FUTURE_WRITE = 0x10,
      F_SEAL_EXEC = 0x20;

  /** Commands of {@code fcntl} and {@code lockf}, and their values. */
  public static final int F_DUPFD = 0,
      F_GETFD = 1,
      F_SETFD = 2,
      F_GETFL = 3,
      F_SETFL = 4,
      F_GETLK = 5,
      F_GETLK64 = 5,
      F_SETLK = 6,
      F_SETLK64 = 6,
      F_SETLKW = 7,
      F_SETLKW64 = 7,
      F_SETOWN = 8,
      F_GETOWN = 9,
      F_SETSIG = 10,
      F_GETSIG = 11,
      F_SETOWN_EX = 15,
      F_GETOWN_EX = 16,
      F_OFD_GETLK = 36,
      F_OFD_SETLK = 37,
      F_OFD_SETLKW = 38,
      F_SETLEASE = 1024,
      F_GETLEASE = 1025,
      F_NOTIFY = 1026,
      F_DUPFD_QUERY = 1027,
      F_CREATED_QUERY = 1028,
      F_DUPFD_CLOEXEC = 1030,
      F_SETPIPE_SZ = 1031,
      F_GETPIPE_SZ = 1032,
      F_ADD_SEALS = 1033,
      F_GET_SEALS = 1034,
      F_GET_RW_HINT = 1035,
      F_SET_RW_HINT = 1036,
      F_GET_FILE_RW_HINT = 1037,
      F_SET_FILE_RW_HINT = 1038,
      F_OWNER_TID = 0,
      F_OWNER_PID = 1,
      F_OWNER_GID = 2,
      F_OWNER_PGRP = 2,
      F_RDLCK = 0,
      F_WRLCK = 1,
      F_UNLCK = 2,
      F_EXLCK = 4,
      F_SHLCK = 8,
      F_ULOCK = 0,
      F_LOCK = 1,
      F_TLOCK = 2,
      F_TEST = 3;

  /** Flags of {@code splice} and {@code tee}. */
  public static final int SPLICE_F_MOVE = 0x1,
      SPLICE_F_NONBLOCK = 0x2,
      SPLICE_F_MORE = 0x4,
      SPLICE_F_GIFT = 0x8;

  /** Flags of {@code preadv2} and {@code pwritev2}. */
  public static final int RWF_WRITE_LIFE_NOT_SET = 0x0,
      RWF_HIPRI = 0x1,
      RWF_DSYNC = 0x2,
      RWF_SYNC = 0x4,
      RWF_NOWAIT = 0x8,
      RWF_APPEND = 0x10,
      RWF_NOAPPEND = 0x20,
      RWF_ATOMIC = 0x40;

  /** Requests of {@code ioctl} on descriptors, sockets and network interfaces; see netdevice(7). */
  public static final int FIONREAD = 0x541b,
      FIONBIO = 0x5421,
      FIONCLEX = 0x5450,
      FIOCLEX = 0x5451,
      FIOASYNC = 0x5452,
      FIOQSIZE = 0x5460,
      FIOSETOWN = 0x8901,
      FIOGETOWN = 0x8903,
      SIOCOUTQ = 0x5411,
      SIOCINQ = 0x541b,
      SIOCSPGRP = 0x8902,
      SIOCGPGRP = 0x8904,
      SIOCATMARK = 0x8905,
      SIOCGSTAMP = 0x8906,
      SIOCGSTAMP_OLD = 0x8906,
      SIOCGSTAMPNS = 0x8907,
      SIOCGSTAMPNS_OLD = 0x8907,
      SIOCADDRT = 0x890b,
      SIOCDELRT = 0x890c,
      SIOCRTMSG = 0x890d,
      SIOCGIFNAME = 0x8910,
      SIOCSIFLINK = 0x8911,
      SIOCGIFCONF = 0x8912,
      SIOCGIFFLAGS = 0x8913,
      SIOCSIFFLAGS = 0x8914,
      SIOCGIFADDR = 0x8915,
      SIOCSIFADDR = 0x8916,
      SIOCGIFDSTADDR = 0x8917,
      SIOCSIFDSTADDR = 0x8918,
      SIOCGIFBRDADDR = 0x8919,
      SIOCSIFBRDADDR = 0x891a,
      SIOCGIFNETMASK = 0x891b,
      SIOCSIFNETMASK = 0x891c,
      SIOCGIFMETRIC = 0x891d,
      SIOCSIFMETRIC = 0x891e,
      SIOCGIFMEM = 0x891f,
      SIOCSIFMEM = 0x8920,
      SIOCGIFMTU = 0x8921,
      SIOCSIFMTU = 0x8922,
      SIOCSIFNAME = 0x8923,
      SIOCSIFHWADDR = 0x8924,
      SIOCGIFENCAP = 0x8925,
      SIOCSIFENCAP = 0x8926,
      SIOCGIFHWADDR = 0x8927,
      SIOCGIFSLAVE = 0x8929,
      SIOCSIFSLAVE = 0x8930,
      SIOCADDMULTI = 0x8931,
      SIOCDELMULTI = 0x8932,
      SIOCGIFINDEX = 0x8933,
      SIOCSIFPFLAGS = 0x8934,
      SIOCGIFPFLAGS = 0x8935,
      SIOCDIFADDR = 0x8936,
      SIOCSIFHWBROADCAST = 0x8937,
      SIOCGIFCOUNT = 0x8938,
      SIOCGIFBR = 0x8940,
      SIOCSIFBR = 0x8941,
      SIOCGIFTXQLEN = 0x8942,
      SIOCSIFTXQLEN = 0x8943,
      SIOCETHTOOL = 0x8946,
      SIOCGMIIPHY = 0x8947,
      SIOCGMIIREG = 0x8948,
      SIOCSMIIREG = 0x8949,
      SIOCWANDEV = 0x894a,
      SIOCOUTQNSD = 0x894b,
      SIOCGSKNS = 0x894c,
      SIOCDARP = 0x8953,
      SIOCGARP = 0x8954,
      SIOCSARP = 0x8955,
      SIOCDRARP = 0x8960,
      SIOCGRARP = 0x8961,
      SIOCSRARP = 0x8962,
      SIOCGIFMAP = 0x8970,
      SIOCSIFMAP = 0x8971,
      SIOCADDDLCI = 0x8980,
      SIOCDELDLCI = 0x8981,
      SIOCGIFVLAN = 0x8982,
      SIOCSIFVLAN = 0x8983,
      SIOCBONDENSLAVE = 0x8990,
      SIOCBONDRELEASE = 0x8991,
      SIOCBONDSETHWADDR = 0x8992,
      SIOCBONDSLAVEINFOQUERY = 0x8993,
      SIOCBONDINFOQUERY = 0x8994,
      SIOCBONDCHANGEACTIVE = 0x8995,
      SIOCBRADDBR = 0x89a0,
      SIOCBRDELBR = 0x89a1,
      SIOCBRADDIF = 0x89a2,
      SIOCBRDELIF = 0x89a3,
      SIOCSHWTSTAMP = 0x89b0,
      SIOCGHWTSTAMP = 0x89b1,
      SIOCPROTOPRIVATE = 0x89e0,
      SIOCDEVPRIVATE = 0x89f0,
      SIOCGSTAMP_NEW = 0x80108906,
      SIOCGSTAMPNS_NEW = 0x80108907;

  /** Requests of {@code ioctl} on epoll. */
  public static final int EPIOCSPARAMS = 0x40088a01, EPIOCGPARAMS = 0x80088a02;

  /** Requests of {@code ioctl} on TUN and TAP devices. */
  public static final int TUNGETDEVNETNS = 0x54e3,
      TUNSETNOCSUM = 0x400454c8,
      TUNSETDEBUG = 0x400454c9,
      TUNSETIFF = 0x400454ca,
      TUNSETPERSIST = 0x400454cb,
      TUNSETOWNER = 0x400454cc,
      TUNSETLINK = 0x400454cd,
      TUNSETGROUP = 0x400454ce,
      TUNSETOFFLOAD = 0x400454d0,
      TUNSETTXFILTER = 0x400454d1,
      TUNSETSNDBUF = 0x400454d4,
      TUNSETVNETHDRSZ = 0x400454d8,
      TUNSETQUEUE = 0x400454d9,
      TUNSETIFINDEX = 0x400454da,
      TUNSETVNETLE = 0x400454dc,
      TUNSETVNETBE = 0x400454de,
      TUNSETCARRIER = 0x400454e2,
      TUNATTACHFILTER = 0x401054d5,
      TUNDETACHFILTER = 0x401054d6,
      TUNGETFEATURES = 0x800454cf,
      TUNGETIFF = 0x800454d2,
      TUNGETSNDBUF = 0x800454d3,
      TUNGETVNETHDRSZ = 0x800454d7,
      TUNGETVNETLE = 0x800454dd,
      TUNGETVNETBE = 0x800454df,
      TUNSETSTEERINGEBPF = 0x800454e0,
      TUNSETFILTEREBPF = 0x800454e1,
      TUNGETFILTER = 0x801054db;

  /** Types and offloads of TUN and TAP devices. */
  public static final int TUN_F_CSUM = 0x1,
      TUN_F_TSO4 = 0x2,
      TUN_F_TSO6 = 0x4,
      TUN_F_TSO_ECN = 0x8,
      TUN_F_UFO = 0x10,
      TUN_F_USO4 = 0x20,
      TUN_F_USO6 = 0x40,
      TUN_F_UDP_TUNNEL_GSO = 0x80,
      TUN_F_UDP_TUNNEL_GSO_CSUM = 0x100,
      TUN_FLT_ALLMULTI = 0x1,
      TUN_PKT_STRIP = 0x1,
      TUN_TUN_DEV = 0x1,
      TUN_TX_TIMESTAMP = 0x1,
      TUN_TAP_DEV = 0x2,
      TUN_TYPE_MASK = 0xf,
      TUN_READQ_SIZE = 0x1f4;

  /** Flags of TUN and TAP devices. */
  public static final int IFF_TUN = 0x1,
      IFF_TAP = 0x2,
      IFF_NAPI = 0x10,
      IFF_NAPI_FRAGS = 0x20,
      IFF_NO_CARRIER = 0x40,
      IFF_BACKPRESSURE = 0x80,
      IFF_MULTI_QUEUE = 0x100,
      IFF_ATTACH_QUEUE = 0x200,
      IFF_DETACH_QUEUE = 0x400,
      IFF_PERSIST = 0x800,
      IFF_NOFILTER = 0x1000,
      IFF_NO_PI = 0x1000,
      IFF_ONE_QUEUE = 0x2000,
      IFF_VNET_HDR = 0x4000,
      IFF_TUN_EXCL = 0x8000;

  /** Flags of network interfaces; see netdevice(7). */
  public static final int IFF_UP = 0x1,
      IFF_BROADCAST = 0x2,
      IFF_DEBUG = 0x4,
      IFF_LOOPBACK = 0x8,
      IFF_POINTOPOINT = 0x10,
      IFF_NOTRAILERS = 0x20,
      IFF_RUNNING = 0x40,
      IFF_NOARP = 0x80,
      IFF_PROMISC = 0x100,
      IFF_ALLMULTI = 0x200,
      IFF_MASTER = 0x400,
      IFF_SLAVE = 0x800,
      IFF_MULTICAST = 0x1000,
      IFF_PORTSEL = 0x2000,
      IFF_AUTOMEDIA = 0x4000,
      IFF_DYNAMIC = 0x8000,
      IFF_LOWER_UP = 0x10000,
      IFF_DORMANT = 0x20000,
      IFF_ECHO = 0x40000,
      IFF_VOLATILE = 0x70c5a;

  /** Sizes of the names and hardware addresses of network interfaces. */
  public static final int IFHWADDRLEN = 6, IFNAMSIZ = 16, IF_NAMESIZE = 16, IFALIASZ = 256;

  /** States of network interfaces (RFC 2863). */
  public static final int IF_OPER_UNKNOWN = 0,
      IF_OPER_NOTPRESENT = 1,
      IF_OPER_DOWN = 2,
      IF_OPER_LOWERLAYERDOWN = 3,
      IF_OPER_TESTING = 4,
      IF_OPER_DORMANT = 5,
      IF_OPER_UP = 6,
      IF_LINK_MODE_DEFAULT = 0,
      IF_LINK_MODE_DORMANT = 1,
      IF_LINK_MODE_TESTING = 2;

  /** Hardware types of ARP: {@code sll_hatype}. */
  public static final int ARPHRD_NETROM = 0,
      ARPHRD_ETHER = 1,
      ARPHRD_EETHER = 2,
      ARPHRD_AX25 = 3,
      ARPHRD_PRONET = 4,
      ARPHRD_CHAOS = 5,
      ARPHRD_IEEE802 = 6,
      ARPHRD_ARCNET = 7,
      ARPHRD_APPLETLK = 8,
      ARPHRD_DLCI = 15,
      ARPHRD_ATM = 19,
      ARPHRD_METRICOM = 23,
      ARPHRD_IEEE1394 = 24,
      ARPHRD_EUI64 = 27,
      ARPHRD_INFINIBAND = 32,
      ARPHRD_SLIP = 256,
      ARPHRD_CSLIP = 257,
      ARPHRD_SLIP6 = 258,
      ARPHRD_CSLIP6 = 259,
      ARPHRD_RSRVD = 260,
      ARPHRD_ADAPT = 264,
      ARPHRD_ROSE = 270,
      ARPHRD_X25 = 271,
      ARPHRD_HWX25 = 272,
      ARPHRD_CAN = 280,
      ARPHRD_MCTP = 290,
      ARPHRD_PPP = 512,
      ARPHRD_CISCO = 513,
      ARPHRD_HDLC = 513,
      ARPHRD_LAPB = 516,
      ARPHRD_DDCMP = 517,
      ARPHRD_RAWHDLC = 518,
      ARPHRD_RAWIP = 519,
      ARPHRD_TUNNEL = 768,
      ARPHRD_TUNNEL6 = 769,
      ARPHRD_FRAD = 770,
      ARPHRD_SKIP = 771,
      ARPHRD_LOOPBACK = 772,
      ARPHRD_LOCALTLK = 773,
      ARPHRD_FDDI = 774,
      ARPHRD_BIF = 775,
      ARPHRD_SIT = 776,
      ARPHRD_IPDDP = 777,
      ARPHRD_IPGRE = 778,
      ARPHRD_PIMREG = 779,
      ARPHRD_HIPPI = 780,
      ARPHRD_ASH = 781,
      ARPHRD_ECONET = 782,
      ARPHRD_IRDA = 783,
      ARPHRD_FCPP = 784,
      ARPHRD_FCAL = 785,
      ARPHRD_FCPL = 786,
      ARPHRD_FCFABRIC = 787,
      ARPHRD_IEEE802_TR = 800,
      ARPHRD_IEEE80211 = 801,
      ARPHRD_IEEE80211_PRISM = 802,
      ARPHRD_IEEE80211_RADIOTAP = 803,
      ARPHRD_IEEE802154 = 804,
      ARPHRD_IEEE802154_PHY = 805,
      ARPHRD_NONE = 65534,
      ARPHRD_VOID = 65535;

  /** Operations of ARP. */
  public static final int ARPOP_REQUEST = 1,
      ARPOP_REPLY = 2,
      ARPOP_RREQUEST = 3,
      ARPOP_RREPLY = 4,
      ARPOP_InREQUEST = 8,
      ARPOP_InREPLY = 9,
      ARPOP_NAK = 10;

  /** Protocols of Ethernet frames, in host byte order: {@code sll_protocol}. */
  public static final int ETH_P_802_3 = 0x1,
      ETH_P_AX25 = 0x2,
      ETH_P_ALL = 0x3,
      ETH_P_802_2 = 0x4,
      ETH_P_SNAP = 0x5,
      ETH_P_DDCMP = 0x6,
      ETH_P_WAN_PPP = 0x7,
      ETH_P_PPP_MP = 0x8,
      ETH_P_LOCALTALK = 0x9,
      ETH_P_CAN = 0xc,
      ETH_P_CANFD = 0xd,
      ETH_P_CANXL = 0xe,
      ETH_P_PPPTALK = 0x10,
      ETH_P_TR_802_2 = 0x11,
      ETH_P_MOBITEX = 0x15,
      ETH_P_CONTROL = 0x16,
      ETH_P_IRDA = 0x17,
      ETH_P_ECONET = 0x18,
      ETH_P_HDLC = 0x19,
      ETH_P_ARCNET = 0x1a,
      ETH_P_DSA = 0x1b,
      ETH_P_TRAILER = 0x1c,
      ETH_P_LOOP = 0x60,
      ETH_P_PHONET = 0xf5,
      ETH_P_IEEE802154 = 0xf6,
      ETH_P_CAIF = 0xf7,
      ETH_P_XDSA = 0xf8,
      ETH_P_MAP = 0xf9,
      ETH_P_MCTP = 0xfa,
      ETH_P_GRE_OSI = 0xfe,
      ETH_P_PUP = 0x200,
      ETH_P_PUPAT = 0x201,
      ETH_P_802_3_MIN = 0x600,
      ETH_P_IP = 0x800,
      ETH_P_X25 = 0x805,
      ETH_P_ARP = 0x806,
      ETH_P_BPQ = 0x8ff,
      ETH_P_IEEEPUP = 0xa00,
      ETH_P_IEEEPUPAT = 0xa01,
      ETH_P_ERSPAN2 = 0x22eb,
      ETH_P_TSN = 0x22f0,
      ETH_P_BATMAN = 0x4305,
      ETH_P_DEC = 0x6000,
      ETH_P_DNA_DL = 0x6001,
      ETH_P_DNA_RC = 0x6002,
      ETH_P_DNA_RT = 0x6003,
      ETH_P_LAT = 0x6004,
      ETH_P_DIAG = 0x6005,
      ETH_P_CUST = 0x6006,
      ETH_P_SCA = 0x6007,
      ETH_P_TEB = 0x6558,
      ETH_P_RARP = 0x8035,
      ETH_P_ATALK = 0x809b,
      ETH_P_AARP = 0x80f3,
      ETH_P_8021Q = 0x8100,
      ETH_P_IPX = 0x8137,
      ETH_P_IPV6 = 0x86dd,
      ETH_P_PAUSE = 0x8808,
      ETH_P_SLOW = 0x8809,
      ETH_P_WCCP = 0x883e,
      ETH_P_MPLS_UC = 0x8847,
      ETH_P_MPLS_MC = 0x8848,
      ETH_P_ATMMPOA = 0x884c,
      ETH_P_PPP_DISC = 0x8863,
      ETH_P_PPP_SES = 0x8864,
      ETH_P_LINK_CTL = 0x886c,
      ETH_P_8021AC = 0x8870,
      ETH_P_ATMFATE = 0x8884,
      ETH_P_PAE = 0x888e,
      ETH_P_PROFINET = 0x8892,
      ETH_P_REALTEK = 0x8899,
      ETH_P_AOE = 0x88a2,
      ETH_P_ETHERCAT = 0x88a4,
      ETH_P_8021AD = 0x88a8,
      ETH_P_802_EX1 = 0x88b5,
      ETH_P_ERSPAN = 0x88be,
      ETH_P_MXLGSW = 0x88c3,
      ETH_P_PREAUTH = 0x88c7,
      ETH_P_TIPC = 0x88ca,
      ETH_P_LLDP = 0x88cc,
      ETH_P_MRP = 0x88e3,
      ETH_P_MACSEC = 0x88e5,
      ETH_P_8021AH = 0x88e7,
      ETH_P_MVRP = 0x88f5,
      ETH_P_1588 = 0x88f7,
      ETH_P_NCSI = 0x88f8,
      ETH_P_PRP = 0x88fb,
      ETH_P_CFM = 0x8902,
      ETH_P_FCOE = 0x8906,
      ETH_P_TDLS = 0x890d,
      ETH_P_FIP = 0x8914,
      ETH_P_IBOE = 0x8915,
      ETH_P_80221 = 0x8917,
      ETH_P_HSR = 0x892f,
      ETH_P_NSH = 0x894f,
      ETH_P_LOOPBACK = 0x9000,
      ETH_P_QINQ1 = 0x9100,
      ETH_P_QINQ2 = 0x9200,
      ETH_P_QINQ3 = 0x9300,
      ETH_P_YT921X = 0x9988,
      ETH_P_EDSA = 0xdada,
      ETH_P_DSA_8021Q = 0xdadb,
      ETH_P_DSA_A5PSW = 0xe001,
      ETH_P_IFE = 0xed3e,
      ETH_P_AF_IUCV = 0xfbfb,
      ETH_P_NXP_NETC = 0xfd3a;

  /** Sizes of Ethernet frames and their parts. */
  public static final int ETH_TLEN = 2,
      ETH_FCS_LEN = 4,
      ETH_ALEN = 6,
      ETH_HLEN = 14,
      ETH_ZLEN = 60,
      ETH_MIN_MTU = 68,
      ETH_DATA_LEN = 1500,
      ETH_FRAME_LEN = 1514,
      ETH_MAX_MTU = 65535;

  /** Types of packets: {@code sll_pkttype}. */
  public static final int PACKET_HOST = 0,
      PACKET_BROADCAST = 1,
      PACKET_MULTICAST = 2,
      PACKET_OTHERHOST = 3,
      PACKET_OUTGOING = 4,
      PACKET_LOOPBACK = 5,
      PACKET_FASTROUTE = 6,
      PACKET_USER = 6,
      PACKET_KERNEL = 7;

  /** Modes and flags of {@code PACKET_FANOUT}, and types of {@code PACKET_ADD_MEMBERSHIP}. */
  public static final int PACKET_FANOUT_HASH = 0x0,
      PACKET_FANOUT_LB = 0x1,
      PACKET_FANOUT_CPU = 0x2,
      PACKET_FANOUT_ROLLOVER = 0x3,
      PACKET_FANOUT_RND = 0x4,
      PACKET_FANOUT_QM = 0x5,
      PACKET_FANOUT_CBPF = 0x6,
      PACKET_FANOUT_EBPF = 0x7,
      PACKET_FANOUT_FLAG_ROLLOVER = 0x1000,
      PACKET_FANOUT_FLAG_UNIQUEID = 0x2000,
      PACKET_FANOUT_FLAG_IGNORE_OUTGOING = 0x4000,
      PACKET_FANOUT_FLAG_DEFRAG = 0x8000,
      PACKET_MR_MULTICAST = 0x0,
      PACKET_MR_PROMISC = 0x1,
      PACKET_MR_ALLMULTI = 0x2,
      PACKET_MR_UNICAST = 0x3;

  /** Options of the level {@code SOL_PACKET}; see packet(7). */
  @OptionsOf(SOL_PACKET)
  public static final int PACKET_ADD_MEMBERSHIP = 1,
      PACKET_DROP_MEMBERSHIP = 2,
      PACKET_RECV_OUTPUT = 3,
      PACKET_RX_RING = 5,
      PACKET_STATISTICS = 6,
      PACKET_COPY_THRESH = 7,
      PACKET_AUXDATA = 8,
      PACKET_ORIGDEV = 9,
      PACKET_VERSION = 10,
      PACKET_HDRLEN = 11,
      PACKET_RESERVE = 12,
      PACKET_TX_RING = 13,
      PACKET_LOSS = 14,
      PACKET_VNET_HDR = 15,
      PACKET_TX_TIMESTAMP = 16,
      PACKET_TIMESTAMP = 17,
      PACKET_FANOUT = 18,
      PACKET_TX_HAS_OFF = 19,
      PACKET_QDISC_BYPASS = 20,
      PACKET_ROLLOVER_STATS = 21,
      PACKET_FANOUT_DATA = 22,
      PACKET_IGNORE_OUTGOING = 23,
      PACKET_VNET_HDR_SZ = 24;

  /** Status of the frames in the ring of a packet socket, and of {@code tpacket_auxdata}. */
  public static final int TP_STATUS_AVAILABLE = 0x0,
      TP_STATUS_KERNEL = 0x0,
      TP_FT_REQ_FILL_RXHASH = 0x1,
      TP_STATUS_SEND_REQUEST = 0x1,
      TP_STATUS_USER = 0x1,
      TP_STATUS_COPY = 0x2,
      TP_STATUS_SENDING = 0x2,
      TP_STATUS_LOSING = 0x4,
      TP_STATUS_WRONG_FORMAT = 0x4,
      TP_STATUS_CSUMNOTREADY = 0x8,
      TP_STATUS_VLAN_VALID = 0x10,
      TP_STATUS_BLK_TMO = 0x20,
      TP_STATUS_VLAN_TPID_VALID = 0x40,
      TP_STATUS_CSUM_VALID = 0x80,
      TP_STATUS_GSO_TCP = 0x100,
      TP_STATUS_TS_SOFTWARE = 0x20000000,
      TP_STATUS_TS_SYS_HARDWARE = 0x40000000,
      TP_STATUS_TS_RAW_HARDWARE = 0x80000000;

  /** Versions, alignment and header length of the ring of a packet socket. */
  public static final int TPACKET_V1 = 0,
      TPACKET_V2 = 1,
      TPACKET_V3 = 2,
      TPACKET_ALIGNMENT = 16,
      TPACKET_HDRLEN = 52;

  /** Classic BPF, for {@code SO_ATTACH_FILTER}: classes, sizes, modes, operations. */
  public static final int BPF_ADD = 0x0,
      BPF_IMM = 0x0,
      BPF_JA = 0x0,
      BPF_K = 0x0,
      BPF_LD = 0x0,
      BPF_TAX = 0x0,
      BPF_W = 0x0,
      BPF_LDX = 0x1,
      BPF_MAJOR_VERSION = 0x1,
      BPF_MINOR_VERSION = 0x1,
      BPF_ST = 0x2,
      BPF_STX = 0x3,
      BPF_ALU = 0x4,
      BPF_JMP = 0x5,
      BPF_RET = 0x6,
      BPF_MISC = 0x7,
      BPF_H = 0x8,
      BPF_X = 0x8,
      BPF_A = 0x10,
      BPF_B = 0x10,
      BPF_JEQ = 0x10,
      BPF_MEMWORDS = 0x10,
      BPF_SUB = 0x10,
      BPF_ABS = 0x20,
      BPF_JGT = 0x20,
      BPF_MUL = 0x20,
      BPF_DIV = 0x30,
      BPF_JGE = 0x30,
      BPF_IND = 0x40,
      BPF_JSET = 0x40,
      BPF_OR = 0x40,
      BPF_AND = 0x50,
      BPF_LSH = 0x60,
      BPF_MEM = 0x60,
      BPF_RSH = 0x70,
      BPF_LEN = 0x80,
      BPF_NEG = 0x80,
      BPF_TXA = 0x80,
      BPF_MOD = 0x90,
      BPF_MSH = 0xa0,
      BPF_XOR = 0xa0,
      BPF_MAXINSNS = 0x1000,
      BPF_NET_OFF = -1048576,
      BPF_LL_OFF = -2097152;

  /** Classic BPF: where a filter reads what the kernel knows of the packet. */
  public static final int SKF_AD_PROTOCOL = 0,
      SKF_AD_PKTTYPE = 4,
      SKF_AD_IFINDEX = 8,
      SKF_AD_NLATTR = 12,
      SKF_AD_NLATTR_NEST = 16,
      SKF_AD_MARK = 20,
      SKF_AD_QUEUE = 24,
      SKF_AD_HATYPE = 28,
      SKF_AD_RXHASH = 32,
      SKF_AD_CPU = 36,
      SKF_AD_ALU_XOR_X = 40,
      SKF_AD_VLAN_TAG = 44,
      SKF_AD_VLAN_TAG_PRESENT = 48,
      SKF_AD_PAY_OFFSET = 52,
      SKF_AD_RANDOM = 56,
      SKF_AD_VLAN_TPID = 60,
      SKF_AD_OFF = -4096,
      SKF_NET_OFF = -1048576,
      SKF_LL_OFF = -2097152;

  /** Options of the level {@code SOL_NETLINK}; see netlink(7). */
  @OptionsOf(SOL_NETLINK)
  public static final int NETLINK_ADD_MEMBERSHIP = 1,
      NETLINK_DROP_MEMBERSHIP = 2,
      NETLINK_PKTINFO = 3,
      NETLINK_BROADCAST_ERROR = 4,
      NETLINK_NO_ENOBUFS = 5,
      NETLINK_RX_RING = 6,
      NETLINK_TX_RING = 7,
      NETLINK_LISTEN_ALL_NSID = 8,
      NETLINK_LIST_MEMBERSHIPS = 9,
      NETLINK_CAP_ACK = 10,
      NETLINK_EXT_ACK = 11,
      NETLINK_GET_STRICT_CHK = 12;

  /** Protocols of the family {@code AF_NETLINK}. */
  public static final int NETLINK_ROUTE = 0,
      NETLINK_UNUSED = 1,
      NETLINK_USERSOCK = 2,
      NETLINK_FIREWALL = 3,
      NETLINK_INET_DIAG = 4,
      NETLINK_SOCK_DIAG = 4,
      NETLINK_NFLOG = 5,
      NETLINK_XFRM = 6,
      NETLINK_SELINUX = 7,
      NETLINK_ISCSI = 8,
      NETLINK_AUDIT = 9,
      NETLINK_FIB_LOOKUP = 10,
      NETLINK_CONNECTOR = 11,
      NETLINK_NETFILTER = 12,
      NETLINK_IP6_FW = 13,
      NETLINK_DNRTMSG = 14,
      NETLINK_KOBJECT_UEVENT = 15,
      NETLINK_GENERIC = 16,
      NETLINK_SCSITRANSPORT = 18,
      NETLINK_ECRYPTFS = 19,
      NETLINK_RDMA = 20,
      NETLINK_CRYPTO = 21,
      NETLINK_SMC = 22;

  /** Flags of netlink messages. */
  public static final int NLM_F_REQUEST = 0x1,
      NLM_F_MULTI = 0x2,
      NLM_F_ACK = 0x4,
      NLM_F_ECHO = 0x8,
      NLM_F_DUMP_INTR = 0x10,
      NLM_F_DUMP_FILTERED = 0x20,
      NLM_F_CAPPED = 0x100,
      NLM_F_NONREC = 0x100,
      NLM_F_REPLACE = 0x100,
      NLM_F_ROOT = 0x100,
      NLM_F_ACK_TLVS = 0x200,
      NLM_F_BULK = 0x200,
      NLM_F_EXCL = 0x200,
      NLM_F_MATCH = 0x200,
      NLM_F_DUMP = 0x300,
      NLM_F_ATOMIC = 0x400,
      NLM_F_CREATE = 0x400,
      NLM_F_APPEND = 0x800;

  /** Types of netlink messages, and the length and alignment of their header. */
  public static final int NLMSG_NOOP = 1,
      NLMSG_ERROR = 2,
      NLMSG_DONE = 3,
      NLMSG_ALIGNTO = 4,
      NLMSG_OVERRUN = 4,
      NLMSG_HDRLEN = 16,
      NLMSG_MIN_TYPE = 16;

  /** Attributes of netlink errors. */
  public static final int NLMSGERR_ATTR_UNUSED = 0,
      NLMSGERR_ATTR_MSG = 1,
      NLMSGERR_ATTR_OFFS = 2,
      NLMSGERR_ATTR_COOKIE = 3,
      NLMSGERR_ATTR_POLICY = 4,
      NLMSGERR_ATTR_MISS_TYPE = 5,
      NLMSGERR_ATTR_MISS_NEST = 6;

  /** Flags, header length and alignment of netlink attributes. */
  public static final int NLA_ALIGNTO = 0x4,
      NLA_HDRLEN = 0x4,
      NLA_F_NET_BYTEORDER = 0x4000,
      NLA_F_NESTED = 0x8000,
      NLA_TYPE_MASK = -49153;

  /** Generic netlink: families, and the commands and attributes of the one that names them. */
  public static final int GENL_ID_CTRL = 16,
      GENL_ID_VFS_DQUOT = 17,
      GENL_ID_PMCRAID = 18,
      CTRL_CMD_UNSPEC = 0,
      CTRL_CMD_NEWFAMILY = 1,
      CTRL_CMD_DELFAMILY = 2,
      CTRL_CMD_GETFAMILY = 3,
      CTRL_CMD_NEWOPS = 4,
      CTRL_CMD_DELOPS = 5,
      CTRL_CMD_GETOPS = 6,
      CTRL_CMD_NEWMCAST_GRP = 7,
      CTRL_CMD_DELMCAST_GRP = 8,
      CTRL_CMD_GETMCAST_GRP = 9,
      CTRL_CMD_GETPOLICY = 10,
      CTRL_ATTR_OP_UNSPEC = 0,
      CTRL_ATTR_OP_ID = 1,
      CTRL_ATTR_OP_FLAGS = 2,
      CTRL_ATTR_OP_POLICY = 9,
      CTRL_ATTR_MCAST_GRP_UNSPEC = 0,
      CTRL_ATTR_MCAST_GRP_NAME = 1,
      CTRL_ATTR_MCAST_GRP_ID = 2,
      CTRL_ATTR_POLICY_UNSPEC = 0,
      CTRL_ATTR_POLICY_DO = 1,
      CTRL_ATTR_POLICY_DUMP = 2,
      CTRL_ATTR_UNSPEC = 0,
      CTRL_ATTR_FAMILY_ID = 1,
      CTRL_ATTR_FAMILY_NAME = 2,
      CTRL_ATTR_VERSION = 3,
      CTRL_ATTR_HDRSIZE = 4,
      CTRL_ATTR_MAXATTR = 5,
      CTRL_ATTR_OPS = 6,
      CTRL_ATTR_MCAST_GROUPS = 7,
      CTRL_ATTR_POLICY = 8,
      CTRL_ATTR_OP = 10;

  /** Flags of routes. */
  public static final int RTM_F_NOTIFY = 0x100,
      RTM_F_CLONED = 0x200,
      RTM_F_EQUALIZE = 0x400,
      RTM_F_PREFIX = 0x800,
      RTM_F_LOOKUP_TABLE = 0x1000,
      RTM_F_FIB_MATCH = 0x2000,
      RTM_F_OFFLOAD = 0x4000,
      RTM_F_TRAP = 0x8000,
      RTM_F_OFFLOAD_FAILED = 0x20000000;

  /** Types of routing messages; see rtnetlink(7). */
  public static final int RTM_BASE = 16,
      RTM_NEWLINK = 16,
      RTM_DELLINK = 17,
      RTM_GETLINK = 18,
      RTM_SETLINK = 19,
      RTM_NEWADDR = 20,
      RTM_DELADDR = 21,
      RTM_GETADDR = 22,
      RTM_NEWROUTE = 24,
      RTM_DELROUTE = 25,
      RTM_GETROUTE = 26,
      RTM_NEWNEIGH = 28,
      RTM_DELNEIGH = 29,
      RTM_GETNEIGH = 30,
      RTM_NEWRULE = 32,
      RTM_DELRULE = 33,
      RTM_GETRULE = 34,
      RTM_NEWQDISC = 36,
      RTM_DELQDISC = 37,
      RTM_GETQDISC = 38,
      RTM_NEWTCLASS = 40,
      RTM_DELTCLASS = 41,
      RTM_GETTCLASS = 42,
      RTM_NEWTFILTER = 44,
      RTM_DELTFILTER = 45,
      RTM_GETTFILTER = 46,
      RTM_NEWACTION = 48,
      RTM_DELACTION = 49,
      RTM_GETACTION = 50,
      RTM_NEWPREFIX = 52,
      RTM_NEWMULTICAST = 56,
      RTM_DELMULTICAST = 57,
      RTM_GETMULTICAST = 58,
      RTM_NEWANYCAST = 60,
      RTM_DELANYCAST = 61,
      RTM_GETANYCAST = 62,
      RTM_NEWNEIGHTBL = 64,
      RTM_GETNEIGHTBL = 66,
      RTM_SETNEIGHTBL = 67,
      RTM_NEWNDUSEROPT = 68,
      RTM_NEWADDRLABEL = 72,
      RTM_DELADDRLABEL = 73,
      RTM_GETADDRLABEL = 74,
      RTM_GETDCB = 78,
      RTM_SETDCB = 79,
      RTM_NEWNETCONF = 80,
      RTM_DELNETCONF = 81,
      RTM_GETNETCONF = 82,
      RTM_NEWMDB = 84,
      RTM_DELMDB = 85,
      RTM_GETMDB = 86,
      RTM_NEWNSID = 88,
      RTM_DELNSID = 89,
      RTM_GETNSID = 90,
      RTM_NEWSTATS = 92,
      RTM_GETSTATS = 94,
      RTM_SETSTATS = 95,
      RTM_NEWCACHEREPORT = 96,
      RTM_NEWCHAIN = 100,
      RTM_DELCHAIN = 101,
      RTM_GETCHAIN = 102,
      RTM_NEWNEXTHOP = 104,
      RTM_DELNEXTHOP = 105,
      RTM_GETNEXTHOP = 106,
      RTM_NEWLINKPROP = 108,
      RTM_DELLINKPROP = 109,
      RTM_GETLINKPROP = 110,
      RTM_NEWVLAN = 112,
      RTM_DELVLAN = 113,
      RTM_GETVLAN = 114,
      RTM_NEWNEXTHOPBUCKET = 116,
      RTM_DELNEXTHOPBUCKET = 117,
      RTM_GETNEXTHOPBUCKET = 118,
      RTM_NEWTUNNEL = 120,
      RTM_DELTUNNEL = 121,
      RTM_GETTUNNEL = 122;

  /** Groups of {@code NETLINK_ROUTE}, to be joined with {@code NETLINK_ADD_MEMBERSHIP}. */
  public static final int RTNLGRP_NONE = 0,
      RTNLGRP_LINK = 1,
      RTNLGRP_NOTIFY = 2,
      RTNLGRP_NEIGH = 3,
      RTNLGRP_TC = 4,
      RTNLGRP_IPV4_IFADDR = 5,
      RTNLGRP_IPV4_MROUTE = 6,
      RTNLGRP_IPV4_ROUTE = 7,
      RTNLGRP_IPV4_RULE = 8,
      RTNLGRP_IPV6_IFADDR = 9,
      RTNLGRP_IPV6_MROUTE = 10,
      RTNLGRP_IPV6_ROUTE = 11,
      RTNLGRP_IPV6_IFINFO = 12,
      RTNLGRP_DECnet_IFADDR = 13,
      RTNLGRP_NOP2 = 14,
      RTNLGRP_DECnet_ROUTE = 15,
      RTNLGRP_DECnet_RULE = 16,
      RTNLGRP_NOP4 = 17,
      RTNLGRP_IPV6_PREFIX = 18,
      RTNLGRP_IPV6_RULE = 19,
      RTNLGRP_ND_USEROPT = 20,
      RTNLGRP_PHONET_IFADDR = 21,
      RTNLGRP_PHONET_ROUTE = 22,
      RTNLGRP_DCB = 23,
      RTNLGRP_IPV4_NETCONF = 24,
      RTNLGRP_IPV6_NETCONF = 25,
      RTNLGRP_MDB = 26,
      RTNLGRP_MPLS_ROUTE = 27,
      RTNLGRP_NSID = 28,
      RTNLGRP_MPLS_NETCONF = 29,
      RTNLGRP_IPV4_MROUTE_R = 30,
      RTNLGRP_IPV6_MROUTE_R = 31,
      RTNLGRP_NEXTHOP = 32,
      RTNLGRP_BRVLAN = 33,
      RTNLGRP_MCTP_IFADDR = 34,
      RTNLGRP_TUNNEL = 35,
      RTNLGRP_STATS = 36,
      RTNLGRP_IPV4_MCADDR = 37,
      RTNLGRP_IPV6_MCADDR = 38,
      RTNLGRP_IPV6_ACADDR = 39;

  /** The first of these groups, as bits of {@code nl_groups}. */
  public static final int RTMGRP_LINK = 0x1,
      RTMGRP_NOTIFY = 0x2,
      RTMGRP_NEIGH = 0x4,
      RTMGRP_TC = 0x8,
      RTMGRP_IPV4_IFADDR = 0x10,
      RTMGRP_IPV4_MROUTE = 0x20,
      RTMGRP_IPV4_ROUTE = 0x40,
      RTMGRP_IPV4_RULE = 0x80,
      RTMGRP_IPV6_IFADDR = 0x100,
      RTMGRP_IPV6_MROUTE = 0x200,
      RTMGRP_IPV6_ROUTE = 0x400,
      RTMGRP_IPV6_IFINFO = 0x800,
      RTMGRP_DECnet_IFADDR = 0x1000,
      RTMGRP_DECnet_ROUTE = 0x4000,
      RTMGRP_IPV6_PREFIX = 0x20000;

  /** Attributes of links. */
  public static final int IFLA_UNSPEC = 0,
      IFLA_ADDRESS = 1,
      IFLA_BROADCAST = 2,
      IFLA_IFNAME = 3,
      IFLA_MTU = 4,
      IFLA_LINK = 5,
      IFLA_QDISC = 6,
      IFLA_STATS = 7,
      IFLA_COST = 8,
      IFLA_PRIORITY = 9,
      IFLA_MASTER = 10,
      IFLA_WIRELESS = 11,
      IFLA_PROTINFO = 12,
      IFLA_TXQLEN = 13,
      IFLA_MAP = 14,
      IFLA_WEIGHT = 15,
      IFLA_OPERSTATE = 16,
      IFLA_LINKMODE = 17,
      IFLA_LINKINFO = 18,
      IFLA_NET_NS_PID = 19,
      IFLA_IFALIAS = 20,
      IFLA_NUM_VF = 21,
      IFLA_VFINFO_LIST = 22,
      IFLA_STATS64 = 23,
      IFLA_VF_PORTS = 24,
      IFLA_PORT_SELF = 25,
      IFLA_AF_SPEC = 26,
      IFLA_GROUP = 27,
      IFLA_NET_NS_FD = 28,
      IFLA_EXT_MASK = 29,
      IFLA_PROMISCUITY = 30,
      IFLA_NUM_TX_QUEUES = 31,
      IFLA_NUM_RX_QUEUES = 32,
      IFLA_CARRIER = 33,
      IFLA_PHYS_PORT_ID = 34,
      IFLA_CARRIER_CHANGES = 35,
      IFLA_PHYS_SWITCH_ID = 36,
      IFLA_LINK_NETNSID = 37,
      IFLA_PHYS_PORT_NAME = 38,
      IFLA_PROTO_DOWN = 39,
      IFLA_GSO_MAX_SEGS = 40,
      IFLA_GSO_MAX_SIZE = 41,
      IFLA_PAD = 42,
      IFLA_XDP = 43,
      IFLA_EVENT = 44,
      IFLA_NEW_NETNSID = 45,
      IFLA_IF_NETNSID = 46,
      IFLA_TARGET_NETNSID = 46,
      IFLA_CARRIER_UP_COUNT = 47,
      IFLA_CARRIER_DOWN_COUNT = 48,
      IFLA_NEW_IFINDEX = 49,
      IFLA_MIN_MTU = 50,
      IFLA_MAX_MTU = 51,
      IFLA_PROP_LIST = 52,
      IFLA_ALT_IFNAME = 53,
      IFLA_PERM_ADDRESS = 54,
      IFLA_PROTO_DOWN_REASON = 55,
      IFLA_PARENT_DEV_NAME = 56,
      IFLA_PARENT_DEV_BUS_NAME = 57,
      IFLA_GRO_MAX_SIZE = 58,
      IFLA_TSO_MAX_SIZE = 59,
      IFLA_TSO_MAX_SEGS = 60,
      IFLA_ALLMULTI = 61,
      IFLA_DEVLINK_PORT = 62,
      IFLA_GSO_IPV4_MAX_SIZE = 63,
      IFLA_GRO_IPV4_MAX_SIZE = 64,
      IFLA_DPLL_PIN = 65,
      IFLA_NETNS_IMMUTABLE = 67,
      IFLA_INFO_UNSPEC = 0,
      IFLA_INFO_KIND = 1,
      IFLA_INFO_DATA = 2,
      IFLA_INFO_XSTATS = 3,
      IFLA_INFO_SLAVE_KIND = 4,
      IFLA_INFO_SLAVE_DATA = 5;

  /** Flags of the addresses of a link. */
  public static final int IFA_F_SECONDARY = 0x1,
      IFA_F_TEMPORARY = 0x1,
      IFA_F_NODAD = 0x2,
      IFA_F_OPTIMISTIC = 0x4,
      IFA_F_DADFAILED = 0x8,
      IFA_F_HOMEADDRESS = 0x10,
      IFA_F_DEPRECATED = 0x20,
      IFA_F_TENTATIVE = 0x40,
      IFA_F_PERMANENT = 0x80,
      IFA_F_MANAGETEMPADDR = 0x100,
      IFA_F_NOPREFIXROUTE = 0x200,
      IFA_F_MCAUTOJOIN = 0x400,
      IFA_F_STABLE_PRIVACY = 0x800;

  /** Attributes of the addresses of a link. */
  public static final int IFA_UNSPEC = 0,
      IFA_ADDRESS = 1,
      IFA_LOCAL = 2,
      IFA_LABEL = 3,
      IFA_BROADCAST = 4,
      IFA_ANYCAST = 5,
      IFA_CACHEINFO = 6,
      IFA_MULTICAST = 7,
      IFA_FLAGS = 8,
      IFA_RT_PRIORITY = 9,
      IFA_TARGET_NETNSID = 10,
      IFA_PROTO = 11,
      IFA_MC_USERS = 12;

  /** Flags of next hops. */
  public static final int RTNH_F_DEAD = 0x1,
      RTNH_F_PERVASIVE = 0x2,
      RTNH_F_ONLINK = 0x4,
      RTNH_F_OFFLOAD = 0x8,
      RTNH_F_LINKDOWN = 0x10,
      RTNH_F_UNRESOLVED = 0x20,
      RTNH_F_TRAP = 0x40,
      RTNH_COMPARE_MASK = 0x59;

  /** Attributes of routes. */
  public static final int RTA_UNSPEC = 0,
      RTA_DST = 1,
      RTA_SRC = 2,
      RTA_IIF = 3,
      RTA_ALIGNTO = 4,
      RTA_OIF = 4,
      RTA_GATEWAY = 5,
      RTA_PRIORITY = 6,
      RTA_PREFSRC = 7,
      RTA_METRICS = 8,
      RTA_MULTIPATH = 9,
      RTA_PROTOINFO = 10,
      RTA_FLOW = 11,
      RTA_CACHEINFO = 12,
      RTA_SESSION = 13,
      RTA_MP_ALGO = 14,
      RTA_TABLE = 15,
      RTA_MARK = 16,
      RTA_MFC_STATS = 17,
      RTA_VIA = 18,
      RTA_NEWDST = 19,
      RTA_PREF = 20,
      RTA_ENCAP_TYPE = 21,
      RTA_ENCAP = 22,
      RTA_EXPIRES = 23,
      RTA_PAD = 24,
      RTA_UID = 25,
      RTA_TTL_PROPAGATE = 26,
      RTA_IP_PROTO = 27,
      RTA_SPORT = 28,
      RTA_DPORT = 29,
      RTA_NH_ID = 30,
      RTA_FLOWLABEL = 31,
      RTA_DEL_REASON = 32;

  /** Types of routes. */
  public static final int RTN_UNSPEC = 0,
      RTN_UNICAST = 1,
      RTN_LOCAL = 2,
      RTN_BROADCAST = 3,
      RTN_ANYCAST = 4,
      RTN_MULTICAST = 5,
      RTN_BLACKHOLE = 6,
      RTN_UNREACHABLE = 7,
      RTN_PROHIBIT = 8,
      RTN_THROW = 9,
      RTN_NAT = 10,
      RTN_XRESOLVE = 11;

  /** Who installed a route. */
  public static final int RTPROT_UNSPEC = 0,
      RTPROT_REDIRECT = 1,
      RTPROT_KERNEL = 2,
      RTPROT_BOOT = 3,
      RTPROT_STATIC = 4,
      RTPROT_GATED = 8,
      RTPROT_RA = 9,
      RTPROT_MRT = 10,
      RTPROT_ZEBRA = 11,
      RTPROT_BIRD = 12,
      RTPROT_DNROUTED = 13,
      RTPROT_XORP = 14,
      RTPROT_NTK = 15,
      RTPROT_DHCP = 16,
      RTPROT_MROUTED = 17,
      RTPROT_KEEPALIVED = 18,
      RTPROT_BABEL = 42,
      RTPROT_OVN = 84,
      RTPROT_OPENR = 99,
      RTPROT_BGP = 186,
      RTPROT_ISIS = 187,
      RTPROT_OSPF = 188,
      RTPROT_RIP = 189,
      RTPROT_EIGRP = 192;

  /** Scopes of routes, and routing tables. */
  public static final int RT_SCOPE_UNIVERSE = 0,
      RT_SCOPE_SITE = 200,
      RT_SCOPE_LINK = 253,
      RT_SCOPE_HOST = 254,
      RT_SCOPE_NOWHERE = 255,
      RT_TABLE_UNSPEC = 0,
      RT_TABLE_COMPAT = 252,
      RT_TABLE_DEFAULT = 253,
      RT_TABLE_MAIN = 254,
      RT_TABLE_LOCAL = 255;

  /** Attributes of neighbours. */
  public static final int NDA_UNSPEC = 0,
      NDA_DST = 1,
      NDA_LLADDR = 2,
      NDA_CACHEINFO = 3,
      NDA_PROBES = 4,
      NDA_VLAN = 5,
      NDA_PORT = 6,
      NDA_VNI = 7,
      NDA_IFINDEX = 8,
      NDA_MASTER = 9,
      NDA_LINK_NETNSID = 10,
      NDA_SRC_VNI = 11,
      NDA_PROTOCOL = 12,
      NDA_NH_ID = 13,
      NDA_FDB_EXT_ATTRS = 14,
      NDA_FLAGS_EXT = 15,
      NDA_NDM_STATE_MASK = 16,
      NDA_NDM_FLAGS_MASK = 17;

  /** States and flags of neighbours. */
  public static final int NUD_NONE = 0x0,
      NUD_INCOMPLETE = 0x1,
      NUD_REACHABLE = 0x2,
      NUD_STALE = 0x4,
      NUD_DELAY = 0x8,
      NUD_PROBE = 0x10,
      NUD_FAILED = 0x20,
      NUD_NOARP = 0x40,
      NUD_PERMANENT = 0x80,
      NTF_EXT_MANAGED = 0x1,
      NTF_EXT_LOCKED = 0x2,
      NTF_EXT_EXT_VALIDATED = 0x4,
      NTF_EXT_LEARNED = 0x10,
      NTF_USE = 0x1,
      NTF_SELF = 0x2,
      NTF_MASTER = 0x4,
      NTF_PROXY = 0x8,
      NTF_OFFLOADED = 0x20,
      NTF_STICKY = 0x40,
      NTF_ROUTER = 0x80;

  /** What {@code RTM_GETLINK} shall tell besides: {@code IFLA_EXT_MASK}. */
  public static final int RTEXT_FILTER_VF = 0x1,
      RTEXT_FILTER_BRVLAN = 0x2,
      RTEXT_FILTER_BRVLAN_COMPRESSED = 0x4,
      RTEXT_FILTER_SKIP_STATS = 0x8,
      RTEXT_FILTER_MRP = 0x10,
      RTEXT_FILTER_CFM_CONFIG = 0x20,
      RTEXT_FILTER_CFM_STATUS = 0x40,
      RTEXT_FILTER_MST = 0x80,
      RTEXT_FILTER_NAME_ONLY = 0x100;

  /** Types of messages of {@code NETLINK_SOCK_DIAG}; see sock_diag(7). */
  public static final int TCPDIAG_GETSOCK = 18,
      DCCPDIAG_GETSOCK = 19,
      SOCK_DIAG_BY_FAMILY = 20,
      SOCK_DESTROY = 21;

  /** Attributes and filters of the diagnosis of IP sockets. */
  public static final int INET_DIAG_REQ_NONE = 0,
      INET_DIAG_REQ_BYTECODE = 1,
      INET_DIAG_REQ_SK_BPF_STORAGES = 2,
      INET_DIAG_REQ_PROTOCOL = 3,
      INET_DIAG_BC_NOP = 0,
      INET_DIAG_BC_JMP = 1,
      INET_DIAG_BC_S_GE = 2,
      INET_DIAG_BC_S_LE = 3,
      INET_DIAG_BC_D_GE = 4,
      INET_DIAG_BC_D_LE = 5,
      INET_DIAG_BC_AUTO = 6,
      INET_DIAG_BC_S_COND = 7,
      INET_DIAG_BC_D_COND = 8,
      INET_DIAG_BC_DEV_COND = 9,
      INET_DIAG_BC_MARK_COND = 10,
      INET_DIAG_BC_S_EQ = 11,
      INET_DIAG_BC_D_EQ = 12,
      INET_DIAG_BC_CGROUP_COND = 13,
      INET_DIAG_NONE = 0,
      INET_DIAG_MEMINFO = 1,
      INET_DIAG_INFO = 2,
      INET_DIAG_VEGASINFO = 3,
      INET_DIAG_CONG = 4,
      INET_DIAG_TOS = 5,
      INET_DIAG_TCLASS = 6,
      INET_DIAG_SKMEMINFO = 7,
      INET_DIAG_SHUTDOWN = 8,
      INET_DIAG_DCTCPINFO = 9,
      INET_DIAG_PROTOCOL = 10,
      INET_DIAG_SKV6ONLY = 11,
      INET_DIAG_LOCALS = 12,
      INET_DIAG_PEERS = 13,
      INET_DIAG_PAD = 14,
      INET_DIAG_MARK = 15,
      INET_DIAG_BBRINFO = 16,
      INET_DIAG_CLASS_ID = 17,
      INET_DIAG_MD5SIG = 18,
      INET_DIAG_ULP_INFO = 19,
      INET_DIAG_SK_BPF_STORAGES = 20,
      INET_DIAG_CGROUP_ID = 21,
      INET_DIAG_SOCKOPT = 22,
      INET_DIAG_NOCOOKIE = 0xffffffff;

  /** Attributes of the diagnosis of UNIX sockets. */
  public static final int UNIX_DIAG_NAME = 0,
      UNIX_DIAG_VFS = 1,
      UNIX_DIAG_PEER = 2,
      UNIX_DIAG_ICONS = 3,
      UNIX_DIAG_RQLEN = 4,
      UNIX_DIAG_MEMINFO = 5,
      UNIX_DIAG_SHUTDOWN = 6,
      UNIX_DIAG_UID = 7;

  /** What the diagnosis of UNIX sockets shall tell. */
  public static final int UDIAG_SHOW_NAME = 0x1,
      UDIAG_SHOW_VFS = 0x2,
      UDIAG_SHOW_PEER = 0x4,
      UDIAG_SHOW_ICONS = 0x8,
      UDIAG_SHOW_RQLEN = 0x10,
      UDIAG_SHOW_MEMINFO = 0x20,
      UDIAG_SHOW_UID = 0x40;

  /** {@code struct addrinfo}. */
  public static final class addrinfo {
    private addrinfo() {}

    /** Octets. */
    public static final int SIZEOF = 48;

    /** Offsets of the members. */
    public static final int ai_flags = 0,
        ai_family = 4,
        ai_socktype = 8,
        ai_protocol = 12,
        ai_addrlen = 16,
        ai_addr = 24,
        ai_canonname = 32,
        ai_next = 40;
  }

  /** {@code struct cmsghdr}. */
  public static final class cmsghdr {
    private cmsghdr() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int cmsg_len = 0, cmsg_level = 8, cmsg_type = 12;
  }

  /** {@code struct epoll_event}. */
  public static final class epoll_event {
    private epoll_event() {}

    /** Octets. */
    public static final int SIZEOF = Machine.AARCH64 ? 16 : 12;

    /** Offsets of the members. */
    public static final int events = 0, data = Machine.AARCH64 ? 8 : 4;
  }

  /** {@code struct genlmsghdr}. */
  public static final class genlmsghdr {
    private genlmsghdr() {}

    /** Octets. */
    public static final int SIZEOF = 4;

    /** Offsets of the members. */
    public static final int cmd = 0, version = 1, reserved = 2;
  }

  /** {@code struct group_req}. */
  public static final class group_req {
    private group_req() {}

    /** Octets. */
    public static final int SIZEOF = 136;

    /** Offsets of the members. */
    public static final int gr_interface = 0, gr_group = 8;
  }

  /** {@code struct group_source_req}. */
  public static final class group_source_req {
    private group_source_req() {}

    /** Octets. */
    public static final int SIZEOF = 264;

    /** Offsets of the members. */
    public static final int gsr_interface = 0, gsr_group = 8, gsr_source = 136;
  }

  /** {@code struct hostent}. */
  public static final class hostent {
    private hostent() {}

    /** Octets. */
    public static final int SIZEOF = 32;

    /** Offsets of the members. */
    public static final int h_name = 0,
        h_aliases = 8,
        h_addrtype = 16,
        h_length = 20,
        h_addr_list = 24;
  }

  /** {@code struct icmp6_hdr}. */
  public static final class icmp6_hdr {
    private icmp6_hdr() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int icmp6_type = 0, icmp6_code = 1, icmp6_cksum = 2, icmp6_dataun = 4;
  }

  /** {@code struct icmphdr}. */
  public static final class icmphdr {
    private icmphdr() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int type = 0, code = 1, checksum = 2, un = 4;
  }

  /** {@code struct if_nameindex}. */
  public static final class if_nameindex {
    private if_nameindex() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int if_index = 0, if_name = 8;
  }

  /** {@code struct ifaddrmsg}. */
  public static final class ifaddrmsg {
    private ifaddrmsg() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int ifa_family = 0,
        ifa_prefixlen = 1,
        ifa_flags = 2,
        ifa_scope = 3,
        ifa_index = 4;
  }

  /** {@code struct ifconf}. */
  public static final class ifconf {
    private ifconf() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int ifc_len = 0, ifc_ifcu = 8, ifc_buf = 8, ifc_req = 8;
  }

  /** {@code struct ifinfomsg}. */
  public static final class ifinfomsg {
    private ifinfomsg() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int ifi_family = 0,
        ifi_type = 2,
        ifi_index = 4,
        ifi_flags = 8,
        ifi_change = 12;
  }

  /** {@code struct ifreq}. */
  public static final class ifreq {
    private ifreq() {}

    /** Octets. */
    public static final int SIZEOF = 40;

    /** Offsets of the members. */
    public static final int ifr_ifrn = 0,
        ifr_name = 0,
        ifr_ifru = 16,
        ifr_addr = 16,
        ifr_dstaddr = 16,
        ifr_broadaddr = 16,
        ifr_netmask = 16,
        ifr_hwaddr = 16,
        ifr_flags = 16,
        ifr_metric = 16,
        ifr_ifindex = 16,
        ifr_mtu = 16,
        ifr_map = 16,
        ifr_slave = 16,
        ifr_newname = 16,
        ifr_data = 16,
        ifr_bandwidth = 16,
        ifr_qlen = 16;
  }

  /** {@code struct in6_flowlabel_req}. */
  public static final class in6_flowlabel_req {
    private in6_flowlabel_req() {}

    /** Octets. */
    public static final int SIZEOF = 32;

    /** Offsets of the members. */
    public static final int flr_dst = 0,
        flr_label = 16,
        flr_action = 20,
        flr_share = 21,
        flr_flags = 22,
        flr_expires = 24,
        flr_linger = 26;
  }

  /** {@code struct in6_pktinfo}. */
  public static final class in6_pktinfo {
    private in6_pktinfo() {}

    /** Octets. */
    public static final int SIZEOF = 20;

    /** Offsets of the members. */
    public static final int ipi6_addr = 0, ipi6_ifindex = 16;
  }

  /** {@code struct in_pktinfo}. */
  public static final class in_pktinfo {
    private in_pktinfo() {}

    /** Octets. */
    public static final int SIZEOF = 12;

    /** Offsets of the members. */
    public static final int ipi_ifindex = 0, ipi_spec_dst = 4, ipi_addr = 8;
  }

  /** {@code struct inet_diag_meminfo}. */
  public static final class inet_diag_meminfo {
    private inet_diag_meminfo() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int idiag_rmem = 0, idiag_wmem = 4, idiag_fmem = 8, idiag_tmem = 12;
  }

  /** {@code struct inet_diag_msg}. */
  public static final class inet_diag_msg {
    private inet_diag_msg() {}

    /** Octets. */
    public static final int SIZEOF = 72;

    /** Offsets of the members. */
    public static final int idiag_family = 0,
        idiag_state = 1,
        idiag_timer = 2,
        idiag_retrans = 3,
        id = 4,
        idiag_expires = 52,
        idiag_rqueue = 56,
        idiag_wqueue = 60,
        idiag_uid = 64,
        idiag_inode = 68;
  }

  /** {@code struct inet_diag_req_v2}. */
  public static final class inet_diag_req_v2 {
    private inet_diag_req_v2() {}

    /** Octets. */
    public static final int SIZEOF = 56;

    /** Offsets of the members. */
    public static final int sdiag_family = 0,
        sdiag_protocol = 1,
        idiag_ext = 2,
        pad = 3,
        idiag_states = 4,
        id = 8;
  }

  /** {@code struct inet_diag_sockid}. */
  public static final class inet_diag_sockid {
    private inet_diag_sockid() {}

    /** Octets. */
    public static final int SIZEOF = 48;

    /** Offsets of the members. */
    public static final int idiag_sport = 0,
        idiag_dport = 2,
        idiag_src = 4,
        idiag_dst = 20,
        idiag_if = 36,
        idiag_cookie = 40;
  }

  /** {@code struct iovec}. */
  public static final class iovec {
    private iovec() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int iov_base = 0, iov_len = 8;
  }

  /** {@code struct ip6_hdr}. */
  public static final class ip6_hdr {
    private ip6_hdr() {}

    /** Octets. */
    public static final int SIZEOF = 40;

    /** Offsets of the members. */
    public static final int ip6_ctlun = 0, ip6_src = 8, ip6_dst = 24;
  }

  /** {@code struct ip6_mtuinfo}. */
  public static final class ip6_mtuinfo {
    private ip6_mtuinfo() {}

    /** Octets. */
    public static final int SIZEOF = 32;

    /** Offsets of the members. */
    public static final int ip6m_addr = 0, ip6m_mtu = 28;
  }

  /** {@code struct ip_mreq}. */
  public static final class ip_mreq {
    private ip_mreq() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int imr_multiaddr = 0, imr_interface = 4;
  }

  /** {@code struct ip_mreq_source}. */
  public static final class ip_mreq_source {
    private ip_mreq_source() {}

    /** Octets. */
    public static final int SIZEOF = 12;

    /** Offsets of the members. */
    public static final int imr_multiaddr = 0, imr_interface = 4, imr_sourceaddr = 8;
  }

  /** {@code struct ip_mreqn}. */
  public static final class ip_mreqn {
    private ip_mreqn() {}

    /** Octets. */
    public static final int SIZEOF = 12;

    /** Offsets of the members. */
    public static final int imr_multiaddr = 0, imr_address = 4, imr_ifindex = 8;
  }

  /** {@code struct iphdr}. */
  public static final class iphdr {
    private iphdr() {}

    /** Octets. */
    public static final int SIZEOF = 20;

    /** Offsets of the members. */
    public static final int tos = 1,
        tot_len = 2,
        id = 4,
        frag_off = 6,
        ttl = 8,
        protocol = 9,
        check = 10,
        saddr = 12,
        addrs = 12,
        daddr = 16;

    /** Offset of a bit-field: bits 0 to 3, counted from the least significant. */
    public static final int ihl = 0;

    /** Offset of a bit-field: bits 4 to 7, counted from the least significant. */
    public static final int version = 0;
  }

  /** {@code struct ipv6_mreq}. */
  public static final class ipv6_mreq {
    private ipv6_mreq() {}

    /** Octets. */
    public static final int SIZEOF = 20;

    /** Offsets of the members. */
    public static final int ipv6mr_multiaddr = 0, ipv6mr_interface = 16;
  }

  /** {@code struct itimerspec}. */
  public static final class itimerspec {
    private itimerspec() {}

    /** Octets. */
    public static final int SIZEOF = 32;

    /** Offsets of the members. */
    public static final int it_interval = 0, it_value = 16;
  }

  /** {@code struct linger}. */
  public static final class linger {
    private linger() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int l_onoff = 0, l_linger = 4;
  }

  /** {@code struct mmsghdr}. */
  public static final class mmsghdr {
    private mmsghdr() {}

    /** Octets. */
    public static final int SIZEOF = 64;

    /** Offsets of the members. */
    public static final int msg_hdr = 0, msg_len = 56;
  }

  /** {@code struct mptcp_info}. */
  public static final class mptcp_info {
    private mptcp_info() {}

    /** Octets. */
    public static final int SIZEOF = 96;

    /** Offsets of the members. */
    public static final int mptcpi_subflows = 0,
        mptcpi_add_addr_signal = 1,
        mptcpi_add_addr_accepted = 2,
        mptcpi_subflows_max = 3,
        mptcpi_add_addr_signal_max = 4,
        mptcpi_add_addr_accepted_max = 5,
        mptcpi_flags = 8,
        mptcpi_token = 12,
        mptcpi_write_seq = 16,
        mptcpi_snd_una = 24,
        mptcpi_rcv_nxt = 32,
        mptcpi_local_addr_used = 40,
        mptcpi_local_addr_max = 41,
        mptcpi_csum_enabled = 42,
        mptcpi_retransmits = 44,
        mptcpi_bytes_retrans = 48,
        mptcpi_bytes_sent = 56,
        mptcpi_bytes_received = 64,
        mptcpi_bytes_acked = 72,
        mptcpi_subflows_total = 80,
        mptcpi_endp_laminar_max = 81,
        mptcpi_endp_fullmesh_max = 82,
        reserved = 83,
        mptcpi_last_data_sent = 84,
        mptcpi_last_data_recv = 88,
        mptcpi_last_ack_recv = 92;
  }

  /** {@code struct msghdr}. */
  public static final class msghdr {
    private msghdr() {}

    /** Octets. */
    public static final int SIZEOF = 56;

    /** Offsets of the members. */
    public static final int msg_name = 0,
        msg_namelen = 8,
        msg_iov = 16,
        msg_iovlen = 24,
        msg_control = 32,
        msg_controllen = 40,
        msg_flags = 48;
  }

  /** {@code struct ndmsg}. */
  public static final class ndmsg {
    private ndmsg() {}

    /** Octets. */
    public static final int SIZEOF = 12;

    /** Offsets of the members. */
    public static final int ndm_family = 0,
        ndm_pad1 = 1,
        ndm_pad2 = 2,
        ndm_ifindex = 4,
        ndm_state = 8,
        ndm_flags = 10,
        ndm_type = 11;
  }

  /** {@code struct nlattr}. */
  public static final class nlattr {
    private nlattr() {}

    /** Octets. */
    public static final int SIZEOF = 4;

    /** Offsets of the members. */
    public static final int nla_len = 0, nla_type = 2;
  }

  /** {@code struct nlmsgerr}. */
  public static final class nlmsgerr {
    private nlmsgerr() {}

    /** Octets. */
    public static final int SIZEOF = 20;

    /** Offsets of the members. */
    public static final int error = 0, msg = 4;
  }

  /** {@code struct nlmsghdr}. */
  public static final class nlmsghdr {
    private nlmsghdr() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int nlmsg_len = 0,
        nlmsg_type = 4,
        nlmsg_flags = 6,
        nlmsg_seq = 8,
        nlmsg_pid = 12;
  }

  /** {@code struct packet_mreq}. */
  public static final class packet_mreq {
    private packet_mreq() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int mr_ifindex = 0, mr_type = 4, mr_alen = 6, mr_address = 8;
  }

  /** {@code struct pollfd}. */
  public static final class pollfd {
    private pollfd() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int fd = 0, events = 4, revents = 6;
  }

  /** {@code struct protoent}. */
  public static final class protoent {
    private protoent() {}

    /** Octets. */
    public static final int SIZEOF = 24;

    /** Offsets of the members. */
    public static final int p_name = 0, p_aliases = 8, p_proto = 16;
  }

  /** {@code struct rtattr}. */
  public static final class rtattr {
    private rtattr() {}

    /** Octets. */
    public static final int SIZEOF = 4;

    /** Offsets of the members. */
    public static final int rta_len = 0, rta_type = 2;
  }

  /** {@code struct rtgenmsg}. */
  public static final class rtgenmsg {
    private rtgenmsg() {}

    /** Octets. */
    public static final int SIZEOF = 1;

    /** Offsets of the members. */
    public static final int rtgen_family = 0;
  }

  /** {@code struct rtmsg}. */
  public static final class rtmsg {
    private rtmsg() {}

    /** Octets. */
    public static final int SIZEOF = 12;

    /** Offsets of the members. */
    public static final int rtm_family = 0,
        rtm_dst_len = 1,
        rtm_src_len = 2,
        rtm_tos = 3,
        rtm_table = 4,
        rtm_protocol = 5,
        rtm_scope = 6,
        rtm_type = 7,
        rtm_flags = 8;
  }

  /** {@code struct scm_timestamping}. */
  public static final class scm_timestamping {
    private scm_timestamping() {}

    /** Octets. */
    public static final int SIZEOF = 48;

    /** Offsets of the members. */
    public static final int ts = 0;
  }

  /** {@code struct servent}. */
  public static final class servent {
    private servent() {}

    /** Octets. */
    public static final int SIZEOF = 32;

    /** Offsets of the members. */
    public static final int s_name = 0, s_aliases = 8, s_port = 16, s_proto = 24;
  }

  /** {@code struct so_timestamping}. */
  public static final class so_timestamping {
    private so_timestamping() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int flags = 0, bind_phc = 4;
  }

  /** {@code struct sock_extended_err}. */
  public static final class sock_extended_err {
    private sock_extended_err() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int ee_errno = 0,
        ee_origin = 4,
        ee_type = 5,
        ee_code = 6,
        ee_pad = 7,
        ee_info = 8,
        ee_data = 12,
        ee_rfc4884 = 12;
  }

  /** {@code struct sock_filter}. */
  public static final class sock_filter {
    private sock_filter() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int code = 0, jt = 2, jf = 3, k = 4;
  }

  /** {@code struct sock_fprog}. */
  public static final class sock_fprog {
    private sock_fprog() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int len = 0, filter = 8;
  }

  /** {@code struct sock_txtime}. */
  public static final class sock_txtime {
    private sock_txtime() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int clockid = 0, flags = 4;
  }

  /** {@code struct sockaddr}. */
  public static final class sockaddr {
    private sockaddr() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int sa_family = 0, sa_data = 2;
  }

  /** {@code struct sockaddr_alg}. */
  public static final class sockaddr_alg {
    private sockaddr_alg() {}

    /** Octets. */
    public static final int SIZEOF = 88;

    /** Offsets of the members. */
    public static final int salg_family = 0,
        salg_type = 2,
        salg_feat = 16,
        salg_mask = 20,
        salg_name = 24;
  }

  /** {@code struct sockaddr_in}. */
  public static final class sockaddr_in {
    private sockaddr_in() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int sin_family = 0, sin_port = 2, sin_addr = 4, sin_zero = 8;
  }

  /** {@code struct sockaddr_in6}. */
  public static final class sockaddr_in6 {
    private sockaddr_in6() {}

    /** Octets. */
    public static final int SIZEOF = 28;

    /** Offsets of the members. */
    public static final int sin6_family = 0,
        sin6_port = 2,
        sin6_flowinfo = 4,
        sin6_addr = 8,
        sin6_scope_id = 24;
  }

  /** {@code struct sockaddr_ll}. */
  public static final class sockaddr_ll {
    private sockaddr_ll() {}

    /** Octets. */
    public static final int SIZEOF = 20;

    /** Offsets of the members. */
    public static final int sll_family = 0,
        sll_protocol = 2,
        sll_ifindex = 4,
        sll_hatype = 8,
        sll_pkttype = 10,
        sll_halen = 11,
        sll_addr = 12;
  }

  /** {@code struct sockaddr_nl}. */
  public static final class sockaddr_nl {
    private sockaddr_nl() {}

    /** Octets. */
    public static final int SIZEOF = 12;

    /** Offsets of the members. */
    public static final int nl_family = 0, nl_pad = 2, nl_pid = 4, nl_groups = 8;
  }

  /** {@code struct sockaddr_storage}. */
  public static final class sockaddr_storage {
    private sockaddr_storage() {}

    /** Octets. */
    public static final int SIZEOF = 128;

    /** Offsets of the members. */
    public static final int ss_family = 0;
  }

  /** {@code struct sockaddr_un}. */
  public static final class sockaddr_un {
    private sockaddr_un() {}

    /** Octets. */
    public static final int SIZEOF = 110;

    /** Offsets of the members. */
    public static final int sun_family = 0, sun_path = 2;
  }

  /** {@code struct sockaddr_vm}. */
  public static final class sockaddr_vm {
    private sockaddr_vm() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int svm_family = 0,
        svm_reserved1 = 2,
        svm_port = 4,
        svm_cid = 8,
        svm_flags = 12,
        svm_zero = 13;
  }

  /** {@code struct tcp_info}. */
  public static final class tcp_info {
    private tcp_info() {}

    /** Octets. */
    public static final int SIZEOF = 280;

    /** Offsets of the members. */
    public static final int tcpi_state = 0,
        tcpi_ca_state = 1,
        tcpi_retransmits = 2,
        tcpi_probes = 3,
        tcpi_backoff = 4,
        tcpi_options = 5,
        tcpi_rto = 8,
        tcpi_ato = 12,
        tcpi_snd_mss = 16,
        tcpi_rcv_mss = 20,
        tcpi_unacked = 24,
        tcpi_sacked = 28,
        tcpi_lost = 32,
        tcpi_retrans = 36,
        tcpi_fackets = 40,
        tcpi_last_data_sent = 44,
        tcpi_last_ack_sent = 48,
        tcpi_last_data_recv = 52,
        tcpi_last_ack_recv = 56,
        tcpi_pmtu = 60,
        tcpi_rcv_ssthresh = 64,
        tcpi_rtt = 68,
        tcpi_rttvar = 72,
        tcpi_snd_ssthresh = 76,
        tcpi_snd_cwnd = 80,
        tcpi_advmss = 84,
        tcpi_reordering = 88,
        tcpi_rcv_rtt = 92,
        tcpi_rcv_space = 96,
        tcpi_total_retrans = 100,
        tcpi_pacing_rate = 104,
        tcpi_max_pacing_rate = 112,
        tcpi_bytes_acked = 120,
        tcpi_bytes_received = 128,
        tcpi_segs_out = 136,
        tcpi_segs_in = 140,
        tcpi_notsent_bytes = 144,
        tcpi_min_rtt = 148,
        tcpi_data_segs_in = 152,
        tcpi_data_segs_out = 156,
        tcpi_delivery_rate = 160,
        tcpi_busy_time = 168,
        tcpi_rwnd_limited = 176,
        tcpi_sndbuf_limited = 184,
        tcpi_delivered = 192,
        tcpi_delivered_ce = 196,
        tcpi_bytes_sent = 200,
        tcpi_bytes_retrans = 208,
        tcpi_dsack_dups = 216,
        tcpi_reord_seen = 220,
        tcpi_rcv_ooopack = 224,
        tcpi_snd_wnd = 228,
        tcpi_rcv_wnd = 232,
        tcpi_rehash = 236,
        tcpi_total_rto = 240,
        tcpi_total_rto_recoveries = 242,
        tcpi_total_rto_time = 244,
        tcpi_received_ce = 248,
        tcpi_delivered_e1_bytes = 252,
        tcpi_delivered_e0_bytes = 256,
        tcpi_delivered_ce_bytes = 260,
        tcpi_received_e1_bytes = 264,
        tcpi_received_e0_bytes = 268,
        tcpi_received_ce_bytes = 272;

    /** Offset of a bit-field: bits 0 to 3, counted from the least significant. */
    public static final int tcpi_snd_wscale = 6;

    /** Offset of a bit-field: bits 4 to 7, counted from the least significant. */
    public static final int tcpi_rcv_wscale = 6;

    /** Offset of a bit-field: bit 0, counted from the least significant. */
    public static final int tcpi_delivery_rate_app_limited = 7;

    /** Offset of a bit-field: bits 1 to 2, counted from the least significant. */
    public static final int tcpi_fastopen_client_fail = 7;

    /** Offset of a bit-field: bits 0 to 1, counted from the least significant. */
    public static final int tcpi_ecn_mode = 276;

    /** Offset of a bit-field: bits 2 to 3, counted from the least significant. */
    public static final int tcpi_accecn_opt_seen = 276;

    /** Offset of a bit-field: bits 4 to 7, counted from the least significant. */
    public static final int tcpi_accecn_fail_mode = 276;

    /** Offset of a bit-field: bits 0 to 23, counted from the least significant. */
    public static final int tcpi_options2 = 277;
  }

  /** {@code struct tcp_md5sig}. */
  public static final class tcp_md5sig {
    private tcp_md5sig() {}

    /** Octets. */
    public static final int SIZEOF = 216;

    /** Offsets of the members. */
    public static final int tcpm_addr = 0,
        tcpm_flags = 128,
        tcpm_prefixlen = 129,
        tcpm_keylen = 130,
        tcpm_ifindex = 132,
        tcpm_key = 136;
  }

  /** {@code struct tcp_repair_opt}. */
  public static final class tcp_repair_opt {
    private tcp_repair_opt() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int opt_code = 0, opt_val = 4;
  }

  /** {@code struct tcp_repair_window}. */
  public static final class tcp_repair_window {
    private tcp_repair_window() {}

    /** Octets. */
    public static final int SIZEOF = 20;

    /** Offsets of the members. */
    public static final int snd_wl1 = 0, snd_wnd = 4, max_window = 8, rcv_wnd = 12, rcv_wup = 16;
  }

  /** {@code struct tcp_zerocopy_receive}. */
  public static final class tcp_zerocopy_receive {
    private tcp_zerocopy_receive() {}

    /** Octets. */
    public static final int SIZEOF = 64;

    /** Offsets of the members. */
    public static final int address = 0,
        length = 8,
        recv_skip_hint = 12,
        inq = 16,
        err = 20,
        copybuf_address = 24,
        copybuf_len = 32,
        flags = 36,
        msg_control = 40,
        msg_controllen = 48,
        msg_flags = 56,
        reserved = 60;
  }

  /** {@code struct timespec}. */
  public static final class timespec {
    private timespec() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int tv_sec = 0, tv_nsec = 8;
  }

  /** {@code struct timeval}. */
  public static final class timeval {
    private timeval() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int tv_sec = 0, tv_usec = 8;
  }

  /** {@code struct tpacket_auxdata}. */
  public static final class tpacket_auxdata {
    private tpacket_auxdata() {}

    /** Octets. */
    public static final int SIZEOF = 20;

    /** Offsets of the members. */
    public static final int tp_status = 0,
        tp_len = 4,
        tp_snaplen = 8,
        tp_mac = 12,
        tp_net = 14,
        tp_vlan_tci = 16,
        tp_vlan_tpid = 18;
  }

  /** {@code struct tpacket_req}. */
  public static final class tpacket_req {
    private tpacket_req() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int tp_block_size = 0, tp_block_nr = 4, tp_frame_size = 8, tp_frame_nr = 12;
  }

  /** {@code struct tpacket_stats}. */
  public static final class tpacket_stats {
    private tpacket_stats() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int tp_packets = 0, tp_drops = 4;
  }

  /** {@code struct tun_pi}. */
  public static final class tun_pi {
    private tun_pi() {}

    /** Octets. */
    public static final int SIZEOF = 4;

    /** Offsets of the members. */
    public static final int flags = 0, proto = 2;
  }

  /** {@code struct ucred}. */
  public static final class ucred {
    private ucred() {}

    /** Octets. */
    public static final int SIZEOF = 12;

    /** Offsets of the members. */
    public static final int pid = 0, uid = 4, gid = 8;
  }

  /** {@code struct udphdr}. */
  public static final class udphdr {
    private udphdr() {}

    /** Octets. */
    public static final int SIZEOF = 8;

    /** Offsets of the members. */
    public static final int uh_sport = 0,
        source = 0,
        uh_dport = 2,
        dest = 2,
        uh_ulen = 4,
        len = 4,
        uh_sum = 6,
        check = 6;
  }

  /** {@code struct unix_diag_msg}. */
  public static final class unix_diag_msg {
    private unix_diag_msg() {}

    /** Octets. */
    public static final int SIZEOF = 16;

    /** Offsets of the members. */
    public static final int udiag_family = 0,
        udiag_type = 1,
        udiag_state = 2,
        pad = 3,
        udiag_ino = 4,
        udiag_cookie = 8;
  }

  /** {@code struct unix_diag_req}. */
  public static final class unix_diag_req {
    private unix_diag_req() {}

    /** Octets. */
    public static final int SIZEOF = 24;

    /** Offsets of the members. */
    public static final int sdiag_family = 0,
        sdiag_protocol = 1,
        pad = 2,
        udiag_states = 4,
        udiag_ino = 8,
        udiag_show = 12,
        udiag_cookie = 16;
  }
}

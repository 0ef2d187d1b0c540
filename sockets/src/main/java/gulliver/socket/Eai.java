package gulliver.socket;

/**
 * Why a name could not be resolved: the {@code EAI_} errors of <a
 * href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>, with the
 * texts of {@code gai_strerror}.
 *
 * @since 0.1
 * @see SocketFailure.Name
 */
public enum Eai {
  /** The name server could not answer at the moment; a later try may do better. */
  EAI_AGAIN(Linux.EAI_AGAIN, "Temporary failure in name resolution"),
  /** The flags contradict each other or are none. */
  EAI_BADFLAGS(Linux.EAI_BADFLAGS, "Bad value for ai_flags"),
  /** The name server failed for good. */
  EAI_FAIL(Linux.EAI_FAIL, "Non-recoverable failure in name resolution"),
  /** The address family is not supported. */
  EAI_FAMILY(Linux.EAI_FAMILY, "ai_family not supported"),
  /** Out of memory. */
  EAI_MEMORY(Linux.EAI_MEMORY, "Memory allocation failure"),
  /** No host of that name, or neither host nor service given. */
  EAI_NONAME(Linux.EAI_NONAME, "Name or service not known"),
  /** The host exists but has no address of that kind. */
  EAI_NODATA(Linux.EAI_NODATA, "No address associated with hostname"),
  /** The host has no address of that family. */
  EAI_ADDRFAMILY(Linux.EAI_ADDRFAMILY, "Address family for hostname not supported"),
  /** A buffer was too small. */
  EAI_OVERFLOW(Linux.EAI_OVERFLOW, "Result too large for supplied buffer"),
  /** No such service for that socket type. */
  EAI_SERVICE(Linux.EAI_SERVICE, "Servname not supported for ai_socktype"),
  /** The socket type is not supported. */
  EAI_SOCKTYPE(Linux.EAI_SOCKTYPE, "ai_socktype not supported"),
  /** With {@code AI_IDN}: the name cannot be encoded by the rules of IDNA. */
  EAI_IDN_ENCODE(Linux.EAI_IDN_ENCODE, "Parameter string not correctly encoded"),
  /** The system failed; {@link SocketFailure#errno()} says how. */
  EAI_SYSTEM(Linux.EAI_SYSTEM, "System error"),
  /** A number that nobody named. */
  EAI_UNKNOWN(Integer.MIN_VALUE, "Unknown error");

  private final int number;
  private final String text;

  Eai(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** {@return the number, below 0} */
  public int number() {
    return number;
  }

  /** {@return what {@code gai_strerror} says} */
  public String text() {
    return text;
  }

  /**
   * {@return the error of a number, {@link #EAI_UNKNOWN} if none has it}
   *
   * @param number what {@code getaddrinfo} or {@code getnameinfo} returned
   */
  public static Eai of(int number) {
    for (Eai eai : values()) {
      if (eai.number == number) {
        return eai;
      }
    }
    return EAI_UNKNOWN;
  }
}

package gulliver.protocols.http;

/** What becomes of foreign octets: a value, a refusal, or nothing before more have come. */
sealed interface Parsed {
  /** More octets are needed. */
  record Incomplete() implements Parsed {
    static final Incomplete INCOMPLETE = new Incomplete();
  }

  /**
   * They are not what they should be.
   *
   * @param status what a server answers
   * @param reason why, for people
   */
  record Refusal(int status, String reason) implements Parsed {
    static Refusal bad(String reason) {
      return new Refusal(Status.BAD_REQUEST, reason);
    }
  }

  /** The length of a body of which nobody knows when it ends but by its chunks. */
  long CHUNKED = -1;

  /** The length of a body that ends with the connection. */
  long UNTIL_CLOSE = -2;

  /**
   * A request's line and fields.
   *
   * @param method a token
   * @param target as it was sent, valid
   * @param minor HTTP/1.0 or 1.1
   * @param headers the fields
   * @param length of the body: at least 0, or {@link #CHUNKED}
   * @param keepAlive whether the client wants another answer on the connection
   * @param expectsContinue whether it waits for 100 (Continue) before the body
   */
  record RequestHead(
      String method,
      String target,
      int minor,
      Headers headers,
      long length,
      boolean keepAlive,
      boolean expectsContinue)
      implements Parsed {}

  /**
   * A response's line and fields.
   *
   * @param status three digits
   * @param minor HTTP/1.0 or 1.1
   * @param headers the fields
   * @param length of the body, if the request's method and the status allow one: at least 0, {@link
   *     #CHUNKED} or {@link #UNTIL_CLOSE}
   * @param keepAlive whether the server lets the connection live
   */
  record ResponseHead(int status, int minor, Headers headers, long length, boolean keepAlive)
      implements Parsed {}
}

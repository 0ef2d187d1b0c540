package gulliver.protocols.http;

/** Answers requests: what a web server is, but for the protocol. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers a request. Called on the connection's thread, by many of them at once; the next request
   * of a connection waits for the answer to this one.
   *
   * @param request its body may be read here, or while the answer's body is written
   * @return the answer, whose body the server writes and closes
   * @throws Exception {@link HttpException} is answered with its status, anything else with 500; if
   *     the connection has failed, nothing is
   */
  HttpResponse handle(HttpRequest request) throws Exception;
}

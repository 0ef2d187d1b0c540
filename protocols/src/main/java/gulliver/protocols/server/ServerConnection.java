package gulliver.protocols.server;

import gulliver.protocols.Connection;
import gulliver.socket.Address;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a {@link Handler} has it: the {@link Limits} of the server hold for all that is
 * received and sent by its methods, and fail them with {@link java.net.SocketTimeoutException} and
 * {@link LimitException}. (They do not hold for what is done with the {@link #socket} directly.)
 *
 * <p>A protocol of requests and answers says where it is: {@link #idle} between requests, {@link
 * #busy} within one. Then a client that sends little by little is cut when the request's time is
 * over, and a server that stops ends those connections at once on which nothing is under way.
 *
 * @since 0.1
 */
public interface ServerConnection extends Connection {
  /** {@return the client's address, as {@code accept} told it} */
  Address peer();

  /** {@return what the {@link Layer} has made of the socket: it knows, say, the TLS session} */
  Connection layered();

  /**
   * {@return whether the server is stopping} Then a handler finishes what it is doing and returns,
   * rather than to wait for another request.
   */
  boolean isStopping();

  /**
   * Says that no request is under way: from now on receiving waits as long as {@link Limits#idle},
   * and is ended when the server stops: what has come already is still received, then the stream
   * ends ({@code recv} answers 0). If nothing has come at all, a first request that is on its way
   * has a second. A client that ends TLS without {@code close_notify} here has ended the stream,
   * and nothing is missing.
   */
  void idle();

  /**
   * Says that a request is under way: from now on, until the next {@link #idle} or {@code busy},
   * receiving must be over in time, however many calls it takes; each of them waits as long as
   * {@link Limits#read}. Who sends much has longer: a second for as many bytes as {@link
   * Limits#rate} says.
   *
   * @param time for all that is received; null for as long as it takes
   */
  void busy(@Nullable Duration time);

  /** {@return how many bytes have been received by this object's methods} */
  long received();

  /** {@return how many bytes have been sent by this object's methods} */
  long sent();
}

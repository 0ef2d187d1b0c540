/**
 * A second network, as small as one can be that passes the suites: one host in memory, without
 * descriptors or threads of its own, with a clock that stands still until a test moves it. It keeps
 * {@link gulliver.socket.spi} honest, and can be read first by whoever writes a network.
 *
 * <p>Not modelled: any host but 127.0.0.1, names and broadcasts; loss, delay and {@code TIME_WAIT};
 * simultaneous opens; out-of-band and ancillary data. Of the options that can be set there are
 * {@code SO_LINGER} (to reset; nothing ever lingers), {@code SO_RCVBUF} and {@code SO_REUSEADDR};
 * others fail with {@code ENOPROTOOPT}.
 */
@NullMarked
package gulliver.conformance.memory;

import org.jspecify.annotations.NullMarked;

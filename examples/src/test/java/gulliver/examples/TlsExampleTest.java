package gulliver.examples;

import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.protocols.tls.TlsIdentity;
import gulliver.protocols.tls.TlsServer;
import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoStackTraces.class, NothingLeaks.class})
class TlsExampleTest {
  @TempDir Path folder;

  @Test
  void R36_theClientTalksToTheRightServerAndToNoOther() throws Exception {
    assertThat(Program.printed(TlsEcho::main).lines())
        .contains(
            "TLSv1.3 to localhost",
            "the answer is: hello",
            "example.com it is not: "
                + "No subject alternative DNS name matching example.com found.");
  }

  @Test
  void R36_opensslTalksToTheServerAndTrustsItsAuthority() throws Exception {
    KeyStore keys = TlsEcho.keys();
    TlsIdentity identity = TlsIdentity.of(keys, "server", "only for a moment".toCharArray());
    String ca = Base64.getMimeEncoder().encodeToString(keys.getCertificate("ca").getEncoded());
    Path pem =
        Files.writeString(
            folder.resolve("ca.pem"),
            "-----BEGIN CERTIFICATE-----\n" + ca + "\n-----END CERTIFICATE-----\n");
    Network network = Network.os();
    try (Socket server = network.createServer(address("127.0.0.1", 0))) {
      network.start(() -> TlsEcho.serve(server, TlsServer.builder(identity).build()));
      String port = String.valueOf(((Address.Inet4) server.getsockname()).port());
      try (Program openssl =
          Program.start(
              "openssl",
              "s_client",
              "-connect",
              "127.0.0.1:" + port,
              "-CAfile",
              pem.toString(),
              "-verify_hostname",
              "localhost",
              "-verify_return_error",
              "-quiet")) {
        openssl.input("one\ntwo\n");
        assertThat(openssl.line()).isEqualTo("one");
        assertThat(openssl.line()).isEqualTo("two");
      }
    }
  }
}

package gulliver.cli;

import static gulliver.socket.Sockets.address;

import gulliver.protocols.http.Handler;
import gulliver.protocols.http.HttpException;
import gulliver.protocols.http.HttpRequest;
import gulliver.protocols.http.HttpResponse;
import gulliver.protocols.http.HttpServer;
import gulliver.protocols.http.files.FileHandler;
import gulliver.protocols.server.Layer;
import gulliver.protocols.server.Server;
import gulliver.protocols.server.ServerConnection;
import gulliver.protocols.tls.TlsIdentity;
import gulliver.protocols.tls.TlsServer;
import gulliver.socket.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Serves the files of a folder. */
@Command(
    name = "web",
    description = "Serves the files of a folder over HTTP, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class WebCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Which (default: the one you are in).")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8000",
      converter = Transport.Port.class,
      description = "The port; 0 for any that is free (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = Address.Inet4.LOOPBACK,
      description = "Where to listen (default: ${DEFAULT-VALUE}, for this machine only).")
  private String host;

  @Option(names = "--no-listing", description = "Do not list folders that have no index.html.")
  private boolean unlisted;

  @Option(
      names = "--max-age",
      paramLabel = "SECONDS",
      defaultValue = "0",
      converter = Seconds.class,
      description = "How long browsers may keep a file without asking again (default: 0).")
  private int maxAge;

  /** A time that is not negative; anything else is refused as a usage error. */
  static final class Seconds implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[0-9]{1,9}")) {
        throw new TypeConversionException(
            "'" + text + "' is no number of seconds (0 to 999999999)");
      }
      return Integer.valueOf(text);
    }
  }

  /** HTTPS needs both. */
  static final class Identity {
    @Option(
        names = "--cert",
        paramLabel = "FILE",
        required = true,
        description = "HTTPS: the certificates, in PEM; with --key.")
    private Path cert;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        required = true,
        description = "HTTPS: the private key, in PEM; with --cert.")
    private Path key;
  }

  @ArgGroup(exclusive = false)
  private @Nullable Identity identity;

  @Mixin private Transport.Watched transport;

  @Override
  public Integer call() throws IOException, InterruptedException {
    FileHandler files =
        FileHandler.of(folder).listing(!unlisted).maxAge(Duration.ofSeconds(maxAge));
    Server server =
        Server.on(transport.network())
            .listen(address(host, port), layer())
            .grace(Duration.ofSeconds(2))
            .refusing(HttpServer.busy())
            .start(HttpServer.of(logged(files))::serve);
    Thread stop = new Thread(server::close);
    Runtime.getRuntime().addShutdownHook(stop);
    System.out.println(
        "serving %s at %s://%s/, Ctrl-C ends"
            .formatted(folder, identity == null ? "http" : "https", server.address()));
    server.join();
    return 0;
  }

  private Layer layer() throws IOException {
    return identity == null
        ? Layer.NONE
        : TlsServer.builder(TlsIdentity.pem(identity.cert, identity.key)).build()::over;
  }

  /** A line for each request: who, what, and what the answer was. */
  private static Handler logged(Handler handler) {
    return request -> {
      try {
        HttpResponse response = handler.handle(request);
        log(request, response.status());
        return response;
      } catch (HttpException e) {
        log(request, e.status());
        throw e;
      }
    };
  }

  private static void log(HttpRequest request, int status) {
    Object client = request.connection() instanceof ServerConnection known ? known.peer() : "-";
    System.out.println(client + " " + request + " " + status);
  }
}

/** The {@code gulliver} command. */
module gulliver.cli {
  requires gulliver.examples;
  requires gulliver.protocols;
  requires gulliver.sockets;
  requires info.picocli;
  requires static org.jspecify;

  // picocli fills the annotated fields.
  opens gulliver.cli to
      info.picocli;
}

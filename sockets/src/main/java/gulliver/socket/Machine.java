package gulliver.socket;

/**
 * Which of the two kinds of machines this is whose numbers {@link Linux} has. (Apart from them, so
 * that the layout of a structure can ask without loading them all.)
 */
final class Machine {
  static final boolean AARCH64 = System.getProperty("os.arch").equals("aarch64");

  private Machine() {}
}

package gulliver.socket;

import java.lang.invoke.MethodHandles;
import java.security.CodeSource;
import java.util.List;

/**
 * Classes that are needed when no descriptor is left. One that comes from a folder takes a
 * descriptor to be loaded, and one that cannot be loaded the first time never is: so they are
 * loaded beforehand, which costs a program some ten milliseconds. In a jar that one of the JDK's
 * loaders has open, and in an image, they can wait until somebody needs them.
 */
final class Loading {
  /** Whether loading a class of this module may take a descriptor. */
  static final boolean TAKES_DESCRIPTORS = takesDescriptors(Loading.class);

  private Loading() {}

  /**
   * Loads what failures are said with; or there would be no word for it that files are too many.
   */
  static void words() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      for (Class<?> failure : SocketFailure.class.getPermittedSubclasses()) {
        lookup.ensureInitialized(failure);
      }
      for (Class<?> address : Address.class.getPermittedSubclasses()) {
        lookup.ensureInitialized(address);
      }
      for (Class<?> word :
          List.of(
              SocketFailure.Details.class,
              Errno.class,
              Eai.class,
              LinuxNames.class,
              Linux.class,
              Linux.OptionsOf.class,
              Call.Option.class,
              FiveTuple.class,
              Recording.class)) {
        lookup.ensureInitialized(word);
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean takesDescriptors(Class<?> any) {
    ClassLoader loader = any.getClassLoader();
    boolean keepsJarsOpen =
        loader == null || loader.getClass().getModule().equals(Object.class.getModule());
    CodeSource source = any.getProtectionDomain().getCodeSource();
    String from =
        source == null || source.getLocation() == null ? "" : source.getLocation().toString();
    return !keepsJarsOpen || !(from.endsWith(".jar") || from.startsWith("jrt:"));
  }
}

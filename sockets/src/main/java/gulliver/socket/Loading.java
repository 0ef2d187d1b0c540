package gulliver.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Classes that are needed when no descriptor is left: to wait, to close, and to say what has
 * failed. One that comes from a folder takes a descriptor to be loaded, and one that cannot be
 * loaded the first time never is. So all of them are loaded beforehand, in 30 ms; but not from a
 * jar that one of the JDK's loaders keeps open, nor from an image.
 */
final class Loading {
  private Loading() {}

  /** Loads the classes of this module, if that may take descriptors. */
  static void beforehand() {
    ClassLoader loader = Loading.class.getClassLoader();
    CodeSource source = Loading.class.getProtectionDomain().getCodeSource();
    if (loader == null || source == null || source.getLocation() == null) {
      return; // the boot loader's, or out of a loader's memory
    }
    String from = source.getLocation().toString();
    boolean staysOpen = from.endsWith(".jar") && isOfTheJdk(loader);
    if (staysOpen || !from.startsWith("file:")) {
      return;
    }
    try {
      Path place = Path.of(new URI(from));
      if (Files.isDirectory(place)) {
        load(place, loader);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          load(jar.getPath("/"), loader);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(from, e);
    }
  }

  private static boolean isOfTheJdk(ClassLoader loader) {
    return loader.getClass().getModule().equals(Object.class.getModule());
  }

  private static void load(Path root, ClassLoader loader) throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.walk(root.resolve("gulliver"))) {
      names = files.map(file -> root.relativize(file).toString()).toList();
    }
    for (String name : names) {
      boolean recorders = name.contains("/SocketEvent"); // loads its own, when it is on
      if (name.endsWith(".class") && !recorders) {
        load(name.substring(0, name.length() - ".class".length()).replace('/', '.'), loader);
      }
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      var _ = Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      // one that needs a module which this program does without
    }
  }
}

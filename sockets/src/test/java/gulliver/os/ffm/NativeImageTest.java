package gulliver.os.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDescs;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A native image has stubs for those shapes of calls only that {@code reachability-metadata.json}
 * lists. The list is compared with what the classes link: each {@code static final MethodHandle},
 * as the bytecode of its class's initializer makes it. So a call of a new shape without its entry
 * fails here. (No native image has been built of this: there was no GraalVM to do it with.)
 *
 * @see <a
 *     href="https://www.graalvm.org/jdk25/reference-manual/native-image/native-code-interoperability/ffm-api/">FFM
 *     API in Native Image</a>
 */
class NativeImageTest {
  private static final String METADATA =
      "/META-INF/native-image/gulliver/gulliver-sockets/reachability-metadata.json";
  private static final String FFM = Native.class.getPackageName().replace('.', '/') + "/";

  @Test
  void everyShapeOfADowncallIsListedForNativeImages() throws Exception {
    SortedSet<String> shapes = new TreeSet<>();
    for (ClassModel type : classes()) {
      shapes(type).forEach(handle -> shapes.add(handle.shape()));
    }
    String expected = metadata(shapes);
    Path written = Path.of("target", "reachability-metadata.json");
    Files.writeString(written, expected);
    assertThat(listed())
        .as("what the classes link has been written to sockets/%s: copy it", written)
        .isEqualTo(expected);
  }

  /** What was read from the bytecode is what the linker was given. */
  @Test
  void theHandlesHaveTheTypesThatTheListSays() throws Exception {
    for (ClassModel type : classes()) {
      for (Handle handle : shapes(type)) {
        Field field =
            Class.forName(type.thisClass().asInternalName().replace('/', '.'))
                .getDeclaredField(handle.name);
        field.setAccessible(true);
        assertThat(((MethodHandle) field.get(null)).type()).isEqualTo(handle.type());
      }
    }
  }

  private static String listed() throws IOException {
    try (InputStream in = Native.class.getResourceAsStream(METADATA)) {
      return in == null ? "(none)" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The text of the file, by schema 1.2.0. */
  private static String metadata(SortedSet<String> shapes) {
    StringJoiner list = new StringJoiner(",\n", "", "\n");
    shapes.forEach(shape -> list.add("      " + shape));
    return """
    {
      "comment": "Checked, and written anew, by gulliver.os.ffm.NativeImageTest; no image has been built of it.",
      "reflection": [
        { "type": "gulliver.socket.Linux", "allDeclaredFields": true }
      ],
      "foreign": {
        "downcalls": [
    """
        + list
        + """
            ]
          }
        }
        """;
  }

  private static List<ClassModel> classes() throws Exception {
    Path folder =
        Path.of(Native.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(FFM);
    List<ClassModel> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        classes.add(ClassFile.of().parse(file));
      }
    }
    assertThat(classes).as("classes in %s", folder).hasSizeGreaterThan(5);
    return classes;
  }

  /** The shapes of all handles of a class; there must be one for each field. */
  private static List<Handle> shapes(ClassModel type) {
    long fields =
        type.fields().stream()
            .filter(f -> f.fieldTypeSymbol().equals(ConstantDescs.CD_MethodHandle))
            .count();
    List<Handle> shapes = new ArrayList<>();
    for (MethodModel method : type.methods()) {
      if (fields > 0 && method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME)) {
        shapes.addAll(shapes(method));
      }
    }
    assertThat(shapes).as("handles of %s", type.thisClass().asInternalName()).hasSize((int) fields);
    return shapes;
  }

  /** What an initializer says between one {@code putstatic} of a handle and the next. */
  private static List<Handle> shapes(MethodModel initializer) {
    List<Handle> shapes = new ArrayList<>();
    Handle handle = new Handle();
    for (var element : initializer.code().orElseThrow()) {
      if (!(element instanceof Instruction)) {
        continue;
      }
      switch (element) {
        case FieldInstruction f when isLayout(f) -> handle.layouts.add(f.name().stringValue());
        case FieldInstruction f when isHandle(f) -> {
          handle.name = f.name().stringValue();
          shapes.add(handle);
          handle = new Handle();
        }
        case InvokeInstruction call -> handle.called(call);
        default -> {
          // arrays, names and the stack
        }
      }
    }
    return shapes;
  }

  private static boolean isLayout(FieldInstruction field) {
    return field.owner().asInternalName().equals(FFM + "Native");
  }

  private static boolean isHandle(FieldInstruction field) {
    return field.typeSymbol().equals(MethodHandle.class.describeConstable().orElseThrow());
  }

  /** One handle, as its initializer is read. */
  private static final class Handle {
    final List<String> layouts = new ArrayList<>();

    private String linked = "";
    private String name = "";

    void called(InvokeInstruction call) {
      String owner = call.owner().asInternalName();
      if (!owner.equals(FFM + "Native")) {
        throw new AssertionError("a handle is made by " + owner + "." + call.name());
      }
      linked = call.name().stringValue();
    }

    String shape() {
      List<String> types = layouts.stream().map(Handle::type).toList();
      StringJoiner list = new StringJoiner(", ", "[", "]");
      types.subList(1, types.size()).forEach(type -> list.add('"' + type + '"'));
      return "{ \"returnType\": \""
          + types.getFirst()
          + "\", \"parameterTypes\": "
          + list
          + ", \"options\": { "
          + options()
          + " } }";
    }

    /** The handle's type: errno's memory comes first, and before it the function of a slow one. */
    MethodType type() {
      List<Class<?>> types = new ArrayList<>();
      layouts.forEach(layout -> types.add(carrier(layout)));
      Class<?> result = types.removeFirst();
      types.addFirst(MemorySegment.class);
      if (linked.equals("slow")) {
        types.addFirst(MemorySegment.class);
      }
      return MethodType.methodType(result, types);
    }

    private static Class<?> carrier(String layout) {
      return switch (type(layout)) {
        case "jint" -> int.class;
        case "jlong" -> long.class;
        default -> MemorySegment.class;
      };
    }

    private String options() {
      String errno = "\"captureCallState\": true";
      String critical = ", \"critical\": { \"allowHeapAccess\": true }";
      return switch (linked) {
        case "quick" -> errno + critical;
        case "slow" -> errno;
        default -> throw new AssertionError("Native." + linked + ": which options has it?");
      };
    }

    private static String type(String layout) {
      return switch (layout) {
        case "INT" -> "jint";
        case "LONG" -> "jlong";
        case "POINTER" -> "void*";
        default -> throw new AssertionError("Native." + layout + ": which layout is it?");
      };
    }
  }
}

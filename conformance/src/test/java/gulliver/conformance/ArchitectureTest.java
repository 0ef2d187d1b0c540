package gulliver.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gulliver.nio.JavaSocket;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Imports point one way; the system is touched in one place. */
class ArchitectureTest {
  private static final URL SOCKETS = locationOf(Socket.class);
  static final JavaClasses SOCKETS_CLASSES = new ClassFileImporter().importUrls(List.of(SOCKETS));
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrls(List.of(SOCKETS, locationOf(JavaSocket.class), locationOf(Suite.class)));

  private static URL locationOf(Class<?> member) {
    return member.getProtectionDomain().getCodeSource().getLocation();
  }

  @Test
  void onlyNetworkNamesTheOperatingSystemsNetwork() {
    noClasses()
        .that()
        .resideInAPackage("gulliver.socket")
        .and(not(partOf(Network.class)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("gulliver.os..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("gulliver.socket", "gulliver.os..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("gulliver.os..")
        .check(CLASSES);
  }

  @Test
  void theSeamSeesTheApiAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("gulliver.socket.spi")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("gulliver.socket", "gulliver.socket.spi", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theForeignCallsAndTheLayoutsKnowNothingOfThoseWhoUseThem() {
    classes()
        .that()
        .resideInAPackage("gulliver.os.ffm")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("gulliver.os.ffm", "java..", "org.jspecify..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("gulliver.os.linux")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("gulliver.os", "gulliver.os.ffm", "gulliver.socket.spi")
        .check(CLASSES);
  }

  @Test
  void onlyTheForeignCallsAreLinkedToTheSystem() {
    DescribedPredicate<JavaClass> linking =
        describe(
            "link foreign functions",
            type ->
                type.isAssignableTo(Linker.class)
                    || type.isAssignableTo(Linker.Option.class)
                    || type.isAssignableTo(SymbolLookup.class)
                    || type.isAssignableTo(FunctionDescriptor.class));
    noClasses()
        .that()
        .resideOutsideOfPackage("gulliver.os.ffm")
        .should()
        .dependOnClassesThat(linking)
        .check(CLASSES);
    classes()
        .that()
        .haveFullyQualifiedName("gulliver.os.ffm.Native")
        .should()
        .dependOnClassesThat(linking)
        .check(CLASSES);
  }

  @Test
  void nothingReachesIntoTheJdk() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("sun..", "jdk..", "com.sun..")
                .and(not(resideInAnyPackage("jdk.jfr", "jdk.net"))))
        .check(CLASSES);
  }

  @Test
  void onlyTheEventsNeedTheFlightRecorder() {
    noClasses()
        .that()
        .haveNameNotMatching("gulliver\\.socket\\.(Recording|SocketEvents?)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jfr")
        .check(CLASSES);
  }

  @Test
  void nothingOpensAMemberByForce() {
    noClasses()
        .should()
        .callMethodWhere(
            describe(
                "it opens a member by force",
                (JavaAccess<?> call) ->
                    call.getTargetOwner().isAssignableTo(AccessibleObject.class)
                        && Set.of("setAccessible", "trySetAccessible").contains(call.getName())))
        .check(CLASSES);
  }

  @Test
  void javasSocketsSeeTheApiAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("gulliver.nio")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "gulliver.nio", "gulliver.socket", "java..", "javax.net", "jdk.net", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void javasSocketsTakeTimeAndThreadsFromTheirNetwork() {
    noClasses()
        .that()
        .resideInAPackage("gulliver.nio")
        .should()
        .callMethodWhere(
            describe(
                "it is a clock, a thread or a lock that a network's time does not know",
                (JavaAccess<?> call) ->
                    (call.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("nanoTime", "currentTimeMillis").contains(call.getName()))
                        || call.getTargetOwner().isAssignableTo(Thread.class)
                        || call.getTargetOwner()
                            .getPackageName()
                            .startsWith("java.util.concurrent")))
        .check(CLASSES);
  }

  @Test
  void theSuitesAndJavasSocketsUseTheNetworkThatTheyAreGivenAndNoDoor() {
    Set<String> doors =
        Arrays.stream(Sockets.class.getDeclaredMethods())
            .map(Method::getName)
            .filter(ArchitectureTest::isOfNetwork)
            .collect(Collectors.toSet());
    assertThat(doors).contains("socket", "socketpair", "createConnection", "getaddrinfo");
    noClasses()
        .that()
        .resideInAnyPackage("gulliver.conformance", "gulliver.nio")
        .should()
        .callMethodWhere(
            describe(
                "it is a door to the operating system's network",
                (JavaAccess<?> call) ->
                    (call.getTargetOwner().isEquivalentTo(Sockets.class)
                            && doors.contains(call.getName()))
                        || (call.getTargetOwner().isEquivalentTo(Network.class)
                            && call.getName().equals("os"))))
        .check(CLASSES);
  }

  private static boolean isOfNetwork(String name) {
    return Arrays.stream(Network.class.getMethods())
        .anyMatch(method -> method.getName().equals(name));
  }

  @Test
  void theModuleNeedsOnlyTheJavaBaseAtRunTime() throws Exception {
    ModuleDescriptor module =
        ModuleFinder.of(Path.of(SOCKETS.toURI())).findAll().iterator().next().descriptor();
    assertThat(module.name()).isEqualTo("gulliver.sockets");
    assertThat(module.requires())
        .filteredOn(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
        .extracting(Requires::name)
        .containsExactly("java.base");
    assertThat(module.requires())
        .extracting(Requires::name)
        .containsOnly("java.base", "jdk.jfr", "org.jspecify");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrder("gulliver.socket", "gulliver.socket.spi");
  }

  @Test
  void theModuleShipsNothingNative() throws Exception {
    try (ModuleReader module =
        ModuleFinder.of(Path.of(SOCKETS.toURI())).findAll().iterator().next().open()) {
      List<String> files = module.list().filter(name -> !name.endsWith("/")).toList();
      assertThat(files).contains("module-info.class", "gulliver/socket/Socket.class");
      for (String file : files) {
        try (InputStream in = module.open(file).orElseThrow()) {
          assertThat(in.readNBytes(4)).as(file).isNotEqualTo(new byte[] {0x7f, 'E', 'L', 'F'});
        }
      }
      assertThat(files).allMatch(file -> file.endsWith(".class") || file.startsWith("META-INF/"));
    }
  }

  /** It shows how little a network has to do. */
  @Test
  void theNetworkInMemoryHas600LinesAtMost() throws Exception {
    long lines = 0;
    for (String name : List.of("Endpoint", "Network", "Socket", "Time")) {
      Path file = Path.of("src/test/java/gulliver/conformance/memory/Memory" + name + ".java");
      lines += Files.readAllLines(file).size();
    }
    assertThat(lines).isLessThanOrEqualTo(600);
  }

  private static DescribedPredicate<JavaClass> partOf(Class<?> type) {
    return describe(
        "are part of " + type.getSimpleName(),
        c -> c.getName().equals(type.getName()) || c.getName().startsWith(type.getName() + "$"));
  }
}

package gulliver.protocols;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gulliver.socket.Network;
import gulliver.socket.Sockets;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Protocols see the API and nothing else, so that they run on every network. */
class ProtocolsArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrls(
              List.of(Connection.class.getProtectionDomain().getCodeSource().getLocation()));

  /** What never waits. */
  private static final Set<String> VALUES =
      Set.of("ConcurrentHashMap", "ConcurrentLinkedQueue", "TimeUnit");

  @Test
  void protocolsSeeTheApiAndNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "gulliver.protocols..",
            "gulliver.socket",
            "java..",
            "javax.net.ssl",
            "javax.security..",
            "jdk.jfr",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void protocolsTakeTimeAndThreadsFromTheirNetwork() {
    noClasses()
        .should()
        .callMethodWhere(
            describe(
                "it is a clock, a thread or a lock that a network's time does not know",
                (JavaAccess<?> call) -> isForeignTime(call.getTargetOwner(), call.getName())))
        .check(CLASSES);
  }

  private static boolean isForeignTime(JavaClass owner, String method) {
    if (owner.isEquivalentTo(System.class)) {
      return method.equals("nanoTime") || method.equals("currentTimeMillis");
    }
    if (owner.isEquivalentTo(Object.class)) {
      return method.equals("wait");
    }
    if (owner.isAssignableTo(Thread.class)) {
      return Set.of("sleep", "start", "join", "startVirtualThread").contains(method);
    }
    return owner.getPackageName().equals("java.util.concurrent")
        ? !VALUES.contains(owner.getSimpleName())
        : owner.getPackageName().equals("java.util.concurrent.locks");
  }

  @Test
  void protocolsUseTheNetworkThatTheyAreGivenAndNoDoor() {
    Set<String> ofNetwork =
        Arrays.stream(Network.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    Set<String> doors =
        Arrays.stream(Sockets.class.getDeclaredMethods())
            .map(Method::getName)
            .filter(ofNetwork::contains)
            .collect(Collectors.toSet());
    assertThat(doors).contains("socket", "createConnection");
    noClasses()
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
}

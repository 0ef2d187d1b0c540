/**
 * What single calls cost and allocate, by JMH, beside the JDK's own channels: one thread, both ends
 * in this process, nothing ever waits.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am package -DskipTests
 * java --enable-native-access=ALL-UNNAMED -cp 'benchmarks/target/lib/*' org.openjdk.jmh.Main -prof gc
 * </pre>
 *
 * A name behind it ({@code StreamCalls.array}) chooses; {@code -f 1 -wi 3 -i 3} makes it quick.
 * {@code gc.alloc.rate.norm} is the column of bytes for each operation.
 */
@NullMarked
package gulliver.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;

/**
 * Every decoder of bytes that come from elsewhere, fuzzed by <a
 * href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a>.
 *
 * <p>A test that is annotated with {@code @FuzzTest} is an ordinary one to {@code ./mvnw verify}:
 * it runs once for each file in {@code src/test/resources/PACKAGE/CLASSInputs/METHOD}, and once for
 * the empty input. {@code fuzz/search.sh} searches for more. What it finds is written to that
 * folder as {@code crash-…}; mend the decoder, and commit the input under a name that says what it
 * is.
 */
package gulliver.fuzz;

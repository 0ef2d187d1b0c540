/**
 * Makes {@code docs/features.md}, and the README's extract of it, of {@code docs/features.txt} and
 * of what Surefire's reports say about the tests that are named there:
 *
 * <pre>
 *   ./mvnw verify
 *   ./mvnw test -pl docs -Dfeatures=write
 * </pre>
 */
package gulliver.docs;

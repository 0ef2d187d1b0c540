/**
 * The figures of {@code gulliver demo}: conversations that are held for it, and drawn as a
 * network's observer saw them.
 *
 * <ul>
 *   <li>{@link gulliver.cli.demo.Figures} puts the page together; one class each draws a figure.
 *   <li>{@link gulliver.cli.demo.Recorder} is the observer: it turns calls into {@link
 *       gulliver.cli.demo.Event}s.
 *   <li>{@link gulliver.cli.demo.Ladder} orders two ends' events by cause and effect.
 *   <li>{@link gulliver.cli.demo.Paper} is what they are drawn on.
 * </ul>
 */
@NullMarked
package gulliver.cli.demo;

import org.jspecify.annotations.NullMarked;

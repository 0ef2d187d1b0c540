package gulliver.socket;

import java.util.List;

/**
 * What {@link Network#select select} has found, each in the order in which it was given; three
 * empty lists after a time-out.
 *
 * @param read a call that receives or accepts would not wait
 * @param write one that sends would not
 * @param except something urgent
 * @since 0.1
 */
public record Selected(List<Pollable> read, List<Pollable> write, List<Pollable> except) {}

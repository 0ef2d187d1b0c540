package gulliver.os;

/**
 * Whether to spare an attempt to receive that would only say {@code EAGAIN}. A stream that has
 * given fewer bytes than there was room for had no more; what comes after that raises an edge. So
 * as long as no signal has been taken since, a wait may begin without an attempt: the signal is
 * there, or comes.
 *
 * <p>More may have come meanwhile, and then parking costs more than the attempt. So it is done only
 * where attempts after a short read have been in vain lately, and once in a while the kernel is
 * asked in spite of it.
 *
 * <p>Used by calls that wait, in their turn. What others receive meanwhile leaves no more than
 * there was.
 */
final class ShortReads {
  /** After so many attempts in vain in a row they are spared. */
  private static final int ENOUGH = 4;

  /** So many are spared before one asks again. */
  private static final int SPARED = 32;

  private boolean drained;
  private byte inVain;

  /** Whether the attempt that is about to be made would be in vain; to be asked once for it. */
  boolean spare() {
    if (!drained || inVain < ENOUGH) {
      return false;
    }
    if (inVain == ENOUGH + SPARED) {
      inVain = ENOUGH - 1;
      return false;
    }
    inVain++;
    drained = false;
    return true;
  }

  /** A signal may have been taken: only an attempt tells what is there. */
  void waited() {
    drained = false;
  }

  /** An attempt has been made. */
  void attempted(long result, long room) {
    if (drained) {
      inVain = (byte) (result > 0 ? 0 : Math.min(inVain + 1, ENOUGH));
    }
    drained = result > 0 && result < room;
  }
}

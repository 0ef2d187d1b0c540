package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A socket's memory, in bytes but for the drops: what {@link Options#SO_MEMINFO} answers, an array
 * with the indices {@code SK_MEMINFO_} in C.
 *
 * @param rmemAlloc how much is queued to be received
 * @param rcvbuf {@link Options#SO_RCVBUF}
 * @param wmemAlloc how much is on its way to the device
 * @param sndbuf {@link Options#SO_SNDBUF}
 * @param fwdAlloc how much is set aside for what is to come
 * @param wmemQueued how much is queued to be sent
 * @param optmem how much options and filters take
 * @param backlog how much has come while the socket was busy
 * @param drops how many packets were dropped
 * @since 0.1
 */
public record MemInfo(
    long rmemAlloc,
    long rcvbuf,
    long wmemAlloc,
    long sndbuf,
    long fwdAlloc,
    long wmemQueued,
    long optmem,
    long backlog,
    long drops) {
  static final int SIZEOF = 4 * (Linux.SK_MEMINFO_DROPS + 1);

  static MemInfo decode(MemorySegment raw) {
    return new MemInfo(
        at(raw, Linux.SK_MEMINFO_RMEM_ALLOC),
        at(raw, Linux.SK_MEMINFO_RCVBUF),
        at(raw, Linux.SK_MEMINFO_WMEM_ALLOC),
        at(raw, Linux.SK_MEMINFO_SNDBUF),
        at(raw, Linux.SK_MEMINFO_FWD_ALLOC),
        at(raw, Linux.SK_MEMINFO_WMEM_QUEUED),
        at(raw, Linux.SK_MEMINFO_OPTMEM),
        at(raw, Linux.SK_MEMINFO_BACKLOG),
        at(raw, Linux.SK_MEMINFO_DROPS));
  }

  private static long at(MemorySegment raw, int index) {
    return Integer.toUnsignedLong(raw.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * index));
  }
}

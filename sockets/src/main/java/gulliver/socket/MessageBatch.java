package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Many messages for one call: {@link Socket#sendmmsg(MessageBatch)} and {@link
 * Socket#recvmmsg(MessageBatch)}. A batch is made once and used again and again; nothing is
 * allocated for a message, while the same peers send.
 *
 * <pre>{@code
 * MessageBatch batch = new MessageBatch(64, 1500);
 * while (socket.recvmmsg(batch) > 0) {
 *   for (int i = 0; i < batch.size(); i++) {
 *     handle(batch.memory(), batch.offset(i), batch.length(i), batch.address(i));
 *   }
 * }
 * }</pre>
 *
 * <p><b>Segments.</b> Messages of one size that follow each other to the same address the kernel
 * can take as one, and cut them apart at the end of its way ({@code UDP_SEGMENT}): {@code sendmmsg}
 * has it do so where it can, by itself. In the other direction the kernel puts messages together
 * when {@code UDP_GRO} is on; {@code recvmmsg} takes them apart again, so that a batch always holds
 * messages as they were sent. Such a batch should have room for 65,535 bytes a message, since what
 * is put together may be that long.
 *
 * <p>Not for several threads at once.
 *
 * @since 0.1
 */
public final class MessageBatch {
  private final MemorySegment memory;
  private final int capacity;
  private final int messageSize;
  private final int controlSize;

  private int size;
  private int end;
  private boolean hasControl;
  private int[] offsets;
  private int[] lengths;
  private int[] flags;
  private @Nullable Address[] addresses;
  private List<ControlMessage>[] control;

  /**
   * A batch without room for ancillary data.
   *
   * @param capacity how many messages, at least 1; a call moves at most 1024, {@code UIO_MAXIOV}
   * @param messageSize how many bytes a message has at most, at least 1
   */
  public MessageBatch(int capacity, int messageSize) {
    this(capacity, messageSize, 0);
  }

  /**
   * A batch with room for ancillary data, whose records are allocated for each message.
   *
   * @param capacity how many messages, at least 1
   * @param messageSize how many bytes a message has at most, at least 1
   * @param controlSize room for a message's ancillary data: {@link Sockets#CMSG_SPACE} of each,
   *     added up
   */
  public MessageBatch(int capacity, int messageSize, int controlSize) {
    if (capacity < 1 || messageSize < 1 || (long) capacity * messageSize > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "batch of "
              + capacity
              + " messages of "
              + messageSize
              + " bytes: at least 1 of each, and 2147483647 bytes in all, are allowed");
    }
    if (controlSize < 0 || controlSize > 65535) {
      throw new IllegalArgumentException(
          "batch: room for ancillary data of " + controlSize + " bytes: 0 to 65535 are allowed");
    }
    this.capacity = capacity;
    this.messageSize = messageSize;
    this.controlSize = controlSize;
    this.memory = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(capacity * messageSize));
    this.offsets = new int[capacity];
    this.lengths = new int[capacity];
    this.flags = new int[capacity];
    this.addresses = new Address[capacity];
    this.control = lists(capacity);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no other array of lists
  private static List<ControlMessage>[] lists(int length) {
    List<ControlMessage>[] lists = new List[length];
    Arrays.fill(lists, List.of());
    return lists;
  }

  /** {@return for how many messages there is room} */
  public int capacity() {
    return capacity;
  }

  /** {@return how many bytes a message has at most} */
  public int messageSize() {
    return messageSize;
  }

  /** {@return how many bytes of ancillary data a received message has room for} */
  public int controlSize() {
    return controlSize;
  }

  // ---- what is in it ----

  /**
   * {@return how many messages there are} Received ones may be more than the capacity, where the
   * kernel has put several together.
   */
  public int size() {
    return size;
  }

  /** {@return the memory that all messages are in, this batch's own} */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * {@return where a message begins in the memory}
   *
   * @param i which, from 0
   */
  public int offset(int i) {
    return offsets[Objects.checkIndex(i, size)];
  }

  /**
   * {@return how many bytes a message has}
   *
   * @param i which, from 0
   */
  public int length(int i) {
    return lengths[Objects.checkIndex(i, size)];
  }

  /**
   * {@return where a message came from or goes to; null for a sender without an address, and for
   * the connected peer}
   *
   * @param i which, from 0
   */
  public @Nullable Address address(int i) {
    return addresses[Objects.checkIndex(i, size)];
  }

  /**
   * {@return a received message's {@code msg_flags}}
   *
   * @param i which, from 0
   */
  public int flags(int i) {
    return flags[Objects.checkIndex(i, size)];
  }

  /**
   * {@return whether a received message was longer than there was room for: {@code MSG_TRUNC}}
   *
   * @param i which, from 0
   */
  public boolean truncated(int i) {
    return (flags(i) & Linux.MSG_TRUNC) != 0;
  }

  /**
   * {@return a message's ancillary data} Descriptors among received ones are the caller's to close.
   *
   * @param i which, from 0
   */
  public List<ControlMessage> control(int i) {
    return control[Objects.checkIndex(i, size)];
  }

  /**
   * {@return a message's bytes, as a part of the memory}
   *
   * @param i which, from 0
   */
  public MemorySegment message(int i) {
    return memory.asSlice(offset(i), lengths[i]);
  }

  /**
   * {@return a message's bytes, as an array of their own}
   *
   * @param i which, from 0
   */
  public byte[] bytes(int i) {
    return message(i).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Whether it holds no byte. */
  boolean isEmpty() {
    for (int i = 0; i < size; i++) {
      if (lengths[i] > 0) {
        return false;
      }
    }
    return true;
  }

  // ---- filling it ----

  /** Takes all messages out. */
  public void clear() {
    if (hasControl) {
      Arrays.fill(control, 0, size, List.of());
      hasControl = false;
    }
    size = 0; // the addresses stay: mostly the next messages have the same
    end = 0;
  }

  /**
   * Adds a message that is to be sent; its bytes are copied.
   *
   * @param bytes the message
   * @param to where to; null for the connected peer
   * @return false if there is no room: the batch is full
   * @throws IllegalArgumentException if the message is longer than {@link #messageSize}, or the
   *     address a {@link Address.Name}, which is not resolved here
   */
  public boolean add(byte[] bytes, @Nullable Address to) {
    return add(bytes, 0, bytes.length, to);
  }

  /**
   * Adds a range of an array as a message that is to be sent; its bytes are copied.
   *
   * @param bytes the array
   * @param offset where the range begins
   * @param length how long it is
   * @param to where to; null for the connected peer
   * @return false if there is no room: the batch is full
   */
  public boolean add(byte[] bytes, int offset, int length, @Nullable Address to) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (!hasRoom(length, to)) {
      return false;
    }
    MemorySegment.copy(bytes, offset, memory, ValueLayout.JAVA_BYTE, end, length);
    append(length, to, List.of());
    return true;
  }

  /**
   * Adds a message that is to be sent; its bytes are copied.
   *
   * @param bytes the message
   * @param to where to; null for the connected peer
   * @return false if there is no room: the batch is full
   */
  public boolean add(MemorySegment bytes, @Nullable Address to) {
    int length = (int) Math.min(bytes.byteSize(), Integer.MAX_VALUE);
    if (!hasRoom(length, to)) {
      return false;
    }
    MemorySegment.copy(bytes, 0, memory, end, length);
    append(length, to, List.of());
    return true;
  }

  /**
   * Adds a message with ancillary data that is to be sent; its bytes are copied.
   *
   * @param message the message
   * @return false if there is no room: the batch is full
   */
  public boolean add(OutMessage message) {
    int length = (int) Math.min(message.byteSize(), Integer.MAX_VALUE);
    if (!hasRoom(length, message.address())) {
      return false;
    }
    int at = end;
    for (MemorySegment buffer : message.buffers()) {
      MemorySegment.copy(buffer, 0, memory, at, buffer.byteSize());
      at += (int) buffer.byteSize();
    }
    append(length, message.address(), message.control());
    return true;
  }

  /** {@return where in the memory the next message that is added will be} */
  public int end() {
    return end;
  }

  /**
   * Adds a message whose bytes the caller has put into the memory already, from {@link #end} on.
   *
   * @param length how many bytes
   * @param to where to; null for the connected peer
   * @return false if there is no room: the batch is full
   */
  public boolean add(int length, @Nullable Address to) {
    if (!hasRoom(length, to)) {
      return false;
    }
    append(length, to, List.of());
    return true;
  }

  private boolean hasRoom(int length, @Nullable Address to) {
    if (length < 0 || length > messageSize) {
      throw new IllegalArgumentException(
          "batch: message of " + length + " bytes: 0 to " + messageSize + " are allowed");
    }
    if (to instanceof Address.Name) {
      throw new IllegalArgumentException("batch: " + to + ": a literal address is allowed");
    }
    return size < capacity; // and so in the memory, as none is longer than messageSize
  }

  private void append(int length, @Nullable Address address, List<ControlMessage> what) {
    message(end, length, address, 0, what);
    end += length;
  }

  // ---- for networks ----

  /**
   * {@return how many messages, from one on, lie behind each other, go to the same address without
   * ancillary data, and have the same size, but the last may be shorter; at least 1; for networks}
   *
   * @param first which, from 0
   * @param most how many at most
   */
  public int segments(int first, int most) {
    int last = length(first);
    int length = last;
    Address to = addresses[first];
    int end = Math.min(size, first + most);
    int i = first + 1;
    if (!control[first].isEmpty()) {
      return 1;
    }
    while (i < end
        && last == length
        && lengths[i] > 0
        && lengths[i] <= length
        && offsets[i] == offsets[i - 1] + length
        && Objects.equals(addresses[i], to)
        && (!hasControl || control[i].isEmpty())) {
      last = lengths[i++];
    }
    return i - first;
  }

  /** {@return whether any message has ancillary data; for networks} */
  public boolean hasControl() {
    return hasControl;
  }

  /**
   * Adds what was received into a slot, {@link #slot}; for networks.
   *
   * @param slot which, from 0
   * @param length how many bytes came
   * @param from where from, or null
   * @param flags {@code msg_flags}
   * @param segment of how many bytes each message is that was put together with others; 0 for one
   *     message
   * @param control ancillary data
   */
  public void received(
      int slot,
      int length,
      @Nullable Address from,
      int flags,
      int segment,
      List<ControlMessage> control) {
    int at = slot(slot);
    int all = Math.min(length, messageSize);
    int before = segment > 0 && all > 0 ? (all - 1) / segment : 0; // the last
    messages(before, at, segment, from, flags & ~Linux.MSG_TRUNC, control);
    int last = before * segment;
    message(at + last, all - last, from, flags, control);
  }

  /**
   * {@return where in the memory a slot begins, which has room for one message that is received;
   * for networks}
   *
   * @param slot which, from 0 to the capacity
   */
  public int slot(int slot) {
    return Objects.checkIndex(slot, capacity) * messageSize;
  }

  @SuppressWarnings("ReferenceEquality")
  private void message(
      int offset, int length, @Nullable Address address, int flag, List<ControlMessage> what) {
    int i = size;
    if (i == offsets.length) {
      grow(2 * i);
    }
    offsets[i] = offset;
    lengths[i] = length;
    flags[i] = flag;
    if (addresses[i] != address) { // to compare is cheaper than to write a reference
      addresses[i] = address;
    }
    if (hasControl || !what.isEmpty()) {
      hasControl = true;
      control[i] = what;
    }
    size = i + 1;
  }

  /** So many messages of one size behind each other, in a loop that compilers make fast. */
  @SuppressWarnings("ReferenceEquality")
  private void messages(
      int count,
      int first,
      int length,
      @Nullable Address address,
      int flag,
      List<ControlMessage> what) {
    int offset = first;
    int old = size;
    int all = old + count;
    if (all > offsets.length) {
      grow(Math.max(all, 2 * old));
    }
    for (int i = old; i < all; i++, offset += length) {
      offsets[i] = offset;
      lengths[i] = length;
      flags[i] = flag;
      if (addresses[i] != address) {
        addresses[i] = address;
      }
    }
    if (hasControl || !what.isEmpty()) {
      hasControl = true;
      Arrays.fill(control, old, all, what);
    }
    size = all;
  }

  private void grow(int length) {
    offsets = Arrays.copyOf(offsets, length);
    lengths = Arrays.copyOf(lengths, length);
    addresses = Arrays.copyOf(addresses, length);
    flags = Arrays.copyOf(flags, length);
    control = Arrays.copyOf(control, length);
    Arrays.fill(control, size, length, List.of());
  }

  /** How many messages and bytes. */
  @Override
  public String toString() {
    long bytes = 0;
    for (int i = 0; i < size; i++) {
      bytes += lengths[i];
    }
    return "[" + size + (size == 1 ? " message, " : " messages, ") + bytes + " bytes]";
  }
}

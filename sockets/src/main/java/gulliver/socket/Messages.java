package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import java.io.IOException;

/** The calls that move messages: one attempt each, or as many as it takes to have all. */
final class Messages {
  private Messages() {}

  /** Answers how many bytes went, or -1 for "would block". */
  static long sendmsg(Core core, OutMessage message, Passed passed, int flags, long deadline)
      throws IOException {
    Address to = message.address();
    core.enter("sendmsg", null, to);
    try {
      message.buffers().forEach(buffer -> Bytes.check("sendmsg", buffer));
      if ((flags & Linux.MSG_ZEROCOPY) != 0) {
        message.buffers().forEach(buffer -> Pinned.check("sendmsg", buffer));
      }
      long timeout = (flags & Linux.MSG_DONTWAIT) != 0 ? 0 : core.sendTimeout;
      Waiting.Attempt attempt =
          () -> {
            passed.check();
            return core.trySend(message, flags);
          };
      if (timeout != 0 && to != null && (flags & Linux.MSG_FASTOPEN) != 0 && core.isStream()) {
        OutMessage rest = new OutMessage(message.buffers(), null, message.control());
        int then = flags & ~Linux.MSG_FASTOPEN;
        // of a message that has begun, the rest is the caller's to send
        attempt =
            new FastOpen(core, to, 0, attempt, done -> done > 0 ? 0 : core.trySend(rest, then));
      }
      return core.attempts("sendmsg", to, core.writes(to), timeout, deadline, attempt);
    } finally {
      core.leave();
    }
  }

  /** Answers how many bytes came, or -1 for "would block". */
  static long recvmsg(Core core, InMessage into, int flags) throws IOException {
    core.enter("recvmsg");
    try {
      into.buffers().forEach(buffer -> Bytes.check("recvmsg", buffer));
      Pinned memory = (flags & Linux.MSG_ERRQUEUE) != 0 ? core.pinned : null;
      if (memory != null) {
        long kept = memory.other(into);
        if (kept >= 0) {
          return kept;
        }
      }
      core.throwDeferred("recvmsg");
      boolean waits = (flags & Core.NEVER_WAITS) == 0;
      long timeout = waits ? core.receiveTimeout : 0;
      long n =
          core.isStream() && (flags & Linux.MSG_WAITALL) != 0
              ? recvmsgWhole(core, into, flags & ~Linux.MSG_WAITALL, timeout)
              : core.attempts(
                  "recvmsg",
                  null,
                  Endpoint.READ,
                  timeout,
                  Deadlines.UNSET,
                  () -> core.endpoint.recvmsg(into, flags));
      if (n >= 0 && memory != null) {
        memory.completed(into.control());
      }
      if (n >= 0
          && core.isStream()
          && into.address() == null
          && (flags & Linux.MSG_ERRQUEUE) == 0) {
        into.set(
            core.peer, into.flags(), into.control()); // the kernel names nobody on a connection
      }
      return n;
    } finally {
      core.leave();
    }
  }

  /** {@code MSG_WAITALL}: goes on until the buffers are full, or ancillary data has come. */
  private static long recvmsgWhole(Core core, InMessage into, int flags, long timeout)
      throws IOException {
    long size = into.byteSize();
    long deadline =
        timeout == 0
            ? Deadlines.UNSET
            : core.acquire(core.receiving, "recvmsg", null, timeout, Deadlines.UNSET);
    if (timeout == 0 && !core.receiving.tryAcquire()) {
      return Socket.WOULD_BLOCK;
    }
    try {
      long done = 0;
      for (; ; ) {
        InMessage rest = done == 0 ? into : into.after(done);
        long n = core.endpoint.recvmsg(rest, flags);
        if (n >= 0 && (n > 0 || !core.isClosed())) {
          into.set(rest.address(), rest.flags(), rest.control());
          boolean peeks = (flags & Linux.MSG_PEEK) != 0;
          done += n;
          if (n == 0 || peeks || done >= size || !rest.control().isEmpty()) {
            return done;
          }
          continue;
        }
        if (n != -Linux.EAGAIN) {
          int errno = core.isClosed() ? Linux.EBADF : (int) -n;
          if (done == 0) {
            throw core.failure("recvmsg", null, errno, 0);
          }
          core.deferred = errno == Linux.EBADF ? 0 : errno;
          return done;
        }
        if (timeout == 0) {
          return done > 0 ? done : Socket.WOULD_BLOCK;
        }
        try {
          deadline = core.mayWait(core.receiving, "recvmsg", null, timeout, deadline, done);
        } catch (IOException e) {
          if (done > 0) {
            return done; // an interrupt stays pending
          }
          throw e;
        }
        core.endpoint.await(Endpoint.READ, deadline);
      }
    } finally {
      core.receiving.release(core.time);
    }
  }

  /** Answers how many messages went, or -1 for "would block"; one that waits sends all. */
  static int sendmmsg(Core core, MessageBatch batch, int first, int flags) throws IOException {
    checkMessages(core, "sendmmsg");
    if ((flags & Linux.MSG_ZEROCOPY) != 0) {
      throw new IllegalArgumentException(
          "sendmmsg: MSG_ZEROCOPY: sendmsg is allowed: a batch is used again");
    }
    core.enter("sendmmsg");
    try (Passed passed = Passed.hold(batch, first)) {
      long timeout = (flags & Linux.MSG_DONTWAIT) != 0 ? 0 : core.sendTimeout;
      long deadline = timeout == 0 ? Deadlines.UNSET : core.deadlineIn(core.sending, timeout);
      int next = first;
      while (next < batch.size()) {
        int from = next;
        Address to = batch.address(from);
        try {
          long n =
              core.attempts(
                  "sendmmsg",
                  to,
                  core.writes(to),
                  timeout,
                  deadline,
                  () -> {
                    passed.check();
                    return core.endpoint.sendmmsg(batch, from, flags);
                  });
          if (n < 0) {
            return next > first ? next - first : Socket.WOULD_BLOCK;
          }
          next += (int) n;
        } catch (IOException e) {
          if (next == first) {
            throw e;
          }
          return next - first; // the next call meets it again
        }
      }
      return next - first;
    } finally {
      core.leave();
    }
  }

  private static void checkMessages(Core core, String call) throws IOException {
    if (core.isStream() && !core.isClosed()) {
      throw core.failure(call, null, Linux.EOPNOTSUPP, 0);
    }
  }

  /** Answers how many messages came, or -1 for "would block". */
  static int recvmmsg(Core core, MessageBatch batch, int flags) throws IOException {
    checkMessages(core, "recvmmsg");
    core.enter("recvmmsg");
    try {
      boolean waits = (flags & Core.NEVER_WAITS) == 0;
      long timeout = waits ? core.receiveTimeout : 0;
      int count =
          (int)
              core.attempts(
                  "recvmmsg",
                  null,
                  Endpoint.READ,
                  timeout,
                  Deadlines.UNSET,
                  () -> {
                    int n = core.endpoint.recvmmsg(batch, flags);
                    // the dead socket in the place of a closed one gives its end again and again
                    return n > 0 && core.isClosed() && batch.isEmpty() ? 0 : n;
                  });
      Pinned memory = (flags & Linux.MSG_ERRQUEUE) != 0 ? core.pinned : null;
      for (int i = 0; memory != null && i < count; i++) {
        memory.completed(batch.control(i));
      }
      return count;
    } finally {
      core.leave();
    }
  }
}

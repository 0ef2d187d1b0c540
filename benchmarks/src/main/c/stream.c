/*
 * Bytes one way over one connection, both ends here, a thread each: stream VARIANT pump WHERE SIZE,
 * in writes of SIZE bytes. VARIANT: threads (blocking calls), sched (tries, with sched_yield between
 * them, and never sleeps). An operation is a byte.
 */
#include "common.h"

static int yields;
static struct where at;
static size_t size;
static int fds[2];
static char *out, *in;
static long work, received;
static uint64_t blocks, expected;

/* ---- blocks: each begins with its number, big-endian, whose highest bit marks the last of a run ---- */

static char pattern(size_t i) {
  return (char)(i * 31);
}

static void *send_blocks(void *none) {
  long end = now() + work;
  for (int last = 0; !last;) {
    last = now() >= end;
    uint64_t stamp = __builtin_bswap64(blocks++ | (uint64_t)last << 63);
    memcpy(out, &stamp, 8);
    for (size_t sent = 0; sent < size;) {
      ssize_t n = send(fds[0], out + sent, size - sent, MSG_NOSIGNAL | (yields ? MSG_DONTWAIT : 0));
      if (n > 0) sent += n;
      else if (n < 0 && errno == EAGAIN) sched_yield();
      else fail("send");
    }
  }
  return none;
}

static void *receive_blocks(void *none) {
  uint64_t stamp = 0;
  for (size_t inside = 0;;) {
    ssize_t n = recv(fds[1], in, size, yields ? MSG_DONTWAIT : 0);
    if (n < 0 && errno == EAGAIN) {
      sched_yield();
      continue;
    }
    if (n <= 0) fail("recv: %zd", n);
    received += n;
    for (ssize_t i = 0; i < n;) {
      if (inside < 8) {
        stamp = stamp << 8 | (unsigned char)in[i++];
        if (++inside == 8 && (stamp & ~(1UL << 63)) != expected++) fail("block %lx came", stamp);
        continue;
      }
      size_t part = size - inside < (size_t)(n - i) ? size - inside : (size_t)(n - i);
      if (in[i] != pattern(inside) || in[i + part - 1] != pattern(inside + part - 1))
        fail("wrong bytes in block %lx", stamp);
      i += part;
      inside += part;
      if (inside < size) continue;
      inside = 0;
      if (stamp >> 63) {
        if (i < n) fail("%zd bytes behind the last block", n - i);
        return none;
      }
    }
  }
}

static void open_stream(void) {
  struct where here = at;
  int listener = listen_at(&here);
  fds[0] = connect_to(&here);
  fds[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (fds[1] < 0) fail("accept");
  close(listener);
  blocks = expected = 0;
}

static struct count go_stream(long millis) {
  struct count c = {0};
  pthread_t sender, receiver;
  work = millis * 1000000;
  received = 0;
  long start = now();
  if (pthread_create(&receiver, NULL, receive_blocks, NULL)
      || pthread_create(&sender, NULL, send_blocks, NULL)) fail("pthread_create");
  pthread_join(sender, NULL);
  pthread_join(receiver, NULL);
  c.nanos = now() - start;
  c.operations = received;
  return c;
}

static void close_stream(void) {
  close(fds[0]);
  close(fds[1]);
}

int main(int argc, char **argv) {
  static const struct action action = {open_stream, go_stream, close_stream};
  if (argc < 5) fail("stream VARIANT pump WHERE SIZE");
  yields = strcmp(argv[1], "sched") == 0;
  at = where(argv[3]);
  size = atol(argv[4]);
  if (size < 16) fail("blocks have at least 16 bytes");
  out = malloc(size);
  in = malloc(size);
  for (size_t i = 8; i < size; i++) out[i] = pattern(i);
  printf("ready\n");
  fflush(stdout);
  commands(&action);
  return 0;
}

/*
 * Datagrams over the loopback interface, both ends here: udp VARIANT ACTION SIZE.
 * ACTION: datagrams (a thread at each end; an operation is a datagram that was received), loop (one
 * thread sends some and receives them, over and over: nothing is lost and nobody waits).
 * VARIANT: threads (send and recv), mmsg (sendmmsg and recvmmsg), gso (UDP_SEGMENT and UDP_GRO).
 */
#include "common.h"
#include <netinet/udp.h>
#include <poll.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

enum variant { ONE, MMSG, GSO };
enum { BATCH = 64, SEGMENTS = 128, LONGEST = 65535, SOME = 32, ROOM = 4 << 20 };

static enum variant variant;
static size_t size, many; /* datagrams that go with one call */
static int out, in;
static char *sending, *receiving;
static struct mmsghdr outgoing[BATCH], incoming[BATCH];
static struct iovec out_parts[BATCH], in_parts[BATCH];
static char controls[BATCH][CMSG_SPACE(sizeof(int))];
static uint64_t sent, first, last_seen;
static volatile int ended;

static void stamp(char *datagram, int last) {
  uint64_t number = sent++ | (uint64_t)last << 63;
  memcpy(datagram, &number, 8);
}

/* Looks at a datagram: whether it is of this run, and not only word of its end. */
static int looked_at(const char *datagram, size_t length) {
  uint64_t number, last;
  memcpy(&number, datagram, 8);
  last = number >> 63;
  number &= ~(1UL << 63);
  if (length != size) fail("datagram of %zu bytes", length);
  if (number < first) return 0; /* of an earlier run */
  if (number <= last_seen && last_seen) fail("datagram %lu after %lu", (unsigned long)number, (unsigned long)last_seen);
  if (size > 8 && datagram[size - 1] != (char)((size - 1) * 31)) fail("wrong bytes");
  last_seen = number;
  if (last) ended = 1;
  return !last;
}

static long send_some(int last) {
  if (variant == ONE || last) {
    stamp(sending, last);
    if (send(out, sending, size, 0) != (ssize_t)size) fail("send");
    return 1;
  }
  for (size_t i = 0; i < many; i++) stamp(sending + i * size, 0);
  if (variant == GSO) {
    if (send(out, sending, many * size, 0) != (ssize_t)(many * size)) fail("send of %zu segments", many);
    return many;
  }
  for (size_t done = 0; done < many;) {
    int n = sendmmsg(out, outgoing + done, many - done, 0);
    if (n < 0) fail("sendmmsg");
    done += n;
  }
  return many;
}

static long receive_some(void) {
  if (variant == ONE) {
    ssize_t n = recv(in, receiving, LONGEST, 0);
    if (n < 0) fail("recv");
    return looked_at(receiving, n);
  }
  if (variant == GSO)
    for (int i = 0; i < BATCH; i++) incoming[i].msg_hdr.msg_controllen = sizeof controls[i];
  int n = recvmmsg(in, incoming, BATCH, MSG_WAITFORONE, NULL);
  if (n < 0) fail("recvmmsg");
  long count = 0;
  for (int i = 0; i < n; i++) {
    size_t length = incoming[i].msg_len, segment = length;
    struct cmsghdr *c = variant == GSO ? CMSG_FIRSTHDR(&incoming[i].msg_hdr) : NULL;
    if (c && c->cmsg_level == IPPROTO_UDP && c->cmsg_type == UDP_GRO) {
      int gro;
      memcpy(&gro, CMSG_DATA(c), sizeof gro);
      segment = gro;
    }
    for (size_t at = 0; at < length; at += segment)
      count += looked_at((char *)in_parts[i].iov_base + at, length - at < segment ? length - at : segment);
  }
  return count;
}

static void *send_datagrams(void *millis) {
  long end = now() + (intptr_t)millis * 1000000;
  while (now() < end) send_some(0);
  while (!ended) {
    send_some(1);
    usleep(1000);
  }
  return NULL;
}

static int udp(void) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), room = ROOM;
  struct where w = where("tcp");
  if (fd < 0 || bind(fd, &w.any, w.length)) fail("bind");
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room)) fail("SO_RCVBUF");
  return fd;
}

static void join(int fd, int other) {
  struct where w;
  w.length = sizeof w.in;
  getsockname(other, &w.any, &w.length);
  if (connect(fd, &w.any, w.length)) fail("connect");
}

static void open_udp(void) {
  int on = 1, segment = size;
  out = udp();
  in = udp();
  join(out, in);
  join(in, out);
  if (variant == GSO && (setsockopt(out, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment)
      || setsockopt(in, IPPROTO_UDP, UDP_GRO, &on, sizeof on))) fail("UDP_SEGMENT, UDP_GRO");
  if (many > 64 && send(out, sending, many * size, 0) < 0) many = 64; /* as older kernels */
  while (recv(in, receiving, LONGEST, MSG_DONTWAIT) >= 0) {}
}

static void begin(void) {
  first = sent;
  last_seen = 0;
  ended = 0;
}

static struct count go_datagrams(long millis) {
  struct count c = {0};
  pthread_t sender;
  begin();
  long start = now();
  if (pthread_create(&sender, NULL, send_datagrams, (void *)(intptr_t)millis)) fail("pthread_create");
  while (!ended) c.operations += receive_some();
  pthread_join(sender, NULL);
  c.nanos = now() - start;
  snprintf(c.more, sizeof c.more, " lost=%.4f", 1 - c.operations / (double)(sent - first));
  return c;
}

static struct count go_loop(long millis) {
  struct count c = {0};
  begin();
  long start = now(), end = start + millis * 1000000;
  while (now() < end) {
    long on_their_way = 0;
    while (on_their_way < SOME) on_their_way += send_some(0);
    c.operations += on_their_way;
    while (on_their_way > 0) on_their_way -= receive_some();
  }
  c.nanos = now() - start;
  return c;
}

static void close_udp(void) {
  close(out);
  close(in);
}

int main(int argc, char **argv) {
  static const struct action datagrams = {open_udp, go_datagrams, close_udp},
      loop = {open_udp, go_loop, close_udp};
  if (argc < 4) fail("udp VARIANT ACTION SIZE");
  variant = strcmp(argv[1], "gso") == 0 ? GSO : strcmp(argv[1], "mmsg") == 0 ? MMSG : ONE;
  size = atol(argv[3]);
  if (size < 16 || size > 9000) fail("datagrams have 16 to 9000 bytes");
  many = variant == MMSG ? SOME : 65507 / size < SEGMENTS ? 65507 / size : SEGMENTS;
  sending = malloc(SEGMENTS * size);
  receiving = malloc((size_t)BATCH * (LONGEST + 1));
  for (size_t i = 0; i < SEGMENTS * size; i++) sending[i] = (char)(i % size * 31);
  for (int i = 0; i < BATCH; i++) {
    out_parts[i] = (struct iovec){sending + i * size, size};
    outgoing[i].msg_hdr = (struct msghdr){.msg_iov = &out_parts[i], .msg_iovlen = 1};
    in_parts[i] = (struct iovec){receiving + (size_t)i * (LONGEST + 1), LONGEST};
    incoming[i].msg_hdr = (struct msghdr){.msg_iov = &in_parts[i], .msg_iovlen = 1};
    if (variant == GSO) incoming[i].msg_hdr.msg_control = controls[i];
  }
  printf("ready\n");
  fflush(stdout);
  commands(strcmp(argv[2], "loop") == 0 ? &loop : &datagrams);
  return 0;
}

/*
 * What the C programs of the comparison share: how the harness talks to them, sockets, messages.
 *
 * A program is started as PROGRAM VARIANT ACTION ARGUMENT..., prints "ready [ADDRESS]", and then
 * does as the lines on its standard input say, until that ends:
 *   open       makes connections and threads                        prints "opened"
 *   go MILLIS  works for that time                                  prints "done OPERATIONS NANOS [KEY=VALUE...]"
 *   close      closes what open made                                prints "closed"
 * What fails is a line "failed REASON" and the end of the program.
 */
#ifndef COMMON_H
#define COMMON_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *format, ...) {
  int error = errno;
  char text[400];
  va_list values;
  va_start(values, format);
  vsnprintf(text, sizeof text, format, values);
  va_end(values);
  printf("failed %s (%s)\n", text, strerror(error));
  fflush(stdout);
  _exit(1);
}

static inline long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

/* ---- addresses: tcp (a free port), tcp:PORT, unix:PATH ---- */

struct where {
  int family;
  socklen_t length;
  union {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_un un;
  };
};

static struct where where(const char *text) {
  struct where w;
  memset(&w, 0, sizeof w);
  if (strncmp(text, "unix:", 5) == 0) {
    w.un.sun_family = w.family = AF_UNIX;
    if (strlen(text + 5) >= sizeof w.un.sun_path) fail("%s: too long", text);
    strcpy(w.un.sun_path, text + 5);
    w.length = sizeof w.un;
  } else {
    w.in.sin_family = w.family = AF_INET;
    w.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    w.in.sin_port = text[3] == ':' ? htons(atoi(text + 4)) : 0;
    w.length = sizeof w.in;
  }
  return w;
}

static void nodelay(int fd, struct where *w) {
  int on = 1;
  if (w->family == AF_INET) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/* Listens, and writes into the address which port that is. */
static int listen_at(struct where *w) {
  int on = 1, fd = socket(w->family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  if (w->family == AF_UNIX) unlink(w->un.sun_path);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, &w->any, w->length) || listen(fd, 4096)) fail("listen");
  if (w->family == AF_INET) getsockname(fd, &w->any, &w->length);
  return fd;
}

static int connect_to(struct where *w) {
  int fd = socket(w->family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, &w->any, w->length)) fail("connect");
  nodelay(fd, w);
  return fd;
}

static void ready_at(struct where *w) {
  if (w->family == AF_UNIX) printf("ready unix:%s\n", w->un.sun_path);
  else printf("ready tcp:%d\n", ntohs(w->in.sin_port));
  fflush(stdout);
}

/* ---- threads ---- */

static void thread(void *(*run)(void *), void *argument) {
  pthread_t id;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 256 * 1024);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
  if ((errno = pthread_create(&id, &small, run, argument))) fail("pthread_create");
  pthread_attr_destroy(&small);
}

/* ---- messages: stamped at both ends, so that a reply which is another's or an older one shows ---- */

struct message {
  size_t size, received;
  uint64_t stamp, key;
  char *out, *in;
};

static void message_init(struct message *m, size_t size, uint64_t key) {
  if (size < 16) fail("messages have at least 16 bytes");
  m->size = size;
  m->received = 0;
  m->stamp = 0;
  m->key = (key + 1) * 0x9E3779B97F4A7C15;
  m->out = malloc(size);
  m->in = malloc(size);
  if (!m->out || !m->in) fail("malloc");
  for (size_t i = 0; i < size; i++) m->out[i] = (char)(m->key >> (i % 8 * 8)) + (char)i;
  memset(m->in, 0, size);
}

static void message_free(struct message *m) {
  free(m->out);
  free(m->in);
}

static inline void message_next(struct message *m) {
  uint64_t first = ++m->stamp ^ m->key, last = ~first;
  memcpy(m->out, &first, 8);
  memcpy(m->out + m->size - 8, &last, 8);
  m->received = 0;
}

/* The ends of each reply are compared, and all bytes of each 64th and the first. */
static inline void message_check(struct message *m) {
  if (memcmp(m->in, m->out, 8) || memcmp(m->in + m->size - 8, m->out + m->size - 8, 8)
      || (m->stamp % 64 == 1 && memcmp(m->in, m->out, m->size)))
    fail("wrong bytes in reply %lu", (unsigned long)m->stamp);
}

/* ---- the harness's lines ---- */

struct count {
  long operations, nanos;
  char more[200];
};

struct action {
  void (*open)(void);
  struct count (*go)(long millis);
  void (*close)(void);
};

static void commands(const struct action *a) {
  char line[100];
  while (fgets(line, sizeof line, stdin)) {
    if (strncmp(line, "open", 4) == 0) {
      a->open();
      printf("opened\n");
    } else if (strncmp(line, "go ", 3) == 0) {
      struct count c = a->go(atol(line + 3));
      printf("done %ld %ld%s\n", c.operations, c.nanos, c.more);
    } else if (strncmp(line, "close", 5) == 0) {
      a->close();
      printf("closed\n");
    } else {
      fail("unknown command: %s", line);
    }
    fflush(stdout);
  }
}
#endif

/*
 * Echo servers and their clients.
 *   echo VARIANT serve WHERE
 *   echo VARIANT clients WHERE CONNECTIONS SIZE         a closed loop on each connection
 *   echo VARIANT pingpong WHERE CONNECTIONS SIZE        both of it in this process
 *   echo epoll paced WHERE CONNECTIONS SIZE RATE        so many requests a second over all of them
 * VARIANT: threads (one a connection, blocking calls), spin (the same, and never sleeps), epoll (one
 * thread), solo (pingpong only: one thread is both ends, so that nobody waits).
 */
#include "common.h"
#include <sys/epoll.h>
#include <sys/prctl.h>

enum variant { THREADS, SPIN, EPOLL, SOLO };

enum { BUFFER = 65536, EVENTS = 256, MOST = 20000 };

static enum variant variant;
static struct where at;
static int connections;
static size_t size;
static double rate;

static ssize_t take(int fd, void *buffer, size_t length) {
  ssize_t n;
  if (variant == THREADS) return recv(fd, buffer, length, 0);
  while ((n = recv(fd, buffer, length, MSG_DONTWAIT)) < 0 && errno == EAGAIN) {}
  return n;
}

static void give(int fd, const char *buffer, size_t length) {
  while (length > 0) {
    ssize_t n = send(fd, buffer, length, MSG_NOSIGNAL);
    if (n < 0) fail("send");
    buffer += n;
    length -= n;
  }
}

/* ---- servers ---- */

static void *echo_connection(void *argument) {
  int fd = (int)(intptr_t)argument;
  char *buffer = malloc(BUFFER);
  ssize_t n;
  while ((n = take(fd, buffer, BUFFER)) > 0) give(fd, buffer, n);
  if (n < 0 && errno != ECONNRESET) fail("recv");
  free(buffer);
  close(fd);
  return NULL;
}

static void *accept_threads(void *argument) {
  int listener = (int)(intptr_t)argument;
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0) fail("accept");
    nodelay(fd, &at);
    thread(echo_connection, (void *)(intptr_t)fd);
  }
  return NULL;
}

static void add(int epoll, int fd, uint64_t data) {
  struct epoll_event e = {.events = EPOLLIN, .data.u64 = data};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e)) fail("epoll_ctl");
}

/* A client of ours never has more than one message on its way, so a send always has room. */
static void *serve_epoll(void *argument) {
  int listener = (int)(intptr_t)argument, epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event events[EVENTS];
  char *buffer = malloc(BUFFER);
  add(epoll, listener, listener);
  for (;;) {
    int n = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0) fail("accept");
        nodelay(fd, &at);
        add(epoll, fd, fd);
        continue;
      }
      ssize_t got = recv(fd, buffer, BUFFER, MSG_DONTWAIT);
      if (got > 0) give(fd, buffer, got);
      else if (got == 0 || errno == ECONNRESET) close(fd);
      else if (errno != EAGAIN) fail("recv");
    }
  }
  return NULL;
}

/* ---- clients, a thread each ---- */

static pthread_barrier_t gate;
static volatile long work;
static volatile int closing;
static int fds[MOST];
static struct { long operations, start, end; } counts[MOST];
static int gone;

static void exchange(int fd, struct message *m) {
  message_next(m);
  give(fd, m->out, m->size);
  while (m->received < m->size) {
    ssize_t n = take(fd, m->in + m->received, m->size - m->received);
    if (n <= 0) fail("recv after %zu bytes of a reply: %zd", m->received, n);
    m->received += n;
  }
  message_check(m);
}

static void *client_thread(void *argument) {
  int i = (int)(intptr_t)argument;
  struct message m;
  message_init(&m, size, i);
  for (;;) {
    pthread_barrier_wait(&gate);
    if (closing) break;
    /* The clock is its own: where a thousand threads want to run, another's word comes too late. */
    long n = 0, start = now(), end;
    do {
      exchange(fds[i], &m);
      n++;
    } while ((end = now()) < start + work);
    counts[i].operations = n;
    counts[i].start = start;
    counts[i].end = end;
    pthread_barrier_wait(&gate);
  }
  message_free(&m);
  close(fds[i]);
  __atomic_add_fetch(&gone, 1, __ATOMIC_SEQ_CST);
  return NULL;
}

static void open_threads(void) {
  pthread_barrier_init(&gate, NULL, connections + 1);
  closing = gone = 0;
  for (int i = 0; i < connections; i++) {
    fds[i] = connect_to(&at);
    thread(client_thread, (void *)(intptr_t)i);
  }
}

static struct count go_threads(long millis) {
  struct count c = {0};
  long start = INT64_MAX, end = 0;
  work = millis * 1000000;
  pthread_barrier_wait(&gate);
  pthread_barrier_wait(&gate);
  for (int i = 0; i < connections; i++) {
    c.operations += counts[i].operations;
    if (counts[i].start < start) start = counts[i].start;
    if (counts[i].end > end) end = counts[i].end;
  }
  c.nanos = end - start;
  return c;
}

static void close_threads(void) {
  closing = 1;
  pthread_barrier_wait(&gate);
  while (__atomic_load_n(&gone, __ATOMIC_SEQ_CST) < connections) usleep(1000);
  pthread_barrier_destroy(&gate);
}

/* ---- clients, all in this thread ---- */

static int epoll;
static struct message *messages;

static void open_epoll(void) {
  epoll = epoll_create1(EPOLL_CLOEXEC);
  messages = calloc(connections, sizeof *messages);
  for (int i = 0; i < connections; i++) {
    fds[i] = connect_to(&at);
    message_init(&messages[i], size, i);
    add(epoll, fds[i], i);
  }
}

static void send_next(int i) {
  message_next(&messages[i]);
  give(fds[i], messages[i].out, size);
}

/* Receives on a connection that is ready; whether a reply is whole now, and checked. */
static int receive(int i) {
  struct message *m = &messages[i];
  ssize_t n = recv(fds[i], m->in + m->received, size - m->received, MSG_DONTWAIT);
  if (n <= 0) fail("recv after %zu bytes of a reply: %zd", m->received, n);
  m->received += n;
  if (m->received < size) return 0;
  message_check(m);
  return 1;
}

static struct count go_epoll(long millis) {
  struct count c = {0};
  struct epoll_event events[EVENTS];
  long start = now(), end = start + millis * 1000000;
  int open = connections;
  for (int i = 0; i < connections; i++) send_next(i);
  while (open > 0) {
    int n = epoll_wait(epoll, events, EVENTS, -1);
    int over = now() >= end;
    for (int k = 0; k < n; k++) {
      int i = (int)events[k].data.u64;
      if (!receive(i)) continue;
      c.operations++;
      if (over) open--;
      else send_next(i);
    }
  }
  c.nanos = now() - start;
  return c;
}

static void close_epoll(void) {
  for (int i = 0; i < connections; i++) {
    close(fds[i]);
    message_free(&messages[i]);
  }
  free(messages);
  close(epoll);
}

/* ---- the same at a fixed rate; a request is due whether or not others are answered ---- */

static int compare_longs(const void *a, const void *b) {
  long x = *(const long *)a, y = *(const long *)b;
  return (x > y) - (x < y);
}

static struct count go_paced(long millis) {
  struct count c = {0};
  struct epoll_event events[EVENTS];
  long wanted = (long)(rate * millis / 1000), sent = 0, busy = 0;
  long *latencies = calloc(wanted + 1, sizeof *latencies), *due = calloc(connections, sizeof *due);
  long start = now();
  while (sent < wanted || c.operations < sent) {
    long next = start + (long)(sent * 1e9 / rate), time = now();
    if (sent < wanted && time >= next) {
      int i = sent % connections;
      if (due[i]) { /* its last request is not answered yet: the server falls behind */
        busy++;
        wanted--;
        continue;
      }
      due[i] = next;
      send_next(i);
      sent++;
      continue;
    }
    long wait = sent < wanted ? next - time : 1000000000;
    struct timespec timeout = {wait / 1000000000, wait % 1000000000};
    int n = epoll_pwait2(epoll, events, EVENTS, &timeout, NULL);
    for (int k = 0; k < n; k++) {
      int i = (int)events[k].data.u64;
      if (!receive(i)) continue;
      latencies[c.operations++] = now() - due[i];
      due[i] = 0;
    }
    if (now() > start + millis * 2000000 + 1000000000) fail("%ld of %ld answered", c.operations, sent);
  }
  c.nanos = now() - start;
  qsort(latencies, c.operations, sizeof *latencies, compare_longs);
  snprintf(c.more, sizeof c.more, " p50=%.1f p99=%.1f skipped=%ld",
           latencies[c.operations / 2] / 1000.0, latencies[c.operations * 99 / 100] / 1000.0, busy);
  free(latencies);
  free(due);
  return c;
}

/* ---- both ends in one thread ---- */

static int both[2];

static void open_solo(void) {
  int listener = listen_at(&at);
  both[0] = connect_to(&at);
  both[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  nodelay(both[1], &at);
  close(listener);
  messages = calloc(1, sizeof *messages);
  message_init(messages, size, 0);
}

static struct count go_solo(long millis) {
  struct count c = {0};
  char *buffer = malloc(BUFFER);
  long start = now(), end = start + millis * 1000000;
  while (now() < end) {
    message_next(messages);
    give(both[0], messages->out, size);
    for (size_t got = 0; got < size;) {
      ssize_t n = recv(both[1], buffer, BUFFER, 0);
      if (n <= 0) fail("recv");
      give(both[1], buffer, n);
      got += n;
    }
    while (messages->received < size) {
      ssize_t n = recv(both[0], messages->in + messages->received, size - messages->received, 0);
      if (n <= 0) fail("recv");
      messages->received += n;
    }
    message_check(messages);
    c.operations++;
  }
  c.nanos = now() - start;
  free(buffer);
  return c;
}

static void close_solo(void) {
  close(both[0]);
  close(both[1]);
  message_free(messages);
  free(messages);
}

int main(int argc, char **argv) {
  static const struct action threads = {open_threads, go_threads, close_threads},
      loop = {open_epoll, go_epoll, close_epoll}, paced = {open_epoll, go_paced, close_epoll},
      solo = {open_solo, go_solo, close_solo};
  if (argc < 4) fail("echo VARIANT ACTION WHERE ...");
  variant = strcmp(argv[1], "threads") == 0 ? THREADS
      : strcmp(argv[1], "spin") == 0 ? SPIN : strcmp(argv[1], "solo") == 0 ? SOLO : EPOLL;
  const char *action = argv[2];
  at = where(argv[3]);
  connections = argc > 4 ? atoi(argv[4]) : 1;
  size = argc > 5 ? atol(argv[5]) : 64;
  rate = argc > 6 ? atof(argv[6]) : 0;
  if (connections < 1 || connections > MOST) fail("1 to %d connections", MOST);
  prctl(PR_SET_TIMERSLACK, 1);
  if (strcmp(action, "clients") != 0 && strcmp(action, "paced") != 0 && variant != SOLO) {
    int listener = listen_at(&at);
    thread(variant == EPOLL ? serve_epoll : accept_threads, (void *)(intptr_t)listener);
  }
  ready_at(&at);
  commands(strcmp(action, "paced") == 0 ? &paced
      : variant == SOLO ? &solo : variant == EPOLL ? &loop : &threads);
  return 0;
}

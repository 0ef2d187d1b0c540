/*
 * Servers that accept connections and close them, and their clients.
 *   accept VARIANT accepts WHERE
 *   accept threads clients WHERE THREADS            a closed loop in each thread
 * VARIANT: threads (one, blocking calls), epoll (one thread).
 */
#include "common.h"
#include <sys/epoll.h>

enum { MOST = 64 };

static struct where at;

static void accept_one(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0) fail("accept");
  nodelay(fd, &at);
  close(fd);
}

static void *serve_blocking(void *argument) {
  for (;;) accept_one((int)(intptr_t)argument);
  return NULL;
}

static void *serve_epoll(void *argument) {
  int listener = (int)(intptr_t)argument, epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event e = {.events = EPOLLIN, .data.fd = listener};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &e)) fail("epoll_ctl");
  for (;;)
    if (epoll_wait(epoll, &e, 1, -1) > 0) accept_one(listener);
  return NULL;
}

static int clients;
static pthread_barrier_t gate;
static volatile long end;
static volatile int closing;
static long counts[MOST];

static void connect_once(void) {
  struct linger reset = {1, 0}; /* else the server's side of it would be there for a minute more */
  char none;
  int fd = connect_to(&at);
  ssize_t n = recv(fd, &none, 1, 0);
  if (n != 0) fail("recv in place of the end: %zd", n);
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(fd);
}

static void *client(void *argument) {
  int i = (int)(intptr_t)argument;
  for (;;) {
    pthread_barrier_wait(&gate);
    if (closing) break;
    long n = 0;
    do {
      connect_once();
      n++;
    } while (now() < end);
    counts[i] = n;
    pthread_barrier_wait(&gate);
  }
  pthread_barrier_wait(&gate);
  return NULL;
}

static void open_clients(void) {
  if (clients == 0) fail("a server is not opened");
  pthread_barrier_init(&gate, NULL, clients + 1);
  closing = 0;
  for (int i = 0; i < clients; i++) thread(client, (void *)(intptr_t)i);
}

static struct count go_clients(long millis) {
  struct count c = {0};
  long start = now();
  end = start + millis * 1000000;
  pthread_barrier_wait(&gate);
  pthread_barrier_wait(&gate);
  c.nanos = now() - start;
  for (int i = 0; i < clients; i++) c.operations += counts[i];
  return c;
}

static void close_clients(void) {
  closing = 1;
  pthread_barrier_wait(&gate);
  pthread_barrier_wait(&gate);
  pthread_barrier_destroy(&gate);
}

int main(int argc, char **argv) {
  static const struct action all = {open_clients, go_clients, close_clients};
  if (argc < 4) fail("accept VARIANT ACTION WHERE ...");
  at = where(argv[3]);
  if (strcmp(argv[2], "accepts") == 0) {
    int listener = listen_at(&at);
    thread(strcmp(argv[1], "epoll") == 0 ? serve_epoll : serve_blocking, (void *)(intptr_t)listener);
  } else {
    clients = argc > 4 ? atoi(argv[4]) : 0;
    if (clients < 1 || clients > MOST) fail("1 to %d threads", MOST);
  }
  ready_at(&at);
  commands(&all);
  return 0;
}

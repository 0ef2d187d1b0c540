/*
 * The least of a web server: each request, which ends with an empty line, has the same answer.
 *   web VARIANT web WHERE TEXT
 * VARIANT: threads (one a connection, blocking calls), epoll (one thread).
 */
#include "common.h"
#include <sys/epoll.h>

enum { BUFFER = 4096, EVENTS = 256, MOST = 20000 };

static struct where at;
static char answer[BUFFER];
static size_t answer_length;
static unsigned char matched[MOST]; /* by descriptor: bytes of the end of a head that have come */

static void answer_all(int fd, const char *bytes, ssize_t length) {
  unsigned m = matched[fd];
  for (ssize_t i = 0; i < length; i++) {
    m = bytes[i] == "\r\n\r\n"[m] ? m + 1 : bytes[i] == '\r';
    if (m < 4) continue;
    m = 0;
    for (size_t sent = 0; sent < answer_length;) {
      ssize_t n = send(fd, answer + sent, answer_length - sent, MSG_NOSIGNAL);
      if (n < 0 && (errno == EPIPE || errno == ECONNRESET)) return; /* what comes next says so too */
      if (n < 0) fail("send");
      sent += n;
    }
  }
  matched[fd] = m;
}

static int accepted(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0) fail("accept");
  if (fd >= MOST) fail("descriptor %d", fd);
  nodelay(fd, &at);
  matched[fd] = 0;
  return fd;
}

static void *serve_connection(void *argument) {
  int fd = (int)(intptr_t)argument;
  char buffer[BUFFER];
  ssize_t n;
  while ((n = recv(fd, buffer, BUFFER, 0)) > 0) answer_all(fd, buffer, n);
  if (n < 0 && errno != ECONNRESET) fail("recv");
  close(fd);
  return NULL;
}

static void *serve_threads(void *argument) {
  for (;;) thread(serve_connection, (void *)(intptr_t)accepted((int)(intptr_t)argument));
  return NULL;
}

static void *serve_epoll(void *argument) {
  int listener = (int)(intptr_t)argument, epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event events[EVENTS], e = {.events = EPOLLIN, .data.fd = listener};
  char buffer[BUFFER];
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &e)) fail("epoll_ctl");
  for (;;) {
    int n = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        e.data.fd = accepted(listener);
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, e.data.fd, &e)) fail("epoll_ctl");
        continue;
      }
      ssize_t got = recv(fd, buffer, BUFFER, MSG_DONTWAIT);
      if (got > 0) answer_all(fd, buffer, got);
      else if (got == 0 || errno == ECONNRESET) close(fd);
      else if (errno != EAGAIN) fail("recv");
    }
  }
  return NULL;
}

static void never(void) { fail("a server is not opened"); }

static struct count nothing(long millis) {
  fail("a server does no work for %ld ms", millis);
  return (struct count){0};
}

int main(int argc, char **argv) {
  static const struct action none = {never, nothing, never};
  if (argc != 5) fail("web VARIANT web WHERE TEXT");
  at = where(argv[3]);
  answer_length = snprintf(answer, sizeof answer,
                           "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s",
                           strlen(argv[4]), argv[4]);
  if (answer_length >= sizeof answer) fail("the text is too long");
  int listener = listen_at(&at);
  thread(strcmp(argv[1], "epoll") == 0 ? serve_epoll : serve_threads, (void *)(intptr_t)listener);
  ready_at(&at);
  commands(&none);
  return 0;
}

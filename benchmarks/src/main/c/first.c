/* Has a byte echoed, as peer/FirstEcho.java does: first VARIANT PORT. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static int fail(const char *call) {
  perror(call);
  return 1;
}

int main(int argc, char **argv) {
  struct sockaddr_in to = {.sin_family = AF_INET,
                           .sin_port = htons(argc == 3 ? atoi(argv[2]) : 0),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int s = socket(AF_INET, SOCK_STREAM, 0);
  if (s < 0) return fail("socket");
  if (connect(s, (struct sockaddr *)&to, sizeof to) < 0) return fail("connect");
  char one = 0;
  if (send(s, &one, 1, MSG_NOSIGNAL) != 1) return fail("send");
  if (recv(s, &one, 1, 0) != 1) return fail("recv");
  if (send(s, &one, 1, MSG_NOSIGNAL) != 1) return fail("send");
  if (recv(s, &one, 1, 0) != 0) return fail("recv at the end");
  return 0;
}

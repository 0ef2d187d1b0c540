/*
 * Threads that want to compute, beside what is measured: burn THREADS. What they get of the
 * processors the harness reads from the kernel; operations are steps, in millions.
 */
#include "common.h"

enum { MOST = 64 };

static int threads;
static pthread_barrier_t gate;
static volatile long work;
static long steps[MOST];

static void *burn(void *argument) {
  int i = (int)(intptr_t)argument;
  for (;;) {
    pthread_barrier_wait(&gate);
    long end = now() + work, n = 0;
    uint64_t x = i + 1;
    do {
      for (int k = 0; k < 10000; k++) x = x * 6364136223846793005 + (x >> 33);
      n += 10000;
    } while (now() < end);
    steps[i] = n + (x == 0);
    pthread_barrier_wait(&gate);
  }
  return NULL;
}

static void open_burn(void) {
  pthread_barrier_init(&gate, NULL, threads + 1);
  for (int i = 0; i < threads; i++) thread(burn, (void *)(intptr_t)i);
}

static struct count go_burn(long millis) {
  struct count c = {0};
  long start = now();
  work = millis * 1000000;
  pthread_barrier_wait(&gate);
  pthread_barrier_wait(&gate);
  c.nanos = now() - start;
  for (int i = 0; i < threads; i++) c.operations += steps[i] / 1000000;
  return c;
}

static void close_burn(void) {} /* they are at the gate, and end with the process */

int main(int argc, char **argv) {
  static const struct action action = {open_burn, go_burn, close_burn};
  threads = argc > 1 ? atoi(argv[1]) : 4;
  if (threads < 1 || threads > MOST) fail("1 to %d threads", MOST);
  printf("ready\n");
  fflush(stdout);
  commands(&action);
  return 0;
}

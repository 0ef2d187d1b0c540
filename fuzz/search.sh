#!/bin/sh
# Searches for inputs that break a decoder: each class of fuzz/ in a JVM of its own, from its seeds,
# with a million executions. Prints a line for each, and exits with 1 if there was a finding, which
# lies beside the seeds then, as crash-….
#   fuzz/search.sh                          all classes
#   fuzz/search.sh FramingFuzzTest          this one
#   RUNS=1000 TIME=20s fuzz/search.sh       fewer executions, or until the time is over
set -eu

home=$(dirname "$(dirname "$(readlink -f "$0")")")
cd "$home"
. .mvn/jdk.sh
runs=${RUNS:-1000000}
time=${TIME:-30m}

[ $# -gt 0 ] || set -- $(find fuzz/src/test/java -name '*FuzzTest.java' -exec basename {} .java \; | sort)

status=0
for class; do
  log=fuzz/target/search-$class.log
  mkdir -p "${log%/*}"
  result=good
  JAZZER_FUZZ=1 ./mvnw test -pl fuzz -am -Dspotless.check.skip -Dtest="$class" \
    -Djazzer.max_executions="$runs" -Djazzer.max_duration="$time" >"$log" 2>&1 </dev/null || result=bad
  done=$(sed -n 's/.*Done \([0-9]*\) runs in \([0-9]*\) second.*/\1 executions in \2 s/p' "$log" | tail -n 1)
  if [ $result = good ] && [ -n "$done" ]; then
    echo "$class: $done, no finding"
  else
    status=1
    echo "$class: FAILED ${done:+after $done }– see $log" >&2
    grep -aE '^== Java Exception|artifact_prefix|Test unit written to|^\[ERROR\] .*(java|COMPILATION)' "$log" | head -n 5 >&2
  fi
done
exit $status

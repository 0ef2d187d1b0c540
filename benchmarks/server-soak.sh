#!/bin/sh
# Two servers under load, with slow, broken and vanishing clients mixed in: builds, runs
# gulliver.benchmarks.ServerSoak, and prints every result with the bound it must meet. Exits with 1
# if one is missed: wrong bytes, growth of descriptors, threads or heap, a stop that is not in order.
#   benchmarks/server-soak.sh          thirty minutes: 30 rounds of a minute
#   benchmarks/server-soak.sh 10 6     6 rounds of 10 seconds
set -eu

home=$(dirname "$(dirname "$(readlink -f "$0")")")
. "$home/.mvn/jdk.sh"

log=$home/benchmarks/target/soak.log
mkdir -p "${log%/*}"
if ! (cd "$home" && ./mvnw -pl benchmarks -am -DskipTests -Dspotless.check.skip package) \
  >"$log" 2>&1 </dev/null; then
  grep '^\[ERROR\] .' "$log" | head -n 5 >&2
  echo "the build failed; all that it said is in $log" >&2
  exit 1
fi
echo "machine  $(nproc) x$(sed -n 's/^model name[^:]*://p' /proc/cpuinfo | head -n 1), kernel $(uname -r)"
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
  -cp "$home/benchmarks/target/lib/*" gulliver.benchmarks.ServerSoak "$@" </dev/null

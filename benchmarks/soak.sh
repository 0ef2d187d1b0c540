#!/bin/sh
# Proof at full size: builds, runs gulliver.benchmarks.Soak, each part in a JVM of its own, and
# prints every result with the bound it must meet. Takes some minutes; exits with 1 if one is missed.
#   benchmarks/soak.sh            all parts, full size
#   benchmarks/soak.sh --quick    all parts, in seconds
#   benchmarks/soak.sh race idle  these parts
# All traffic stays on the loopback interface. Needs about 20,000 descriptors (ulimit -n).
set -eu

home=$(dirname "$(dirname "$(readlink -f "$0")")")
. "$home/.mvn/jdk.sh"

quick=
parts=
for word; do
  case $word in
    --quick) quick=--quick ;;
    *) parts="$parts $word" ;;
  esac
done
[ -n "$parts" ] || parts="connections idle cycles race stream wakes poller"

log=$home/benchmarks/target/soak.log
mkdir -p "${log%/*}"
if ! (cd "$home" && ./mvnw -pl benchmarks -am -DskipTests -Dspotless.check.skip package) \
  >"$log" 2>&1 </dev/null; then
  grep '^\[ERROR\] .' "$log" | head -n 5 >&2
  echo "the build failed; all that it said is in $log" >&2
  exit 1
fi

echo "machine  $(nproc) x$(sed -n 's/^model name[^:]*://p' /proc/cpuinfo | head -n 1), $(
  sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo | awk '{ printf "%.0f GiB", $1 / 1048576 }'
), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo "kernel   $(uname -sr)"
echo "JDK      $("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)"
echo "limits   $(ulimit -n) descriptors, ports $(tr '\t' '-' </proc/sys/net/ipv4/ip_local_port_range)"

status=0
for part in $parts; do
  flags=
  [ "$part" != wakes ] || flags=-Djdk.virtualThreadScheduler.parallelism=1
  echo
  "$JAVA_HOME/bin/java" $flags --enable-native-access=ALL-UNNAMED \
    -cp "$home/benchmarks/target/lib/*" gulliver.benchmarks.Soak "$part" $quick </dev/null || status=1
done
echo
[ "$status" = 0 ] && echo "all bounds hold" || echo "a bound was VIOLATED" >&2
exit "$status"

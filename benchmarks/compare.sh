#!/bin/sh
# The whole-program comparison with the JDK, Netty and C: builds, measures, and writes a report. All
# traffic stays on the loopback interface.
#   benchmarks/compare.sh full               everything, in about ten minutes; the report is
#                                            docs/performance.md
#   benchmarks/compare.sh full rtt unix      these workloads, or those whose names begin so; what was
#                                            measured of the others before stays in the report
#   benchmarks/compare.sh quick              a little of it, in about a minute; the report is
#                                            benchmarks/target/compare/performance.md
#   benchmarks/compare.sh help               the rest
# The raw results are in benchmarks/target/compare, full.tsv and quick.tsv.
set -eu

home=$(dirname "$(dirname "$(readlink -f "$0")")")
. "$home/.mvn/jdk.sh"
target=$home/benchmarks/target/compare
mkdir -p "$target"

need() { # need PACKAGE COMMAND...: installs a Debian package, if we may, unless the command succeeds
  package=$1
  shift
  "$@" >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive \
      apt-get install -q -y --no-install-recommends "$package"; } >>"$target/apt.log" 2>&1 </dev/null || :
  fi
  "$@" >/dev/null 2>&1 || echo "no $package: what needs it is left out" >&2
}
case ${1:-help} in
  quick | full)
    need gcc command -v gcc
    need libc6-dev test -e /usr/include/stdio.h
    need nginx-light test -x /usr/sbin/nginx
    need wrk command -v wrk
    ;;
esac

if ! (cd "$home" && ./mvnw -pl benchmarks -am -DskipTests -Dspotless.check.skip package) \
  >"$target/build.log" 2>&1 </dev/null; then
  grep '^\[ERROR\] .' "$target/build.log" | head -n 5 >&2
  echo "the build failed; all that it said is in $target/build.log" >&2
  exit 1
fi

exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
  -Dcompare.c="$home/benchmarks/src/main/c" -Dcompare.target="$target" -Dcompare.docs="$home/docs" \
  -Dcompare.commit="$(git -C "$home" describe --always --dirty 2>/dev/null || echo unknown)" \
  -cp "$home/benchmarks/target/lib/*" gulliver.benchmarks.compare.Compare "$@" </dev/null

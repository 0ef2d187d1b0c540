# Sets and exports JAVA_HOME, the folder of a JDK 25 or later, whatever the default java is.
# Sourced by ./mvnw and ./gulliver; where there is no such JDK it says so and exits.
# GULLIVER_JAVA_HOME goes before JAVA_HOME, that before the javac on the PATH, then the usual places.

jdk_wanted=25

# Prints the major version of the JDK in folder $1: 0 for what is none, a JRE without javac included.
jdk_major() {
  jdk_version=
  if [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    jdk_version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release")
  fi
  echo "${jdk_version:-0}"
}

# Prints the folder of the JDK whose javac is on the PATH, if there is one.
jdk_on_path() {
  jdk_javac=$(command -v javac) || return 0
  jdk_javac=$(readlink -f "$jdk_javac") || return 0
  echo "${jdk_javac%/bin/javac}"
}

jdk_find() {
  for jdk_home in "${GULLIVER_JAVA_HOME:-}" "${JAVA_HOME:-}" "$(jdk_on_path)" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/* \
    "${HOME:-}"/.local/share/mise/installs/java/* "${HOME:-}"/.asdf/installs/java/*; do
    if [ -n "$jdk_home" ] && [ "$(jdk_major "$jdk_home")" -ge "$jdk_wanted" ]; then
      JAVA_HOME=$jdk_home
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

if [ -n "${GULLIVER_JAVA_HOME:-}" ] && [ "$(jdk_major "$GULLIVER_JAVA_HOME")" -lt "$jdk_wanted" ]; then
  echo "GULLIVER_JAVA_HOME=$GULLIVER_JAVA_HOME is no JDK $jdk_wanted or later" >&2
  exit 1
fi
if ! jdk_find; then
  cat >&2 <<END
Gulliver needs a JDK $jdk_wanted or later, and found none: not on the PATH, not in
/usr/lib/jvm and the like, not in JAVA_HOME (${JAVA_HOME:-not set}).
Get one from https://adoptium.net or from your distribution (its JDK package,
not only the JRE), and set JAVA_HOME to its folder if that is an unusual place.
END
  exit 1
fi

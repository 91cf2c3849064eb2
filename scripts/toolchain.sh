# shellcheck shell=bash
# Finds what the commands need, wherever it is installed. Sourced by run and test.

readonly NEEDED_JAVA=25

fail() {
  echo "staffetta: $*" >&2
  exit 1
}

# Prints the major version of the Java in this home, from its release file; nothing if there is none.
java_major() {
  local release="$1/release" version
  [[ -x "$1/bin/java" && -r $release ]] || return 0
  version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$release")
  echo "${version:-0}"
}

# Prints every folder that may be a JDK, the likeliest first.
java_homes() {
  [[ -z ${JAVA_HOME:-} ]] || echo "$JAVA_HOME"
  local java
  if java=$(command -v java); then
    java=$(readlink -f "$java")
    echo "${java%/bin/java}"
  fi
  local home
  for home in /usr/lib/jvm/* /usr/java/* /opt/* /opt/*/* /usr/local/*jdk* "${HOME:-/}"/.sdkman/candidates/java/* \
    "${HOME:-/}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [[ ! -x $home/bin/java ]] || echo "$home"
  done
}

# Sets JAVA_HOME to the first JDK that is new enough.
find_java() {
  local home major
  while read -r home; do
    major=$(java_major "$home")
    if ((${major:-0} >= NEEDED_JAVA)) && [[ -x $home/bin/javac ]]; then
      export JAVA_HOME="$home"
      return
    fi
  done < <(java_homes)
  fail "needs a JDK $NEEDED_JAVA or newer, and finds none: install one (https://adoptium.net) and, if it is in an" \
    "unusual place, set JAVA_HOME"
}

find_maven() {
  command -v mvn >/dev/null ||
    fail "needs Maven to build, and finds none: install it (apt install maven, brew install maven)"
}

readonly NEEDED_NODE=20.19

# The dashboard is built with npm.
find_node() {
  local version
  version=$(node --version 2>/dev/null) && command -v npm >/dev/null ||
    fail "needs Node.js $NEEDED_NODE or newer with npm to build the dashboard, and finds none: install it (https://nodejs.org)"
  [[ $(printf '%s\n' "$NEEDED_NODE" "${version#v}" | sort -V | head -n 1) == "$NEEDED_NODE" ]] ||
    fail "needs Node.js $NEEDED_NODE or newer to build the dashboard, and finds $version"
}

# shellcheck shell=bash
# How the Java VM runs the product. Sourced by run and by the container's start.

# Sets the array java_options; STAFFETTA_JAVA_OPTS adds to them and stands above them.
java_options() {
  java_options=(
    -XX:+UseCompactObjectHeaders -Xms64m -Xmx1g -XX:+ExitOnOutOfMemoryError
    # Calls to addresses that users give name the host themselves.
    -Djdk.httpclient.allowRestrictedHeaders=host
    # Node's servers close what was idle for 5 s; a call must not meet the closing.
    -Djdk.httpclient.keepalive.timeout=4
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    # A cache that does not fit this Java is no error: the start is slower.
    -Xlog:disable "-Xlog:all=error,aot*=off,cds*=off:stderr"
  )
  # The collector with the smallest footprint, unless another is asked for.
  [[ ${STAFFETTA_JAVA_OPTS:-} == *-XX:+Use*GC* ]] || java_options+=(-XX:+UseSerialGC)
  # shellcheck disable=SC2206 # several options in one variable
  java_options+=(${STAFFETTA_JAVA_OPTS:-})
}

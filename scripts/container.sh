#!/usr/bin/env bash
# Tries what the container would run, without an engine for containers: lays the files where container/Containerfile lays them, starts the
# product with its entry point and environment, asks for its health as it is asked there, and stops it as it is stopped there.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
readonly file="$root/container/Containerfile"
# shellcheck source=toolchain.sh
source "$root/scripts/toolchain.sh"
work=$(mktemp -d)
readonly work
product=

finish() {
  if [[ -n $product ]] && kill -0 "$product" 2>/dev/null; then
    kill -TERM "$product"
    wait "$product" || true
  fi
  rm -rf "$work"
}
trap finish EXIT

# Lays the built product and what is copied beside it into one folder, as the last stage does.
lay_out() {
  "$root/run" build >/dev/null
  local app sources source
  app=$(find "$root/.staffetta" -maxdepth 2 -path '*/app-*/complete' -printf '%T@ %h\n' | sort -n | tail -n 1 | cut -d ' ' -f 2)
  cp -r "$app" "$work/app"
  rm -f "$work/app/staffetta.aot"
  mkdir "$work/data"
  sources=$(sed -n 's|^COPY --chown=[a-z]* \(.*\) /app/$|\1|p' "$file")
  [[ -n $sources ]] || fail "container/Containerfile copies nothing into /app/"
  for source in $sources; do
    cp "$root/$source" "$work/app/"
  done
}

# The file's ENV, with the folders that stand for the container's.
environment() {
  sed -n 's/^ENV //p' "$file" | tr ' ' '\n' | sed -e "s|=/data$|=$work/data|" -e "s|^STAFFETTA_PORT=.*|STAFFETTA_PORT=$port|"
}

in_container() {
  env -i PATH="$JAVA_HOME/bin:$PATH" HOME="$work" "${variables[@]}" "$@"
}

# A port that is free now.
free_port() {
  for ((port = 18300; port < 18400; port++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 0
  done
  fail "no port between 18300 and 18400 is free"
}

find_java
lay_out
free_port
mapfile -t variables < <(environment)
in_container "$work/app/rehearse" >"$work/log" 2>&1 || fail "the container's rehearsal failed: $(tail -n 1 "$work/log")"
[[ -f $work/app/staffetta.aot ]] || fail "the container's rehearsal left nothing to remember: $(tail -n 1 "$work/log")"
(exec env -i PATH="$JAVA_HOME/bin:$PATH" HOME="$work" "${variables[@]}" "$work/app/start") >"$work/log" 2>&1 </dev/null &
product=$!
for ((i = 0; ; i++)); do
  if in_container "$work/app/healthy" >/dev/null 2>&1 && grep -q 'Staffetta is ready: http://.*#setup=' "$work/log"; then
    break
  fi
  kill -0 "$product" 2>/dev/null && ((i < 300)) || fail "the container's product was not healthy and ready to open: $(tail -n 3 "$work/log")"
  sleep 0.2
done
kill -TERM "$product"
wait "$product" || true
product=
if in_container "$work/app/healthy" >/dev/null 2>&1; then
  fail "the container's product still answers after it was stopped"
fi
"$root/scripts/secrets.sh" "$work/log" >/dev/null || fail "the container's product wrote a secret into its log"
echo "container/Containerfile: its entry point started, was healthy, and stopped"

#!/usr/bin/env bash
# Tries the product as a newcomer would: ./run demo, then the README's tour against ./run. Fails with the log of what failed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
work=$(mktemp -d)
readonly work
product=

finish() {
  if [[ -n $product ]] && kill -0 "$product" 2>/dev/null; then
    "$root/run" stop --data "$work/data" >/dev/null || kill -TERM "$product"
    wait "$product" || true
  fi
  rm -rf "$work"
}
trap finish EXIT

# lost WHAT LOG...: says what failed, shows the logs, ends.
lost() {
  echo "FAILED: $1" >&2
  shift
  local log
  for log in "$@"; do
    echo "--- ${log##*/}" >&2
    cat "$log" >&2
  done
  exit 1
}

# holds FILE TEXT: whether the file has that text.
holds() {
  grep -qF -- "$2" "$1"
}

demo() {
  "$root/run" demo >"$work/demo.log" 2>&1 || lost "./run demo ended with $?" "$work/demo.log"
  holds "$work/demo.log" 'campaign completed, lost 0, repeated 0' || lost "./run demo lost or repeated something" "$work/demo.log"
  ! holds "$work/demo.log" 'left behind' || lost "./run demo left its data behind" "$work/demo.log"
  echo "./run demo: $(tail -n 1 "$work/demo.log" | sed 's/^ *//')"
}

# The address that the product prints when it is ready.
address() {
  sed -n 's|^Staffetta is ready: \(http://localhost:[0-9]*\)/.*|\1|p' "$work/run.log"
}

start() {
  "$root/run" --data "$work/data" --port 0 --simulator.time=20 >"$work/run.log" 2>&1 </dev/null &
  product=$!
  local i
  for ((i = 0; i < 1200; i++)); do
    [[ -z $(address) ]] || return 0
    kill -0 "$product" 2>/dev/null || break
    sleep 0.1
  done
  lost "./run did not get ready" "$work/run.log"
}

tour() {
  start
  "$root/docs/tour/60-seconds.sh" "$(address)" "$work/data" >"$work/tour.log" 2>&1 ||
    lost "docs/tour/60-seconds.sh ended with $?" "$work/tour.log" "$work/run.log"
  local text
  for text in '"accepted":3,"rejected":1' '"newSessionId":"bruno"' '"sessionId":"bruno"' 'Ciao Gio, ci vediamo sabato!' \
    'Ciao amico, ci vediamo sabato!'; do
    holds "$work/tour.log" "$text" || lost "docs/tour/60-seconds.sh did not show $text" "$work/tour.log" "$work/run.log"
  done
  "$root/run" stop --data "$work/data" >/dev/null || lost "./run stop ended with $?" "$work/run.log"
  wait "$product" || true
  product=
  ! holds "$work/run.log" ' ERROR ' || lost "./run wrote errors" "$work/run.log"
  echo "docs/tour/60-seconds.sh: done, its 3 people were written to"
}

demo
tour

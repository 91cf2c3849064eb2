#!/usr/bin/env bash
# Tries the product as a newcomer would: ./run demo, then against one ./run the README's tour and those of the five documented
# doors, docs/tour/door-*.sh and the JavaScript clients. Fails with the log of what failed.
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
  "$root/scripts/secrets.sh" "$work/demo.log" >/dev/null || lost "./run demo wrote a secret" "$work/demo.log"
  echo "./run demo: $(tail -n 1 "$work/demo.log" | sed 's/^ *//')"
}

# The address that the product prints when it is ready.
address() {
  sed -n 's|^Staffetta is ready: \(http://localhost:[0-9]*\)/.*|\1|p' "$work/run.log"
}

start() {
  : >"$work/run.log"
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

# post PATH BODY [HEADER]: what the product answers.
post() {
  curl -fsS -X POST "$(address)$1" -H 'Content-Type: application/json' ${3:+-H "$3"} -d "$2"
}

text() {
  sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"
}

first_tour() {
  "$root/docs/tour/60-seconds.sh" "$(address)" "$work/data" >"$work/tour.log" 2>&1 ||
    lost "docs/tour/60-seconds.sh ended with $?" "$work/tour.log" "$work/run.log"
  local shown
  for shown in '"accepted":3,"rejected":1' '"newSessionId":"bruno"' '"sessionId":"bruno"' 'Ciao Gio, ci vediamo sabato!' \
    'Ciao amico, ci vediamo sabato!'; do
    holds "$work/tour.log" "$shown" || lost "docs/tour/60-seconds.sh did not show $shown" "$work/tour.log" "$work/run.log"
  done
  echo "docs/tour/60-seconds.sh: done, its 3 people were written to"
}

# Every other tour, with a key of the scopes that they ask for; the clients of door 1 show a JWT, as their document says.
door_tours() {
  local token key tour begun credential
  token=$(post /api/v1/login '{"email":"you@example.org","password":"a long pass phrase"}' | text token)
  key=$(post /api/v1/api-keys '{"name":"tours","scopes":["read","send","manage"]}' "Authorization: Bearer $token" | text key)
  [[ -n $token && -n $key ]] || lost "there is no key for the tours" "$work/run.log"
  for tour in "$root"/docs/tour/*.sh "$root"/docs/tour/*.mjs; do
    [[ $tour != */60-seconds.sh ]] || continue
    if [[ $tour == *.mjs ]] && ! command -v node >/dev/null; then
      echo "docs/tour/${tour##*/}: not run, there is no Node 20"
      continue
    fi
    credential=$key
    [[ $tour != */door-1.* ]] || credential=$token
    begun=$SECONDS
    KEY=$credential "$tour" "$(address)" >"$work/tour.log" 2>&1 </dev/null ||
      lost "docs/tour/${tour##*/} ended with $?" "$work/tour.log" "$work/run.log"
    echo "docs/tour/${tour##*/}: done in $((SECONDS - begun)) s"
  done
}

stop() {
  "$root/run" stop --data "$work/data" >/dev/null || lost "./run stop ended with $?" "$work/run.log"
  wait "$product" || true
  product=
  "$root/scripts/secrets.sh" "$work/run.log" || lost "./run wrote a secret into its log"
  ! holds "$work/run.log" ' ERROR ' || lost "./run wrote errors" "$work/run.log"
}

# So that Chatwoot's calls are tried with a signature as well.
CHATWOOT_WEBHOOK_SECRET=$(od -An -N 16 -t x1 /dev/urandom | tr -d ' \n')
export CHATWOOT_WEBHOOK_SECRET

demo
start
first_tour
door_tours
stop
"$root/scripts/container.sh"

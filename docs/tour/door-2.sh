#!/usr/bin/env bash
# Every curl of the second document (queue, human-like sending, events) against a running ./run, with simulated numbers.
# ./run must be running and set up. Usage: KEY=... docs/tour/door-2.sh [http://localhost:8080]
set -euo pipefail
base=${1:-http://localhost:8080}
: "${KEY:?an API key with the scopes read, send and manage}"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
call() { curl -fsS "$@" -H "X-Api-Key: $KEY"; }
show() { call "$@"; echo; }
refused() { # STATUS ARGUMENTS…
  local answer
  answer=$(curl -sS "${@:2}" -H "X-Api-Key: $KEY" -w ' (%{http_code})')
  echo "$answer"
  [[ $answer == *"($1)" ]] || { echo "wanted $1" >&2; exit 1; }
}
field() { grep -o "\"$1\":\"\{0,1\}[^\",}]*" | head -n 1 | sed 's/.*:"\{0,1\}//'; }
until_is() { # PATH FIELD VALUE…
  local path=$1 name=$2 value wanted
  shift 2
  for _ in $(seq 300); do
    value=$(call "$base$path" | field "$name")
    for wanted in "$@"; do [[ $value == "$wanted" ]] && return; done
    sleep 0.1
  done
  echo "$path never came to $*: $name is $value" >&2
  exit 1
}

say "Two sessions, groom and bride"
for session in groom bride; do
  curl -sS -o /dev/null "$base/api/v1/sessions" -H "X-Api-Key: $KEY" -H 'Content-Type: application/json' \
    -d "{\"id\":\"$session\",\"engine\":\"simulator\"}"
done

say "Health"
curl -fsS "$base/api/whatsapp-service/health"
echo

say "The code to scan, as a picture and as JSON"
until_is /bride/status state qr
show "$base/bride/qr" -H 'Accept: application/json' | cut -c 1-120
picture=$(mktemp)
trap 'rm -f "$picture"' EXIT
call "$base/bride/qr" -o "$picture"
od -c -N 8 "$picture"
if [[ $(call "$base/groom/status" | field state) != connected ]]; then
  until_is /groom/status state qr
  show "$base/api/admin/whatsapp/groom/qr/" -H 'Accept: application/json' | cut -c 1-120
  call -X POST "$base/api/v1/simulator/sessions/groom/scan" -H 'Content-Type: application/json' -d '{"number":"39333111222"}' -o /dev/null
  until_is /groom/status state connected
fi
show "$base/api/admin/whatsapp/groom/status/"

say "Its own number and its limits, under their documented names"
show -X PUT "$base/api/admin/whatsapp/groom/settings/" -H 'Content-Type: application/json' \
  -d '{"whatsapp_groom_number":"39333111222","whatsapp_rate_limit":100,"whatsapp_typing_simulation":true}'

say "A test message, and what the stream tells of it"
stream=$(mktemp)
trap 'rm -f "$picture" "$stream"' EXIT
curl -sSN --max-time 60 "$base/events" -H "X-Api-Key: $KEY" >"$stream" &
listening=$!
for _ in $(seq 100); do [[ -s $stream ]] && break; sleep 0.1; done
test_message=$(call -X POST "$base/api/admin/whatsapp/groom/test/")
echo "$test_message"
id=$(field queue_id <<<"$test_message")
until_is "/api/admin/whatsapp-queue/$id/" status sent delivered read
for _ in $(seq 50); do grep -q '"status":"sent"' "$stream" && break; sleep 0.1; done
kill "$listening" 2>/dev/null || true
wait "$listening" 2>/dev/null || true
grep '^data:' "$stream" | cut -c 1-140
for phase in reading waiting_human typing sending sent; do
  grep -q "\"status\":\"$phase\"" "$stream" || { echo "the stream did not tell of $phase" >&2; exit 1; }
done

say "Its events, and one that an integration reports"
show "$base/api/admin/whatsapp-events/?queue_message=$id" | cut -c 1-400
show -X POST "$base/api/admin/whatsapp-events/" \
  -H "Content-Type: application/json" \
  -d "{\"queue_message\": $id, \"phase\": \"sent\"}"

say "A message by the integration"
show -X POST "$base/groom/send" -H 'Content-Type: application/json' \
  -d '{"phone":"+39 333 111 2223","message":"Ciao! Siete invitati al nostro matrimonio."}'

say "A message that the limit holds back, forced"
show -X PUT "$base/api/admin/whatsapp/groom/settings/" -H 'Content-Type: application/json' -d '{"whatsapp_rate_limit":0}'
id=$(call -X POST "$base/groom/send" -H 'Content-Type: application/json' \
  -d '{"phone":"+39 333 111 2224","message":"Questo aspetta."}' | field queue_id)
show -X POST "$base/api/admin/whatsapp-queue/$id/force-send/" | cut -c 1-200
until_is "/api/admin/whatsapp-queue/$id/" status sent delivered read
refused 409 -X POST "$base/api/admin/whatsapp-queue/$id/force-send/"
show -X PUT "$base/api/admin/whatsapp/groom/settings/" -H 'Content-Type: application/json' -d '{"whatsapp_rate_limit":10}'

say "The queue, and all that failed tried again"
show "$base/api/admin/whatsapp-queue/?session=groom&page_size=2" | cut -c 1-400
show -X POST "$base/api/admin/whatsapp-queue/retry-failed/"

say "A report from an outside worker, a refresh, a logout"
show -X POST "$base/api/admin/whatsapp/groom/status/" -H 'Content-Type: application/json' -d '{"state":"connected"}'
show -X POST "$base/groom/refresh"
show -X POST "$base/api/whatsapp-service/bride/logout"

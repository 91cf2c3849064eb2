#!/usr/bin/env bash
# Every request of the session persistence document, with a key.
# ./run must be running, set up, with simulated numbers. Usage: KEY=... docs/tour/door-4.sh [http://localhost:8080]
set -euo pipefail
base=${1:-http://localhost:8080}
: "${KEY:?an API key with the scopes read, send and manage}"

say() { printf '\n# %s\n' "$*"; }
call() { curl -fsS -H "X-Api-Key: $KEY" "$@"; echo; }
json() { call -H 'Content-Type: application/json' "$@"; }
status() { curl -fsS -H "X-Api-Key: $KEY" "$base/whatsapp-web/session/$1/status"; }
until_status() { for _ in $(seq 200); do [[ $(status "$1") == *"\"status\":\"$2\""* ]] && return; sleep 0.1; done; echo "$1 is not $2" >&2; exit 1; }

say "Create a Session"
call -X POST "$base/whatsapp-web/session/my-session-1"
until_status my-session-1 qr_generated
# A simulated phone scans the code on show.
json -X POST "$base/api/v1/simulator/sessions/my-session-1/scan" -d '{"number":"+393331112222"}'
until_status my-session-1 ready

say "Get Active Sessions"
call "$base/whatsapp-web/sessions"

say "Get Stored Sessions"
call "$base/whatsapp-web/sessions/stored"

say "Get Session Status"
call "$base/whatsapp-web/session/my-session-1/status"

say "Send Message"
json -X POST "$base/whatsapp-web/send/my-session-1" -d '{
  "phone": "1234567890",
  "message": "Hello World"
}'

say "Destroy a Session"
call -X DELETE "$base/whatsapp-web/session/my-session-1"

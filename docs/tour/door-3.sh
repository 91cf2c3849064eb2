#!/usr/bin/env bash
# Every curl of the multi-session document, with a key, and the webhook as Chatwoot calls it.
# ./run must be running, set up, with simulated numbers. Usage: KEY=... docs/tour/door-3.sh [http://localhost:8080]
set -euo pipefail
base=${1:-http://localhost:8080}
: "${KEY:?an API key with the scopes read, send and manage}"

say() { printf '\n# %s\n' "$*"; }
call() { curl -fsS -H "X-Api-Key: $KEY" "$@"; echo; }
json() { call -H 'Content-Type: application/json' "$@"; }
status() { curl -fsS -H "X-Api-Key: $KEY" "$base/sessions/$1/status" | grep -o '"status":"[^"]*' | cut -d'"' -f4; }
until_status() { for _ in $(seq 200); do [[ $(status "$1") == "$2" ]] && return; sleep 0.1; done; echo "$1 is not $2" >&2; exit 1; }
# A simulated phone scans the code on show.
link() { until_status "$1" qr_generated; json -X POST "$base/api/v1/simulator/sessions/$1/scan" -d "{\"number\":\"$2\"}"; until_status "$1" ready; }
forget() { curl -sS -o /dev/null -X DELETE -H "X-Api-Key: $KEY" "$base/sessions/$1"; }

trap 'for id in customer-abc cliente-a cliente-b production testing my-session; do forget $id; done' EXIT

say "API Endpoints 1 to 6"
json -X POST "$base/sessions" -d '{
  "sessionId": "customer-abc",
  "headless": true,
  "chromePath": "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"
}'
link customer-abc +244923000002
call "$base/sessions"
call "$base/sessions/customer-abc"
call "$base/sessions/customer-abc/status"
json -X POST "$base/sessions/customer-abc/send" -d '{
  "phoneNumber": "244929782402",
  "message": "Hello from customer-abc session!"
}'

say "Webhook: as documented, and as Chatwoot sends it (the second time it is a duplicate)"
json -X POST "$base/webhook" -d '{
  "message_type": "outgoing",
  "private": false,
  "sessionId": "customer-abc",
  "conversation": {
    "meta": {
      "sender": { "phone_number": "244929782402" }
    }
  },
  "content": "Message text"
}'
chatwoot="{\"event\":\"message_created\",\"id\":$RANDOM$RANDOM,\"content\":\"Olá\",\"message_type\":\"outgoing\",\"private\":false,\"sessionId\":\"customer-abc\",\"account\":{\"id\":1},\"inbox\":{\"id\":2},\"conversation\":{\"meta\":{\"sender\":{\"phone_number\":\"+244929782402\"}}}}"
for expected in '"queued":true' '"ignored":"duplicate"'; do
  # With CHATWOOT_WEBHOOK_SECRET set for ./run and here alike, Chatwoot's signature takes the key's place.
  if [[ -n ${CHATWOOT_WEBHOOK_SECRET:-} ]]; then
    at=$(date +%s)
    mac=$(printf '%s.%s' "$at" "$chatwoot" | openssl dgst -sha256 -hmac "$CHATWOOT_WEBHOOK_SECRET" | sed 's/.* //')
    answer=$(curl -fsS -X POST "$base/webhook" -H 'Content-Type: application/json' -H "X-Chatwoot-Timestamp: $at" \
      -H "X-Chatwoot-Signature: sha256=$mac" -d "$chatwoot")
  else
    answer=$(json -X POST "$base/webhook" -d "$chatwoot")
  fi
  echo "$answer"
  [[ $answer == *"$expected"* ]] || { echo "wanted $expected" >&2; exit 1; }
done
json -X POST "$base/webhook/test" -d '{
  "phoneNumber": "244929782402",
  "message": "Test message",
  "sessionId": "customer-abc"
}'

say "Health Check"
curl -fsS "$base/health"
echo
call "$base/health"

say "Casos de Uso"
json -X POST "$base/sessions" -d '{"sessionId":"cliente-a","headless":true}'
json -X POST "$base/sessions" -d '{"sessionId":"cliente-b","headless":true}'
json -X POST "$base/sessions/cliente-a/send" -d '{"phoneNumber":"244929782402","message":"Olá do Cliente A"}'
json -X POST "$base/sessions" -d '{"sessionId":"production","headless":true}'
json -X POST "$base/sessions" -d '{"sessionId":"testing","headless":false}'

say "Load balancing, by the server: a pool"
link cliente-a +244923000011
link cliente-b +244923000012
curl -sS -o /dev/null -X DELETE -H "X-Api-Key: $KEY" "$base/api/v1/pools/tour"
json -X POST "$base/api/v1/pools" -d '{"name":"tour","sessions":["cliente-a","cliente-b"]}'
for person in 1 2 3; do
  json -X POST "$base/sessions/pool:tour/send" -d "{\"phoneNumber\":\"24492978240$person\",\"message\":\"Message distributed across sessions\"}"
done
curl -sS -o /dev/null -X DELETE -H "X-Api-Key: $KEY" "$base/api/v1/pools/tour"

say "Exemplo Completo"
json -X POST "$base/sessions" -d '{"sessionId":"my-session","headless":true}'
link my-session +244923000021
call "$base/sessions/my-session/status"
json -X POST "$base/sessions/my-session/send" -d '{"phoneNumber":"244929782402","message":"Hello!"}'
call "$base/sessions"
call -X DELETE "$base/sessions/my-session"
call -X DELETE "$base/sessions/customer-abc"

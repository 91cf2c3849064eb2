#!/usr/bin/env bash
# The fifth document (blast sessions with account information) against a running ./run, with simulated numbers.
# ./run must be running and set up. Usage: KEY=... docs/tour/door-5.sh [http://localhost:8080]
set -euo pipefail
base=${1:-http://localhost:8080}
: "${KEY:?an API key with the scopes read, send and manage}"
json='Content-Type: application/json'
blasts=$base/api/blast-control/sessions

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
call() { curl -fsS "$@" -H "X-Api-Key: $KEY"; }
show() { call "$@" | cut -c 1-1500; echo; }
field() { grep -o "\"$1\":\"\{0,1\}[^\",}]*" | head -n 1 | sed 's/.*:"\{0,1\}//'; }
until_state() {
  for _ in $(seq 100); do
    [[ $(call "$base/api/v1/sessions/$1" | field state) == "$2" ]] && return
    sleep 0.1
  done
  echo "$1 never became $2" >&2
  exit 1
}

say "The number that sends"
if ! call -o /dev/null "$base/api/v1/sessions/wa_business_main" 2>/dev/null; then
  call -o /dev/null "$base/api/v1/sessions" -H "$json" \
    -d '{"id":"wa_business_main","name":"PT. Digital Solutions - Main","engine":"simulator"}'
  until_state wa_business_main qr_generated
  call -o /dev/null "$base/api/v1/simulator/sessions/wa_business_main/scan" -H "$json" -d '{"number":"+628123456789"}'
fi
until_state wa_business_main ready
show -X PUT "$base/api/v1/sessions/wa_business_main/operator" -H "$json" -d '{"plan":"Postpaid"}'

say "A blast, made, filled and started"
blast=$(call "$blasts" -H "$json" -d '{
  "campaignName": "Promo Akhir Tahun",
  "whatsappSessionId": "wa_business_main",
  "messageTemplate": "Hello {{name}}, special offer for you!",
  "config": {
    "messageDelay": {"min": 1000, "max": 3000},
    "contactDelay": {"min": 2000, "max": 5000},
    "businessHours": {"enabled": false}
  }
}' | field sessionId)
echo "$blast"
printf 'phone;name\n+628111000001;Adi\n+628111000002;Budi\n+628111000003;Citra\n' |
  call -o /dev/null "$base/api/v1/campaigns/$blast/recipients" -H 'Content-Type: text/csv' --data-binary @-
show -X POST "$blasts/$blast/start"

say "All blasts, with the accounts that send them"
show "$blasts"

say "Those that are running, one to a page"
show "$blasts?status=RUNNING&limit=1&offset=0"

say "Paused, resumed, stopped"
for deed in pause resume stop; do
  call -X POST "$blasts/$blast/$deed" | field status
done

say "What does not exist"
missing=$(curl -sS -X POST "$blasts/blast_20200101_001/start" -H "X-Api-Key: $KEY" -H 'Accept-Language: id' -w ' (%{http_code})')
echo "$missing"
[[ $missing == *'(404)' ]]

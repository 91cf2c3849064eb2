#!/usr/bin/env bash
# Every curl of the first document (campaigns with a live change of session), against a running ./run with simulated numbers.
# ./run must be running and set up. Usage: KEY=... docs/tour/door-1.sh [http://localhost:8080]
set -euo pipefail
base=${1:-http://localhost:8080}
: "${KEY:?a token, or an API key with the scopes read, send and manage}"
campaigns=$base/api/whatsapp-campaigns

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
call() { curl -fsS "$@" -H "Authorization: Bearer $KEY"; }
json() { call "$@" -H 'Content-Type: application/json'; }
field() { grep -o "\"$1\":\"\{0,1\}[^\",}]*" | head -n 1 | sed 's/.*:"\{0,1\}//'; }
until_state() {
  for _ in $(seq 300); do [[ $(call "$base/api/v1/sessions/$1" | field state) == "$2" ]] && return; sleep 0.1; done
  echo "$1 never became $2" >&2
  exit 1
}
# refused STATUS TEXT ARGUMENTS…: the call is refused with this status and this text.
refused() {
  local status=$1 text=$2 answer
  shift 2
  answer=$(curl -sS "$@" -H "Authorization: Bearer $KEY" -w ' (%{http_code})')
  echo "$answer"
  [[ $answer == *"\"message\":\"$text\""*"($status)" ]] || { echo "wanted $status: $text" >&2; exit 1; }
}

say "Three sessions: two are linked, one is not"
number=1
for session in vecchia-sessione nuova-sessione-whatsapp sessione-disconnessa; do
  curl -sS -o /dev/null "$base/api/v1/sessions" -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \
    -d "{\"id\":\"$session\",\"engine\":\"simulator\"}"
done
for session in vecchia-sessione nuova-sessione-whatsapp; do
  if [[ $(call "$base/api/v1/sessions/$session" | field state) != ready ]]; then
    until_state $session qr_generated
    json -o /dev/null "$base/api/v1/simulator/sessions/$session/scan" -d "{\"number\":\"+3933340000$number$number\"}"
  fi
  until_state $session ready
  number=$((number + 1))
done
call "$base/api/whatsapp-sessions"
echo
call "$base/api/whatsapp-sessions/nuova-sessione-whatsapp"
echo

say "A campaign that runs on the first"
id=$(json "$campaigns" -d '{
  "name": "Campagna Test",
  "whatsappSessionId": "vecchia-sessione",
  "template": "Ciao {{nome|amico}}!",
  "config": { "messageDelay": { "min": 1000, "max": 1000 } }
}' | field _id)
{ echo 'telefono;nome'; for i in $(seq 10 29); do echo "+39333500${i}00;Persona $i"; done; } |
  call -o /dev/null "$base/api/v1/campaigns/$id/recipients" -H 'Content-Type: text/csv' --data-binary @-
call -X POST "$campaigns/$id/start"
echo

say "The change: what it would do, and done"
json -X PUT "$campaigns/$id/change-session?dryRun=true" -d '{"newWhatsappSessionId": "nuova-sessione-whatsapp"}'
echo
curl -fsS -X PUT "$campaigns/$id/change-session" \
  -H "Authorization: Bearer $KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "newWhatsappSessionId": "nuova-sessione-whatsapp"
  }'
echo

say "Test Errori"
refused 404 'Nuova sessione WhatsApp non trovata o non autorizzata' -X PUT "$campaigns/$id/change-session" \
  -H "Content-Type: application/json" \
  -d '{"newWhatsappSessionId": "sessione-inesistente"}'
refused 400 'La nuova sessione WhatsApp deve essere connessa e attiva' -X PUT "$campaigns/$id/change-session" \
  -H "Content-Type: application/json" \
  -d '{"newWhatsappSessionId": "sessione-disconnessa"}'
refused 400 'newWhatsappSessionId è obbligatorio' -X PUT "$campaigns/$id/change-session" \
  -H "Content-Type: application/json" \
  -d '{}'
refused 400 'La nuova sessione deve essere diversa da quella attuale' -X PUT "$campaigns/$id/change-session" \
  -H "Content-Type: application/json" \
  -d '{"newWhatsappSessionId": "nuova-sessione-whatsapp"}'
refused 404 'Campagna non trovata' -X PUT "$campaigns/64f5a1b2c3d4e5f6a7b8c9d0/change-session" \
  -H "Content-Type: application/json" \
  -d '{"newWhatsappSessionId": "nuova-sessione-whatsapp"}'

say "Paused, resumed, stopped"
for deed in pause resume stop; do
  call -X POST "$campaigns/$id/$deed" | field status
done

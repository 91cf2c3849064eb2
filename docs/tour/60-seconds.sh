#!/usr/bin/env bash
# The 60-second tour of the README, as a script: ./run must be running on fresh data, with simulated numbers.
# Usage: docs/tour/60-seconds.sh [http://localhost:8080] [data folder]
set -euo pipefail
base=${1:-http://localhost:8080}
data=${2:-data}

post() { curl -fsS -X POST "$base$1" -H 'Content-Type: application/json' ${key:+-H "X-Api-Key: $key"} -d "${2:-{\}}"; }
get() { curl -fsS "$base$1" -H "X-Api-Key: $key"; }
field() { grep -o "\"$1\":\"\{0,1\}[^\",}]*" | head -n 1 | sed 's/.*:"\{0,1\}//'; }
until_state() {
  for _ in $(seq 300); do [[ $(get "/api/v1/sessions/$1" | field state) == "$2" ]] && return; sleep 0.1; done
  echo "Session $1 did not become $2:" >&2
  get "/api/v1/sessions/$1" >&2
  exit 1
}

until [[ -s $data/setup-token ]]; do sleep 0.1; done

# 1. The one-time token makes you the owner and gives a key.
key=$(post /api/v1/setup "{\"token\":\"$(cat "$data/setup-token")\",\"email\":\"you@example.org\",\"password\":\"a long pass phrase\"}" | field apiKey)

# 2. Two numbers: each shows a QR code, and a simulated phone scans it.
for number in anna bruno; do
  post /api/v1/sessions "{\"id\":\"$number\",\"name\":\"$number\",\"engine\":\"simulator\"}" >/dev/null
  until_state $number qr_generated
  post "/api/v1/simulator/sessions/$number/scan" >/dev/null
  until_state $number ready
done

# 3. A campaign from a CSV; the row that is no number is reported, the others go.
campaign=$(post /api/v1/campaigns '{"name":"Invito","sessionId":"anna","template":"Ciao {{nome|amico}}, ci vediamo sabato!"}' | field id)
printf 'telefono;nome\n+39 333 1000001;Gio\n333 1000002;Ugo\nnon un numero;No\n+39 333 1000004;\n' |
  curl -fsS -X POST "$base/api/v1/campaigns/$campaign/recipients" -H "X-Api-Key: $key" -H 'Content-Type: text/csv' --data-binary @-
echo
post "/api/v1/campaigns/$campaign/start" >/dev/null

# 4. Change the number while it runs: one row changes, whatever waits.
curl -fsS -X PUT "$base/api/v1/campaigns/$campaign/session" -H "X-Api-Key: $key" -H 'Content-Type: application/json' -d '{"sessionId":"bruno"}'
echo

# 5. Watch it end, and see what really arrived.
for _ in $(seq 1200); do
  status=$(get "/api/v1/campaigns/$campaign" | field status)
  [[ $status == completed ]] && break
  sleep 0.1
done
get "/api/v1/simulator/ledger?after=0"
echo
[[ $status == completed ]] || { echo "The campaign is $status:" >&2; get "/api/v1/campaigns/$campaign" >&2; exit 1; }

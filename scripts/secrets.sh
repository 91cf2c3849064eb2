#!/usr/bin/env bash
# secrets.sh FILE|FOLDER...: fails if a secret stands in them. Looked for are the forms in secret-forms.txt, and the value of
# every constant in the tests whose name says that it is a secret. Says where, never what.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

grep -v -e '^#' -e '^$' "$root/scripts/secret-forms.txt" >"$work/forms"
# Short ones are words that stand anywhere.
grep -rhoE --include='*.java' '(SECRET|TOKEN|API_KEY|PASSWORD|HMAC_KEY)[A-Z0-9_]* = "[^"\\]{10,}"' \
  "$root"/server/src/test "$root"/engines/*/src/test | sed 's/^[^"]*"\(.*\)"$/\1/' | sort -u >"$work/values"

# places PATH...: file and line of everything that is found.
places() {
  {
    grep -rnaHE -f "$work/forms" -- "$@" || true
    grep -rnaHF -f "$work/values" -- "$@" || true
  } | cut -d : -f 1,2 | sort -u
}

# A search that finds nothing proves nothing unless it would have found something.
{
  printf 'a key: stf_%s_%s\n' 0123abcd 0123456789abcdefghijABCDEFGHIJ
  printf 'a value: %s.\n' "$(head -n 1 "$work/values")"
} >"$work/planted"
if (($(places "$work/planted" | wc -l) != 2)); then
  echo "scripts/secrets.sh does not find what was put there for it to find." >&2
  exit 2
fi

found=$(places "$@")
if [[ -n $found ]]; then
  echo "Secrets stand in what the tests wrote:" >&2
  echo "$found" >&2
  exit 1
fi
echo "No secret in what the tests wrote: $(wc -l <"$work/forms") forms and $(wc -l <"$work/values") values were looked for."

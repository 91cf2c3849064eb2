#!/usr/bin/env bash
# holes.sh: fails if something that the product is made of has a known hole that is serious: high or critical. Packages of npm
# are asked for at the registry, all others at the database that grype keeps on this machine. What could not be looked up is
# said to be unknown, with the reason, and never taken for good.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
holes=0

# Reads what npm audit wrote: "HOLES n", or "UNKNOWN why".
verdict() {
  node -e '
    const fs = require("fs");
    let told = {};
    try { told = JSON.parse(fs.readFileSync(process.argv[1], "utf8")); } catch { /* it said nothing that can be read */ }
    const found = told.metadata?.vulnerabilities;
    if (found) console.log("HOLES " + (found.high + found.critical));
    else console.log("UNKNOWN " + (told.message ?? told.error?.summary ?? "npm gave no answer").split("\n")[0]);
  ' "$1"
}

npm_holes() {
  local folder=$1 said
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "Known holes, $folder: unknown, skipped: there is no npm here"
    return
  fi
  (cd "$root/$folder" && npm audit --package-lock-only --omit dev --json --fetch-retries=0 --fetch-timeout=10000 \
    >"$work/audit.json" 2>/dev/null) || true
  said=$(verdict "$work/audit.json")
  case $said in
    "HOLES 0") echo "Known holes, $folder: no serious one" ;;
    HOLES*)
      echo "Known holes, $folder: ${said#HOLES } serious ones; npm audit in $folder names them" >&2
      holes=1
      ;;
    *) echo "Known holes, $folder: unknown, skipped: ${said#UNKNOWN }" ;;
  esac
}

java_holes() {
  if ! command -v grype >/dev/null; then
    echo "Known holes, Java: unknown, skipped: there is no grype here, with a database of holes"
    return
  fi
  if [[ ! -s $root/target/sbom/java.json ]]; then
    "$root/scripts/sbom.sh" >/dev/null
  fi
  if ! GRYPE_DB_AUTO_UPDATE=${GRYPE_DB_AUTO_UPDATE:-false} grype db status >"$work/db" 2>&1; then
    echo "Known holes, Java: unknown, skipped: grype has no database that holds: $(head -n 1 "$work/db")"
    return
  fi
  if GRYPE_DB_AUTO_UPDATE=${GRYPE_DB_AUTO_UPDATE:-false} grype -q --fail-on high "sbom:$root/target/sbom/java.json" \
    >"$work/java" 2>&1; then
    echo "Known holes, Java: no serious one"
  else
    echo "Known holes, Java: there are serious ones, or grype failed:" >&2
    cat "$work/java" >&2
    holes=1
  fi
}

npm_holes dashboard
npm_holes engines/baileys/sidecar
java_holes
exit "$holes"

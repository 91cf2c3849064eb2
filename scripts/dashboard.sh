#!/usr/bin/env bash
# Builds the dashboard if its sources changed, and lays it into a folder of classes: scripts/dashboard.sh CLASSES
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
readonly dashboard="$root/dashboard"
# shellcheck source=scripts/toolchain.sh
source "$root/scripts/toolchain.sh"

sources() {
  find "$dashboard" \( -name node_modules -o -name dist -o -name e2e \) -prune -o -type f -print0 | LC_ALL=C sort -z |
    xargs -0 cksum | cksum
}

# What npm has to fetch is only looked at when the lock file changed.
packages() {
  local lock
  lock=$(cksum <"$dashboard/package-lock.json")
  if [[ $(cat "$dashboard/node_modules/.staffetta" 2>/dev/null) != "$lock" ]]; then
    npm ci --no-audit --no-fund --loglevel=error || fail "npm ci failed in $dashboard"
    echo "$lock" >"$dashboard/node_modules/.staffetta"
  fi
}

build() {
  local now
  now=$(sources)
  if [[ $(cat "$dashboard/dist/.sources" 2>/dev/null) == "$now" ]]; then
    return
  fi
  find_node
  packages
  npm run --silent build || fail "the dashboard does not build"
  echo "$now" >"$dashboard/dist/.sources"
}

lay_into() {
  rm -rf "$1/static" "$1/dashboard"
  mkdir -p "$1/static" "$1/dashboard"
  cp -R "$dashboard/dist/assets" "$dashboard/dist/favicon.svg" "$1/static/"
  cp "$dashboard/dist/"{index,docs,swagger}.html "$1/dashboard/"
}

cd "$dashboard"
build
[[ -z ${1:-} ]] || lay_into "$1"

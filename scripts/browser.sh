#!/usr/bin/env bash
# Looks through the dashboard's sources, then tries it in a real browser against the packaged product. What it looked like
# is in dashboard/e2e/out afterwards.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
# shellcheck source=scripts/toolchain.sh
source "$root/scripts/toolchain.sh"

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [[ -n $name ]] && command -v "$name" >/dev/null; then
      CHROMIUM=$(command -v "$name")
      export CHROMIUM
      return
    fi
  done
  return 1
}

# As root on Debian it is fetched; elsewhere its user is told.
install_chromium() {
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 1
  echo "Installing Chromium for the browser checks ..."
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
}

find_chromium || { install_chromium && find_chromium; } ||
  fail "the browser checks need Chromium: install it (apt install chromium), or say where it is with CHROMIUM"
"$root/run" build >/dev/null
cd "$root/dashboard"
rm -rf e2e/out
npm run --silent check
npm run --silent e2e

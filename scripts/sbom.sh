#!/usr/bin/env bash
# sbom.sh: writes what the product is made of as CycloneDX lists: target/sbom/java.json from Maven, and one from each npm lock
# file, target/sbom/dashboard.json and target/sbom/baileys-sidecar.json. Tools and tests are not in them.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
readonly lists="$root/target/sbom"
# shellcheck source=scripts/toolchain.sh
source "$root/scripts/toolchain.sh"

# Nothing is compiled for it.
java_list() {
  (cd "$root" && mvn -B -ntp -q org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom -DincludeTestScope=false \
    -DoutputReactorProjects=false -DoutputFormat=json -DoutputDirectory="$lists" -DoutputName=java -Dcyclonedx.skipAttach=true) ||
    fail "Maven wrote no list of what the product is made of"
}

# npm_list FOLDER NAME: from the lock file alone; nothing is installed.
npm_list() {
  (cd "$root/$1" && npm sbom --sbom-format cyclonedx --package-lock-only --omit dev --loglevel=error >"$lists/$2.json") ||
    fail "npm wrote no list for $1"
}

count() {
  node -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).components.length)' "$1"
}

find_java
find_maven
find_node
mkdir -p "$lists"
java_list
npm_list dashboard dashboard
npm_list engines/baileys/sidecar baileys-sidecar
for list in java dashboard baileys-sidecar; do
  echo "target/sbom/$list.json: $(count "$lists/$list.json") components"
done

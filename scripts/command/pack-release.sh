#!/usr/bin/env bash
# pack-release.sh TAG FOLDER: writes into the folder what a release of the tag has, and its notes from the changelog.
set -euo pipefail
tag=$1 folder=$2 version=${1#v}
for package in package.json cli/package.json; do
  found=$(node -p 'require(require("node:path").resolve(process.argv[1])).version' "$package")
  [ "$found" = "$version" ] || { echo "the tag is $tag, and $package has the version $found: set it to $version" >&2; exit 1; }
done
mkdir -p "$folder"
awk -v heading="## [$version]" 'index($0, "## [") == 1 { inside = index($0, heading) == 1; next } inside' CHANGELOG.md >"$folder/notes.md"
[ -s "$folder/notes.md" ] || { echo "CHANGELOG.md has no heading ## [$version]: move [Unreleased] to it" >&2; exit 1; }
npm pack --workspace cli --pack-destination "$folder" --silent >/dev/null
node scripts/command/bill-of-materials.mjs "$folder/spawn-ami-cli-$version.cdx.json"

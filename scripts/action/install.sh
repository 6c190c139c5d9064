#!/usr/bin/env bash
# Builds the command from the checkout of the action, which the workflow has pinned, and puts it on the PATH.
set -euo pipefail
cd "$(dirname "$0")/../.."
npm ci --workspace cli --include-workspace-root=false --ignore-scripts --no-audit --no-fund
node build.mjs command
bin="$RUNNER_TEMP/spawn-command"
mkdir -p "$bin"
ln -sf "$PWD/cli/bin/spawn.js" "$bin/spawn"
echo "$bin" >>"$GITHUB_PATH"

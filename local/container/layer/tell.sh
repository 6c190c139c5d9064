#!/bin/sh
# Tells local mode something, or asks it and waits for its answer: `http FOLDER` prints the status of the answer.
here=/run/spawn-local
printf '%s\n' "$*" >"$here/told"
[ "$1" = http ] || exit 0
# Local mode runs outside: the file appears when its answer is there.
until [ -e "$2/status" ]; do sleep 0.1; done
cat "$2/status"

#!/bin/bash
# Thaws the file systems of an instance as soon as that is asked for, and at the latest when the time is over.
set -u
umask 077
# The folder stays: a command that is delivered twice finds it and does nothing.
: >"$WORK/armed"
for _ in $(seq 1 "$FREEZE_SECONDS"); do
  [ -d "$WORK/end" ] && break
  sleep 1
done
mkdir "$WORK/end" 2>/dev/null && echo expired >"$WORK/end/reason"
# The last frozen first.
thaw() {
  tac "$WORK/mounts" | while IFS= read -r mount; do
    [ "$mount" = "$(cat "$WORK/foreign")" ] || fsfreeze --unfreeze "$mount"
  done
} 2>/dev/null
# A freeze that is under way may end after the first thaw.
for _ in $(seq 1 600); do
  settled=no
  [ -e "$WORK/settled" ] && settled=yes
  thaw
  [ "$settled" = yes ] && break
  sleep 1
done
for _ in 1 2 3; do
  curl --fail --silent --max-time 10 --output /dev/null --request PUT --upload-file "$WORK/end/reason" "$THAWED_URL" && break
  sleep 1
done
rm -rf "$WORK"/*

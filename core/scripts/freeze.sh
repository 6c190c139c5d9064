#!/bin/bash
# Freezes the file systems of an instance until its snapshots have started. It runs as a unit of its own with its files in memory, so
# that it needs neither the agent nor a log while they are frozen. The guard that thaws them runs before the first is frozen. Without
# RELEASE_URL there is no guard: they stay frozen, since the instance is terminated after its image.
set -u
umask 077
put() { curl --fail --silent --max-time 10 --retry 2 --output /dev/null --request PUT --upload-file "$1" "$2"; }
# Who makes the folder has decided how it ends: the guard when the time is over, or this script.
finish() { mkdir "$WORK/end" 2>/dev/null && echo "$1" >"$WORK/end/reason"; }
give_up() {
  echo "failed: $1" >"$WORK/report"
  finish "failed: $1"
  : >"$WORK/settled"
  put "$WORK/report" "$FROZEN_URL"
  exit 1
}

command -v fsfreeze >/dev/null || give_up 'fsfreeze is not installed'
# File systems that can be written and can be frozen, each once: a bind mount has the device of another.
devices=' '
mounts=()
while read -r device mount type options _; do
  case $type in ext2 | ext3 | ext4 | xfs | btrfs | f2fs | jfs) ;; *) continue ;; esac
  case ",$options," in *,ro,*) continue ;; esac
  case $devices in *" $device "*) continue ;; esac
  devices="$devices$device "
  mounts+=("$(printf '%b' "$mount")")
done </proc/mounts
[ "${#mounts[@]}" -gt 0 ] || give_up 'no file system can be frozen'
# What is written now need not be written while programs wait.
timeout 120 sync

if [ -n "$RELEASE_URL" ]; then
  systemd-run --collect --no-block --unit="spawn-thaw-$LOCK" --property=StandardOutput=null --property=StandardError=null \
    --property=OOMScoreAdjust=-1000 /bin/bash "$WORK/thaw" || give_up 'the guard could not be started'
  for _ in $(seq 1 20); do
    [ -e "$WORK/armed" ] && break
    sleep 0.5
  done
  [ -e "$WORK/armed" ] || give_up 'the guard did not start'
fi

# The last mounted first: it may lie in a file of another. The guard knows each before it is frozen.
for ((i = ${#mounts[@]} - 1; i >= 0; i--)); do
  [ -d "$WORK/end" ] && break
  echo "${mounts[i]}" >>"$WORK/mounts"
  if ! problem=$(fsfreeze --freeze "${mounts[i]}" 2>&1); then
    # What somebody else has frozen is not ours to thaw.
    echo "${mounts[i]}" >"$WORK/foreign"
    give_up "${mounts[i]}: $problem"
  fi
done
: >"$WORK/settled"
echo frozen >"$WORK/report"
put "$WORK/report" "$FROZEN_URL"
[ -n "$RELEASE_URL" ] || exit 0
until [ -d "$WORK/end" ]; do
  if curl --fail --silent --max-time 5 --output /dev/null "$RELEASE_URL"; then finish released; else sleep 1; fi
done

#!/bin/bash
# Runs one script of a recipe: fetched to memory-backed storage, its output shown while it runs and kept whole (100 MB).
set -u
umask 077
export HOME="${HOME:-/root}"
work=$(mktemp -d /run/spawn.XXXXXX)
trap 'rm -rf "$work"' EXIT
curl --fail --silent --show-error --retry 5 --output "$work/script" "$SCRIPT_URL" || exit 250
if [ -n "$ENVIRONMENT_URL" ]; then
  curl --fail --silent --show-error --retry 5 --output "$work/environment" "$ENVIRONMENT_URL" || exit 250
fi
# Systems Manager may deliver a script twice, as when the answer to its request was lost: the second waits for the first and ends as that does.
# A reboot takes the lock away, and the script runs again as Run Command does it.
lock=/run/spawn/script-$LOCK
mkdir -p /run/spawn
if ! mkdir "$lock" 2>/dev/null; then
  until [ -f "$lock/code" ]; do sleep 2; done
  exit "$(cat "$lock/code")"
fi
# On a fresh Ubuntu or Debian: apt-get waits for the lock of packages as its settings say, but never for that of the lists.
if [ -e /etc/apt/apt.conf.d/99spawn-wait-for-lock ]; then
  timeout 300 cloud-init status --wait
  for _ in $(seq 1 150); do
    systemctl show --property=ActiveState apt-daily.service apt-daily-upgrade.service | grep -q activating || break
    sleep 2
  done
fi >/dev/null 2>&1
interpreter=/bin/bash
first=$(head -n 1 "$work/script")
case $first in '#!'*) interpreter=${first#'#!'} ;; esac
run() {
  cd "$HOME" || exit 250
  if [ -f "$work/environment" ]; then
    set -a
    # shellcheck disable=SC1091
    . "$work/environment"
    set +a
    rm -f "$work/environment"
  fi
  # shellcheck disable=SC2086
  umask 022 && $interpreter "$work/script"
}
{
  (run) 2>&1
  echo $? >"$work/code"
} | tee "$work/output"
curl --fail --silent --show-error --retry 5 --request PUT --upload-file "$work/output" "$OUTPUT_URL" || echo 'spawn: the output could not be kept' >&2
mv "$work/code" "$lock/code"
exit "$(cat "$lock/code")"

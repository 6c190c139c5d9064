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
# What survives a reboot: the output so far, and how often the script has asked for one.
kept=/var/lib/spawn/$(printf %s "${OUTPUT_URL%%\?*}" | sha256sum | cut -c 1-16)
# At the boot after a reboot of its own, cloud-init runs again.
if [ -n "$CHECK_USER_DATA" ] && [ ! -f "$kept.reboots" ] && user_data_runs; then
  echo 'spawn: user data still runs (cloud-init status), so nothing was done'
  echo 249 >"$lock/code"
  exit 249
fi

# The first line as the kernel reads it: a path, and all that follows is one argument.
interpreter=/bin/bash
argument=''
IFS= read -r first <"$work/script"
case $first in '#!'*) read -r interpreter argument <<<"${first#'#!'}" ;; esac
[ -n "$interpreter" ] || interpreter=/bin/bash
run() {
  cd "$HOME" || exit 1
  if [ -f "$work/environment" ]; then
    set -a
    # shellcheck disable=SC1091
    . "$work/environment"
    set +a
    rm -f "$work/environment"
  fi
  if [ ! -x "$interpreter" ]; then
    echo "spawn: ${interpreter//$'\r'/^M}: bad interpreter: No such file or directory"
    exit 127
  fi
  umask 022
  if [ -n "$argument" ]; then "$interpreter" "$argument" "$work/script"; else "$interpreter" "$work/script"; fi
}
{
  (run) 2>&1
  echo $? >"$work/code"
} | tee "$work/output"
code=$(cat "$work/code")
case $code in
249 | 250 | 251)
  echo "spawn: the script ended with exit code $code, which is reported as 1" | tee -a "$work/output"
  code=1
  ;;
esac
if [ "$code" -eq 194 ]; then
  reboots=$(cat "$kept.reboots" 2>/dev/null || echo 0)
  reboots=$((reboots + 1))
  if [ "$reboots" -gt 10 ]; then
    echo 'spawn: the script asked for more than 10 reboots' | tee -a "$work/output"
    code=251
  fi
fi
if [ -f "$kept.output" ]; then cat "$kept.output" "$work/output" >"$work/whole"; else mv "$work/output" "$work/whole"; fi
curl --fail --silent --show-error --retry 5 --request PUT --upload-file "$work/whole" "$OUTPUT_URL" || echo 'spawn: the output could not be kept' >&2
rm -f "$kept.output" "$kept.reboots"
if [ "$code" -eq 194 ]; then
  if ! { mkdir -p /var/lib/spawn && cp "$work/whole" "$kept.output" && echo "$reboots" >"$kept.reboots"; }; then
    echo 'spawn: /var/lib/spawn cannot be written, so the script is not run again' >&2
    code=252
  fi
else
  rmdir /var/lib/spawn 2>/dev/null
fi
echo "$code" >"$work/code"
mv "$work/code" "$lock/code"
exit "$code"

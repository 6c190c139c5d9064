#!/bin/bash
# The last thing that runs on a builder, detached from the agent that it removes: list packages, clean, look for residue, report.
set -u
umask 077
export HOME=/root
put() { curl --fail --silent --show-error --retry 5 --request PUT --upload-file "$1" "$2"; }

{
  # Not every system has a code name.
  # shellcheck disable=SC1091
  (set +u && . /etc/os-release && printf 'os\t%s\t%s\t%s\t%s\n' "$NAME" "$VERSION_ID" "$ID" "$VERSION_CODENAME")
  command -v rpm >/dev/null && rpm -qa --queryformat 'rpm\t%{NAME}\t%{VERSION}-%{RELEASE}\t%{ARCH}\t%{EPOCHNUM}\n'
  # What was removed and has left its settings is still listed, as another status.
  command -v dpkg-query >/dev/null && dpkg-query -W --showformat='${db:Status-Status}\tdpkg\t${Package}\t${Version}\t${Architecture}\t${source:Package}\n' | sed -n 's/^installed\t//p'
  for pip in pip3 pip3.11 pip3.12; do
    command -v "$pip" >/dev/null && "$pip" list --format=freeze 2>/dev/null | sed -n "s/^\(.*\)==\(.*\)$/pip\t\1\t\2/p"
  done
} | sort -u >/run/spawn/packages
put /run/spawn/packages "$PACKAGES_URL"

cleanup_code=0
if [ -n "$CLEANUP_URL" ]; then
  if curl --fail --silent --show-error --retry 5 --output /run/spawn/cleanup "$CLEANUP_URL"; then
    (
      set -a
      # shellcheck disable=SC1091
      [ -f /run/spawn/environment ] && . /run/spawn/environment
      set +a
      umask 022
      bash /run/spawn/cleanup
    ) >/run/spawn/cleanup.log 2>&1
    cleanup_code=$?
  else
    cleanup_code=-1
  fi
fi

# What the user data of a builder has set.
rm -f /etc/apt/apt.conf.d/99spawn-wait-for-lock

# What the image says of itself. A README.txt that the recipe wrote is kept; one of ours, which the base may have brought, is not.
if [ -n "$MANIFEST" ]; then
  mkdir -p /opt
  readme=/opt/README.txt
  if [ -e "$readme" ] && [ "$(head -n 1 "$readme")" != "$MANIFEST_TITLE" ]; then readme=/opt/README.spawn.txt; fi
  printf '%s' "$MANIFEST" >"$readme"
  chmod 644 "$readme"
fi

systemctl stop amazon-ssm-agent >/dev/null 2>&1 || snap stop amazon-ssm-agent >/dev/null 2>&1
rm -rf /var/lib/amazon/ssm/* /var/log/amazon/ssm/*

# What tells machines apart. The unit would save a new seed when the builder is stopped; stopped now, it has done so.
systemctl stop systemd-random-seed >/dev/null 2>&1
rm -f /var/lib/systemd/random-seed /var/lib/random-seed /var/lib/urandom/random-seed
# snapd makes a key and asks for a serial of its own after the next boot.
if [ -e /run/snapd.socket ]; then
  curl --silent --max-time 60 --unix-socket /run/snapd.socket --request POST --header 'Content-Type: application/json' \
    --data '{"action":"forget","no-registration-until-reboot":true}' http://localhost/v2/model/serial >/dev/null
fi
rm -rf /var/lib/snapd/device/private-keys-v1/* /var/lib/snapd/assertions/asserts-v0/serial

SEARCH_SECONDS=$((CLEAN_SECONDS - SECONDS)) bash /run/spawn/residue "$cleanup_code" >/run/spawn/report
rm -f /run/spawn/environment /run/spawn/secrets
# A spot builder cannot be stopped for its image. What runs now is read, and writes to memory only.
if [ -e /run/spawn/hold/freeze ]; then bash /run/spawn/hold/freeze >/dev/null 2>&1; fi
put /run/spawn/report "$REPORT_URL"

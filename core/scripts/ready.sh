#!/bin/bash
# Tells the build that the machine is up, so that it looks for the SSM agent. The machine ends itself if nobody else does; the timer lives under /run.
set -u
umask 077
shutdown -P "+$SHUTDOWN_MINUTES" >/dev/null 2>&1
# Ubuntu and Debian update their packages by themselves after the first boot; what is written here goes when the builder is cleaned.
if command -v apt-get >/dev/null; then
  echo 'DPkg::Lock::Timeout "600";' >/etc/apt/apt.conf.d/99spawn-wait-for-lock
  systemctl stop apt-daily.timer apt-daily-upgrade.timer
fi >/dev/null 2>&1
# INSTALL_AGENT
for _ in $(seq 1 30); do
  curl --fail --silent --show-error --retry 5 --request PUT --data ready "$READY_URL" && exit 0
  sleep 2
done
echo 'spawn: the machine could not tell that it is up' >&2
exit 1

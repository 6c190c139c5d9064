#!/bin/bash
# Searches an instance that goes on running for what an image must not carry, and keeps the report. It changes nothing.
set -u
umask 077
mkdir -p /run
work=$(mktemp -d /run/spawn.XXXXXX)
trap 'rm -rf "$work"' EXIT
if [ -n "$CHECK_USER_DATA" ] && user_data_runs; then
  echo 'spawn: user data still runs (cloud-init status), so nothing was done'
  exit 249
fi
curl --fail --silent --show-error --retry 5 --output "$work/residue" "$SEARCH_URL" || exit 250
SEARCH_SECONDS=$SEARCH_SECONDS SEARCH_WORK=$work bash "$work/residue" 0 >"$work/report" || exit 1
curl --fail --silent --show-error --retry 5 --request PUT --upload-file "$work/report" "$REPORT_URL" || exit 250

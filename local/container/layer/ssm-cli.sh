#!/bin/sh
# Stand-in of local mode for ssm-cli.
. /run/spawn-local/facts
if [ "$1" = get-instance-information ]; then
  printf '{"instance-id":"%s","region":"%s","release-version":"3.3.1957.0"}\n' "$INSTANCE_ID" "$REGION"
else
  echo "ssm-cli: the stand-in of local mode knows get-instance-information, not '$1'" >&2
  exit 255
fi

#!/bin/sh
# Stand-in of local mode for shutdown, poweroff, halt and reboot: local mode does what EC2 would do.
name=$(basename "$0")
verb=shutdown
[ "$name" != reboot ] || verb=reboot
minutes=0
[ "$name" != shutdown ] || minutes=1
for word; do
  case $word in
    -r | --reboot) verb=reboot ;;
    -c) verb=cancel ;;
    -k) exit 0 ;;
    now | +0) minutes=0 ;;
    +*) minutes=${word#+} ;;
    -*) ;;
    *:*)
      echo "$name: local mode's stand-in knows now and +MINUTES, not $word" >&2
      exit 1
      ;;
  esac
done
exec /run/spawn-local/bin/tell-local-mode power "$verb" "$minutes"

#!/bin/sh
# In front of systemd-run: local mode lets time run at its real pace until the unit has ended. Without systemd it is a
# stand-in, which runs the command detached.
here=/run/spawn-local
token=$$-$(date +%s%N)
"$here/bin/tell-local-mode" busy "$token"
for folder in $(echo "$PATH" | tr : ' '); do
  if [ "$(cat /proc/1/comm)" = systemd ] && [ "$folder" != "$here/bin" ] && [ -x "$folder/systemd-run" ]; then
    exec "$folder/systemd-run" --property="ExecStopPost=$here/bin/tell-local-mode idle $token" --setenv="PATH=$PATH" "$@"
  fi
done
echo 'systemd-run: stand-in of local mode' >&2
while :; do
  case $1 in
    --unit | --property | -p | -u | --setenv | -E) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
setsid sh -c '"$@"; "$0" idle '"$token" "$here/bin/tell-local-mode" "$@" >/dev/null 2>&1 </dev/null &

#!/bin/sh
# In front of systemctl: local mode does what switches the machine off. Without systemd it is a stand-in, which runs the
# command of a unit in the background.
here=/run/spawn-local
case " $* " in
  *' reboot '*) exec "$here/bin/reboot" ;;
  *' poweroff '* | *' halt '*) exec "$here/bin/poweroff" ;;
esac
for folder in $(echo "$PATH" | tr : ' '); do
  if [ "$(cat /proc/1/comm)" = systemd ] && [ "$folder" != "$here/bin" ] && [ -x "$folder/systemctl" ]; then exec "$folder/systemctl" "$@"; fi
done
verb='' units='' now=''
for word; do
  case $word in
    --now) now=1 ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$word; else units="$units $word"; fi ;;
  esac
done
echo "systemctl: stand-in of local mode" >&2
mkdir -p "$here/units"
file_of() {
  for folder in /run/systemd/system /etc/systemd/system /lib/systemd/system /usr/lib/systemd/system; do
    [ ! -e "$folder/$1" ] || { echo "$folder/$1" && return 0; }
  done
  echo "Failed to find unit $1 (stand-in of local mode)" >&2
  return 1
}
is_active() { [ -e "$here/units/$1" ] && kill -0 "$(cat "$here/units/$1")" 2>/dev/null; }
start() {
  if is_active "$1"; then return 0; fi
  file=$(file_of "$1") || return 5
  command=$(sed -n 's/^ExecStart=[-@:+!]*//p' "$file" | head -n 1)
  kind=$(sed -n 's/^Type=//p' "$file" | head -n 1)
  if [ "$kind" = oneshot ]; then sh -c "$command"; return; fi
  setsid sh -c 'echo $$ >"$0"; exec sh -c "exec $1"' "$here/units/$1" "$command" >/dev/null 2>&1 </dev/null &
  sleep 0.2
}
stop() {
  if is_active "$1"; then kill -TERM -- "-$(cat "$here/units/$1")" 2>/dev/null || kill -TERM "$(cat "$here/units/$1")"; fi
  rm -f "$here/units/$1"
}
code=0
for unit in $units; do
  case $unit in *.*) ;; *) unit=$unit.service ;; esac
  case $verb in
    start) start "$unit" || code=$? ;;
    stop) stop "$unit" ;;
    restart | reload-or-restart | try-restart) stop "$unit" && { start "$unit" || code=$?; } ;;
    enable)
      file=$(file_of "$unit") || { code=1 && continue; }
      mkdir -p /etc/systemd/system/multi-user.target.wants
      ln -sf "$file" "/etc/systemd/system/multi-user.target.wants/$unit"
      [ -z "$now" ] || start "$unit" || code=$?
      ;;
    disable)
      rm -f "/etc/systemd/system/multi-user.target.wants/$unit"
      [ -z "$now" ] || stop "$unit"
      ;;
    mask) ln -sf /dev/null "/etc/systemd/system/$unit" ;;
    unmask) rm -f "/etc/systemd/system/$unit" ;;
    is-active) if is_active "$unit"; then echo active; else echo inactive && code=3; fi ;;
    is-enabled) if [ -e "/etc/systemd/system/multi-user.target.wants/$unit" ]; then echo enabled; else echo disabled && code=1; fi ;;
    status) if is_active "$unit"; then echo "$unit: active"; else echo "$unit: inactive" && code=3; fi ;;
    show) if is_active "$unit"; then echo ActiveState=active; else echo ActiveState=inactive; fi ;;
    *)
      echo "systemctl: the stand-in does not know '$verb'" >&2
      code=1
      ;;
  esac
done
case $verb in
  daemon-reload | start | stop | restart | reload-or-restart | try-restart | enable | disable | mask | unmask | is-active | is-enabled | status | show) ;;
  *)
    echo "systemctl: the stand-in does not know '$verb'" >&2
    code=1
    ;;
esac
exit "$code"

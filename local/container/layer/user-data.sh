#!/bin/sh
# What cloud-init does at a boot: the folder of the instance, and the user data once for each instance.
. /run/spawn-local/facts
folder=/var/lib/cloud/instances/$INSTANCE_ID
mkdir -p "$folder/sem" "$folder/scripts" /var/lib/cloud/data
rm -rf /var/lib/cloud/instance
ln -s "$folder" /var/lib/cloud/instance
printf '%s\n' "$INSTANCE_ID" >/var/lib/cloud/data/instance-id
echo "cloud-init (stand-in of local mode) runs for $INSTANCE_ID" >>/var/log/cloud-init.log
[ -s /etc/machine-id ] || ! command -v systemd-machine-id-setup >/dev/null || systemd-machine-id-setup >/dev/null 2>&1
! command -v ssh-keygen >/dev/null || ssh-keygen -A >/dev/null 2>&1
# On a machine cloud-init makes the keys before the server starts; here it may have failed, too often, for want of them.
for unit in ssh sshd; do
  ! systemctl is-failed --quiet "$unit" 2>/dev/null || { systemctl reset-failed "$unit" && systemctl restart "$unit"; }
done
(umask 077 && cat >"$folder/user-data.txt")
if [ ! -e "$folder/sem/config_scripts_user" ] && [ -s "$folder/user-data.txt" ]; then
  : >"$folder/sem/config_scripts_user"
  if [ "$(head -c 2 "$folder/user-data.txt")" = '#!' ]; then
    cp "$folder/user-data.txt" "$folder/scripts/part-001"
    chmod 700 "$folder/scripts/part-001"
    (cd / && "$folder/scripts/part-001") 2>&1 | tee -a /var/log/cloud-init-output.log
  else
    echo 'cloud-init (stand-in of local mode): only user data that starts with #! is run' | tee -a /var/log/cloud-init-output.log
  fi
fi
: >"$folder/boot-finished"
: >/run/spawn-local/boot-finished

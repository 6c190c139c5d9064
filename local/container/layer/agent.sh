#!/bin/sh
# Stand-in of local mode for the SSM agent: it leaves on the disk what the agent leaves, and runs until it is stopped.
. /run/spawn-local/facts
umask 077
mkdir -p /var/lib/amazon/ssm/Vault/Store "/var/lib/amazon/ssm/$INSTANCE_ID/document/orchestration" /var/log/amazon/ssm
printf '{"instanceID":"%s","region":"%s"}' "$INSTANCE_ID" "$REGION" >/var/lib/amazon/ssm/Vault/Store/RegistrationKey
echo "INFO [amazon-ssm-agent] registered $INSTANCE_ID (stand-in of local mode)" >>/var/log/amazon/ssm/amazon-ssm-agent.log
if ! id ssm-user >/dev/null 2>&1 && command -v useradd >/dev/null; then
  useradd --create-home --shell /bin/bash ssm-user
  [ ! -d /etc/sudoers.d ] || { echo 'ssm-user ALL=(ALL) NOPASSWD:ALL' >/etc/sudoers.d/ssm-agent-users && chmod 440 /etc/sudoers.d/ssm-agent-users; }
fi
trap '/run/spawn-local/bin/tell-local-mode agent stopped; exit 0' TERM
/run/spawn-local/bin/tell-local-mode agent started
while :; do
  sleep 3600 &
  wait $!
done

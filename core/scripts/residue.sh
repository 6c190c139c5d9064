#!/bin/bash
# Looks for what an image must not carry and prints a report as JSON. What could not be looked at is `unknown`, never `clean`.
set -u
cleanup_code=$1
separator=''

# item NAME STATUS < paths: one finding, at most 20 paths.
item() {
  printf '%s{"name":"%s","status":"%s","details":[' "$separator" "$1" "$2"
  separator=','
  head -n 20 | tr -d '\000-\011\013-\037' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&"/' | paste -s -d , - | tr -d '\n'
  printf ']}'
}

# look NAME COMMAND…: the command prints what it finds; a command that fails is an unknown.
look() {
  name=$1
  shift
  if found=$("$@" 2>/run/spawn/residue.error); then
    if [ -n "$found" ]; then item "$name" found <<<"$found"; else item "$name" clean </dev/null; fi
  else
    item "$name" unknown </run/spawn/residue.error
  fi
}

existing() { for path in "$@"; do [ -e "$path" ] && printf '%s\n' "$path"; done; return 0; }
filled() { for path in "$@"; do [ -s "$path" ] && printf '%s\n' "$path"; done; return 0; }
# matching PATTERN PATH…: files below the paths that contain the pattern. grep's 1 is "none", more is an error.
matching() {
  pattern=$1
  shift
  places=$(existing "$@")
  [ -z "$places" ] && return 0
  # shellcheck disable=SC2086
  grep -rlsE -e "$pattern" $places
  [ $? -le 1 ]
}

authorized_keys() { filled /root/.ssh/authorized_keys /home/*/.ssh/authorized_keys; }
private_keys() {
  matching '-----BEGIN ([A-Z]+ )*PRIVATE KEY-----' /root /home /etc /srv /opt | grep -v '^/etc/ssh/ssh_host_'
  return "${PIPESTATUS[0]}"
}
host_keys() { existing /etc/ssh/ssh_host_*; }
shell_histories() { filled /root/.*_history /home/*/.*_history; }
cloud_credentials() {
  existing /root/.aws/credentials /home/*/.aws/credentials /root/.config/gcloud /home/*/.config/gcloud /root/.azure /home/*/.azure \
    /root/.git-credentials /home/*/.git-credentials /root/.netrc /home/*/.netrc
  matching '(AKIA|ASIA)[A-Z0-9]{16}|gh[opsu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60}|xox[abprs]-[A-Za-z0-9-]{20}' /root /home /etc /srv /opt
}
environment_tokens() {
  matching '^[[:space:]]*(export[[:space:]]+)?[A-Za-z_]*(TOKEN|SECRET|PASSWORD|API_?KEY|ACCESS_KEY)[A-Za-z_]*=[^[:space:]]' /etc/environment /etc/profile.d \
    /root/.bashrc /root/.bash_profile /root/.profile /root/.env /home/*/.bashrc /home/*/.bash_profile /home/*/.profile /home/*/.env
}
cloud_init_state() { existing /var/lib/cloud/instance /var/lib/cloud/instances/*; }
agent_registration() { existing /var/lib/amazon/ssm/*; }
machine_id() { [ ! -s /etc/machine-id ] || grep -qx uninitialized /etc/machine-id || echo /etc/machine-id; }
secret_values() {
  [ -s /run/spawn/secrets ] || return 0
  find / -xdev -type f -not -path '/proc/*' -not -path '/sys/*' -not -path '/run/*' -not -path '/dev/*' -print0 |
    xargs -0 grep -lsFf /run/spawn/secrets
  [ "${PIPESTATUS[0]}" -eq 0 ]
}

printf '{"cleanup_exit_code":%s,"items":[' "$cleanup_code"
look authorized-keys authorized_keys
look private-keys private_keys
look host-keys host_keys
look shell-histories shell_histories
look cloud-credentials cloud_credentials
look environment-tokens environment_tokens
look cloud-init-state cloud_init_state
look agent-registration agent_registration
look machine-id machine_id
look secret-values secret_values
printf ']}\n'

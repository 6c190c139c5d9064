#!/bin/bash
# What an image must not carry: keys, histories, logs, caches, temporary files, and the state of its first boot.
set -u

# Package managers: caches, and kernels other than the running one.
if command -v dnf >/dev/null; then
  dnf -y remove --oldinstallonly >/dev/null 2>&1
  dnf clean all
  rm -rf /var/cache/dnf /var/cache/yum
fi
if command -v apt-get >/dev/null; then
  apt-get -y autoremove --purge
  apt-get clean
  rm -rf /var/lib/apt/lists/*
fi
rm -rf /root/.cache /home/*/.cache

# Keys and histories. Host keys come back at first boot.
rm -f /etc/ssh/ssh_host_*
rm -f /root/.ssh/authorized_keys /home/*/.ssh/authorized_keys
rm -f /root/.ssh/id_* /home/*/.ssh/id_*
rm -f /root/.*_history /home/*/.*_history
rm -rf /root/.aws /home/*/.aws

# Nobody logs in as root.
if [ -f /etc/ssh/sshd_config ]; then
  mkdir -p /etc/ssh/sshd_config.d
  echo 'PermitRootLogin no' >/etc/ssh/sshd_config.d/10-no-root-login.conf
fi
passwd -l root >/dev/null 2>&1

# Logs.
journalctl --rotate >/dev/null 2>&1
journalctl --vacuum-time=1s >/dev/null 2>&1
rm -rf /var/log/journal/*
find /var/log -type f -exec truncate -s 0 {} +

# Temporary files, and what belongs to one machine only.
rm -rf /tmp/* /var/tmp/*
cloud-init clean --logs --seed
rm -rf /var/lib/cloud/instance /var/lib/cloud/instances/*
rm -f /var/log/cloud-init.log /var/log/cloud-init-output.log
truncate -s 0 /etc/machine-id
sync

/** Scripts as the specification prints them, to the letter. */

export const install = `sudo yum update -y
sudo yum install -y python3.11 python3.11-pip git
pip3.11 install torch torchvision torchaudio --index-url https://download.pytorch.org/whl/cpu
`;

export const validate = `#!/bin/bash
set -e

# Test 1: Check Python version
python3 --version | grep "3.11"

# Test 2: Import libraries
python3 -c "import torch; print(torch.__version__)"

# Test 3: Run smoke tests
pytest /opt/tests/

echo "All tests passed!"
`;

export const cleanup = `#!/bin/bash
# cleanup.sh - Run before AMI creation

# Remove temp files
sudo rm -rf /tmp/*
sudo rm -rf /var/tmp/*

# Clear logs
sudo truncate -s 0 /var/log/*.log

# Clear bash history
rm -f ~/.bash_history
history -c

# Remove SSH host keys (regenerated on first boot)
sudo rm -f /etc/ssh/ssh_host_*

# Clear package cache
sudo yum clean all

# Clear cloud-init state (allows re-run on new instances)
sudo cloud-init clean --logs
`;

export const hardening = `#!/bin/bash

# Remove histories
rm -f ~/.bash_history /root/.bash_history
history -c

# Remove SSH keys (keep authorized_keys from AWS)
rm -f ~/.ssh/id_*
rm -f /root/.ssh/id_*

# Remove cloud-init logs
sudo rm -rf /var/log/cloud-init*

# Clear logs
sudo truncate -s 0 /var/log/*.log

# Remove temp files
sudo rm -rf /tmp/*
sudo rm -rf /var/tmp/*

# Package cleanup
sudo yum clean all
sudo rm -rf /var/cache/yum

echo "Hardening complete"
`;

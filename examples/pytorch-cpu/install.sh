#!/bin/bash
set -euo pipefail

yum update -y
yum install -y python3.11 python3.11-pip git
pip3.11 install --no-cache-dir torch==2.2.0 torchvision torchaudio --index-url https://download.pytorch.org/whl/cpu
pip3.11 install --no-cache-dir pytest

mkdir -p /opt/tests
cat >/opt/tests/test_torch.py <<'PY'
import torch


def test_version():
    assert torch.__version__.startswith("2.2.0")
PY

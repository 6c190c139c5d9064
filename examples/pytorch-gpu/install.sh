#!/bin/bash
set -euo pipefail

# The driver comes with the base image; without it nothing below makes sense.
nvidia-smi

yum install -y python3.11 python3.11-pip
pip3.11 install --no-cache-dir torch==2.2.0 torchvision torchaudio --index-url https://download.pytorch.org/whl/cu121
pip3.11 install --no-cache-dir transformers accelerate datasets wandb

echo 'PyTorch 2.2 with CUDA 12.1, Python 3.11. Built by spawn from examples/pytorch-gpu.' >/opt/README.txt

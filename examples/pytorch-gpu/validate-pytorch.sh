#!/bin/bash
set -euo pipefail

nvidia-smi
python3.11 -c 'import torch; print(torch.__version__); assert torch.cuda.is_available()'
python3.11 -c 'import transformers, accelerate, datasets, wandb'

echo 'All tests passed!'

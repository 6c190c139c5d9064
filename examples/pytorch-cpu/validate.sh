#!/bin/bash
set -euo pipefail

# Python is the one that the stack promises.
python3.11 --version | grep '3\.11'

# The library loads.
python3.11 -c 'import torch; print(torch.__version__)'

# The tests that the image carries pass.
python3.11 -m pytest /opt/tests/

echo 'All tests passed!'

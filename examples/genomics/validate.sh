#!/bin/bash
set -euo pipefail

samtools --version | grep '^samtools 1\.19'
bcftools --version | grep '^bcftools 1\.19'
command -v bwa
# bwa without arguments prints its version and exits 1.
(bwa 2>&1 || true) | grep 'Version: 0\.7\.17'

echo 'All tests passed!'

#!/bin/bash
set -euo pipefail

yum install -y gcc gcc-c++ make bzip2 tar wget zlib-devel bzip2-devel xz-devel ncurses-devel libcurl-devel openssl-devel

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# samtools and bcftools are built the same way.
for tool in samtools bcftools; do
  wget -q "https://github.com/samtools/$tool/releases/download/1.19/$tool-1.19.tar.bz2"
  tar xf "$tool-1.19.tar.bz2"
  (
    cd "$tool-1.19"
    ./configure --prefix=/usr/local
    make -j8
    make install
  )
done

wget -q https://github.com/lh3/bwa/releases/download/v0.7.17/bwa-0.7.17.tar.bz2
tar xf bwa-0.7.17.tar.bz2
(
  cd bwa-0.7.17
  make -j8
  install -m 0755 bwa /usr/local/bin/bwa
)

echo 'samtools 1.19, bcftools 1.19, bwa 0.7.17. Built by spawn from examples/genomics.' >/opt/README.txt

import { readPackages } from './contents';

/** A fixture: packages of the Amazon Linux 2023 repository that builds use. Versions as published early in 2024. */
export const rpmIndex = readPackages(`
python3.11 3.11.6-1.amzn2023.0.3 30 python3.11-libs /usr/bin/python3.11
python3.11-libs 3.11.6-1.amzn2023.0.3 40 - /usr/lib64/libpython3.11.so.1.0
python3.11-pip 22.3.1-2.amzn2023.0.4 12 python3.11,python3.11-setuptools /usr/bin/pip3.11
python3.11-setuptools 65.5.1-2.amzn2023.0.4 5 python3.11 /usr/lib/python3.11/site-packages/setuptools/__init__.py
python3.11-devel 3.11.6-1.amzn2023.0.3 1 python3.11 /usr/include/python3.11/Python.h
python3-pip 21.3.1-2.amzn2023.0.10 9 - /usr/bin/pip3 /usr/bin/pip
python3-devel 3.9.16-1.amzn2023.0.9 1 - /usr/include/python3.9/Python.h
git 2.40.1-1.amzn2023.0.3 1 git-core,perl-Git /usr/share/doc/git/README.md
git-core 2.40.1-1.amzn2023.0.3 21 less /usr/bin/git
perl-Git 2.40.1-1.amzn2023.0.3 1 - /usr/share/perl5/Git.pm
cpp 11.4.1-2.amzn2023.0.2 29 - /usr/bin/cpp
binutils 2.39-6.amzn2023.0.11 26 - /usr/bin/ld /usr/bin/ar /usr/bin/ranlib /usr/bin/strip
glibc-devel 2.34-52.amzn2023.0.11 1 kernel-headers /usr/include/stdio.h /usr/include/stdlib.h
kernel-headers 6.1.79-99.167.amzn2023 6 - /usr/include/linux/version.h
kernel-devel 6.1.79-99.167.amzn2023 60 - /usr/src/kernels/6.1.79/Makefile
gcc 11.4.1-2.amzn2023.0.2 88 cpp,binutils,glibc-devel /usr/bin/gcc /usr/bin/cc
gcc-c++ 11.4.1-2.amzn2023.0.2 33 gcc,libstdc++-devel /usr/bin/g++ /usr/bin/c++
libstdc++-devel 11.4.1-2.amzn2023.0.2 15 - /usr/include/c++/11/iostream
make 4.3-5.amzn2023.0.2 2 - /usr/bin/make
cmake 3.22.2-1.amzn2023.0.4 33 make /usr/bin/cmake
autoconf 2.69-36.amzn2023.0.3 2 m4 /usr/bin/autoconf
automake 1.16.5-9.amzn2023.0.3 2 autoconf /usr/bin/automake
libtool 2.4.7-1.amzn2023.0.3 3 autoconf /usr/bin/libtool
m4 1.4.19-2.amzn2023.0.2 1 - /usr/bin/m4
patch 2.7.6-14.amzn2023.0.2 1 - /usr/bin/patch
bison 3.7.4-2.amzn2023.0.2 3 m4 /usr/bin/bison
flex 2.6.4-7.amzn2023.0.2 1 m4 /usr/bin/flex
zlib-devel 1.2.11-33.amzn2023.0.5 1 - /usr/include/zlib.h /usr/lib64/libz.so
bzip2-devel 1.0.8-6.amzn2023.0.2 1 - /usr/include/bzlib.h /usr/lib64/libbz2.so
xz-devel 5.2.5-9.amzn2023.0.2 1 - /usr/include/lzma.h /usr/lib64/liblzma.so
ncurses-devel 6.2-4.20200222.amzn2023.0.6 2 - /usr/include/curses.h /usr/lib64/libncurses.so
libcurl-devel 8.5.0-1.amzn2023.0.2 2 - /usr/include/curl/curl.h /usr/lib64/libcurl.so
openssl-devel 3.0.8-1.amzn2023.0.12 4 - /usr/include/openssl/ssl.h /usr/lib64/libssl.so
libffi-devel 3.4.4-1.amzn2023.0.1 1 - /usr/include/ffi.h
readline-devel 8.1-2.amzn2023.0.2 1 ncurses-devel /usr/include/readline/readline.h
sqlite-devel 3.40.0-1.amzn2023.0.4 1 - /usr/include/sqlite3.h
libxml2-devel 2.10.4-1.amzn2023.0.5 4 - /usr/include/libxml2/libxml/parser.h
pcre2-devel 10.40-1.amzn2023.0.3 2 - /usr/include/pcre2.h
perl 5.32.1-477.amzn2023.0.6 10 - /usr/bin/perl
jq 1.7.1-2.amzn2023 1 - /usr/bin/jq
tree 1.8.0-6.amzn2023.0.2 1 - /usr/bin/tree
tmux 3.2a-3.amzn2023.0.2 1 - /usr/bin/tmux
htop 3.2.1-87.amzn2023.0.3 1 - /usr/bin/htop
vim-enhanced 9.0.2153-1.amzn2023.0.1 4 - /usr/bin/vim
nano 5.8-3.amzn2023.0.3 3 - /usr/bin/nano
screen 4.8.0-5.amzn2023.0.4 1 - /usr/bin/screen
docker 25.0.3-1.amzn2023.0.1 170 containerd,iptables-nft /usr/bin/docker /usr/bin/dockerd /usr/lib/systemd/system/docker.service
containerd 1.7.11-1.amzn2023.0.1 110 - /usr/bin/containerd
iptables-nft 1.8.8-3.amzn2023.0.2 1 - /usr/sbin/iptables
nginx 1.24.0-1.amzn2023.0.2 1 nginx-core /usr/share/nginx/html/index.html
nginx-core 1.24.0-1.amzn2023.0.2 2 - /usr/sbin/nginx /usr/lib/systemd/system/nginx.service /etc/nginx/nginx.conf
httpd 2.4.58-1.amzn2023 1 - /usr/sbin/httpd /usr/lib/systemd/system/httpd.service
redis6 6.2.14-1.amzn2023.0.1 4 - /usr/bin/redis6-server /usr/bin/redis6-cli /usr/lib/systemd/system/redis6.service
postgresql15 15.6-1.amzn2023.0.1 7 - /usr/bin/psql
amazon-cloudwatch-agent 1.300033.0-1.amzn2023 350 - /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl /usr/bin/amazon-cloudwatch-agent /usr/lib/systemd/system/amazon-cloudwatch-agent.service
amazon-efs-utils 1.35.2-1.amzn2023 1 - /usr/sbin/mount.efs
openmpi 4.1.2-2.amzn2023.0.3 12 - /usr/lib64/openmpi/bin/mpirun /usr/lib64/openmpi/bin/mpiexec
openmpi-devel 4.1.2-2.amzn2023.0.3 5 openmpi,gcc-c++ /usr/lib64/openmpi/bin/mpicc
nodejs 18.18.2-1.amzn2023.0.1 60 - /usr/bin/node /usr/bin/npm
nodejs20 20.11.1-1.amzn2023.0.1 60 - /usr/bin/node-20
golang 1.21.7-1.amzn2023.0.1 230 - /usr/bin/go
rust 1.68.2-1.amzn2023.0.4 90 gcc /usr/bin/rustc
cargo 1.68.2-1.amzn2023.0.4 20 rust /usr/bin/cargo
java-17-amazon-corretto-headless 17.0.10+8-1.amzn2023.1 210 - /usr/bin/java
java-17-amazon-corretto-devel 17.0.10+8-1.amzn2023.1 2 java-17-amazon-corretto-headless /usr/bin/javac
cronie 1.5.7-1.amzn2023.0.2 1 - /usr/sbin/crond /usr/bin/crontab /usr/lib/systemd/system/crond.service
rsyslog 8.2204.0-3.amzn2023.0.4 2 - /usr/sbin/rsyslogd /usr/lib/systemd/system/rsyslog.service
nvme-cli 1.11.1-1.amzn2023.0.3 2 - /usr/sbin/nvme
fio 3.32-2.amzn2023.0.3 7 - /usr/bin/fio
collectd 5.12.0-21.amzn2023.0.2 2 - /usr/sbin/collectd
`);

/** `yum groupinstall "Development Tools"`. */
export const rpmGroups: Record<string, string[]> = {
  'development tools': ['autoconf', 'automake', 'bison', 'flex', 'gcc', 'gcc-c++', 'git', 'libtool', 'make', 'patch'],
};

/** What the Amazon Linux 2023 image has from the start. */
export const rpmBase = readPackages(`
amazon-linux-repo-s3 2023.3.20240304-0.amzn2023 1 -
system-release 2023.3.20240304-0.amzn2023 1 -
basesystem 11-11.amzn2023.0.2 1 -
bash 5.2.15-1.amzn2023.0.2 8 - /usr/bin/bash /usr/bin/sh
coreutils 8.32-30.amzn2023.0.3 6 -
util-linux 2.37.4-1.amzn2023.0.4 4 -
glibc 2.34-52.amzn2023.0.11 10 -
kernel 6.1.79-99.167.amzn2023 130 - /boot/vmlinuz-6.1.79-99.167.amzn2023.x86_64
systemd 252.16-1.amzn2023.0.2 12 - /usr/lib/systemd/systemd
sudo 1.9.15-1.p5.amzn2023.0.1 5 - /usr/bin/sudo
dnf 4.14.0-1.amzn2023.0.4 3 - /usr/bin/dnf /usr/bin/yum
rpm 4.16.1.3-29.amzn2023.0.5 2 - /usr/bin/rpm
cloud-init 22.2.2-1.amzn2023.1.12 5 - /usr/bin/cloud-init
amazon-ssm-agent 3.3.1957.0-1.amzn2023 130 - /usr/bin/amazon-ssm-agent /usr/bin/ssm-cli
amazon-ec2-net-utils 2.4.1-1.amzn2023.0.1 1 -
ec2-utils 2.2.0-1.amzn2023 1 -
openssh-server 8.7p1-8.amzn2023.0.10 2 - /usr/sbin/sshd /usr/bin/ssh-keygen
openssl 3.0.8-1.amzn2023.0.12 2 - /usr/bin/openssl
curl-minimal 8.5.0-1.amzn2023.0.2 1 - /usr/bin/curl
python3 3.9.16-1.amzn2023.0.9 1 - /usr/bin/python3.9
awscli-2 2.15.30-1.amzn2023.0.1 150 - /usr/bin/aws
chrony 4.3-1.amzn2023.0.4 1 - /usr/sbin/chronyd
less 608-2.amzn2023.0.3 1 - /usr/bin/less
wget 1.21.3-1.amzn2023.0.4 3 - /usr/bin/wget
tar 1.34-1.amzn2023.0.4 3 - /usr/share/doc/tar/README
bzip2 1.0.8-6.amzn2023.0.2 1 - /usr/bin/bzip2 /usr/bin/bunzip2
unzip 6.0-57.amzn2023.0.2 1 - /usr/bin/unzip
zip 3.0-28.amzn2023.0.2 1 - /usr/bin/zip
xz 5.2.5-9.amzn2023.0.2 1 - /usr/bin/xz
file 5.39-7.amzn2023.0.4 1 - /usr/bin/file
rsync 3.2.6-1.amzn2023.0.3 1 - /usr/bin/rsync
`);

import { readPackages } from './contents';

/** A fixture: packages of the Ubuntu archive that builds use, as of 24.04. */
export const debIndex = readPackages(`
python3-pip 24.0+dfsg-1ubuntu1 8 - /usr/bin/pip3 /usr/bin/pip
python3-venv 3.12.3-0ubuntu1 1 - /usr/share/doc/python3-venv/copyright
python3-dev 3.12.3-0ubuntu1 1 - /usr/include/python3.12/Python.h
git 2.43.0-1ubuntu7 21 less /usr/bin/git
gcc 13.2.0-7ubuntu1 60 libc6-dev,binutils /usr/bin/gcc /usr/bin/cc
g++ 13.2.0-7ubuntu1 40 gcc,libstdc++-13-dev /usr/bin/g++ /usr/bin/c++
libstdc++-13-dev 13.2.0-23ubuntu4 20 - /usr/include/c++/13/iostream
libc6-dev 2.39-0ubuntu8 12 linux-libc-dev /usr/include/stdio.h /usr/include/stdlib.h
linux-libc-dev 6.8.0-31.31 8 - /usr/include/linux/version.h
binutils 2.42-4ubuntu2 20 - /usr/bin/ld /usr/bin/ar /usr/bin/ranlib /usr/bin/strip
make 4.3-4.1build2 1 - /usr/bin/make
dpkg-dev 1.22.6-6.1ubuntu1 2 make /usr/bin/dpkg-buildpackage
build-essential 12.10ubuntu1-1 1 gcc,g++,make,dpkg-dev /usr/share/doc/build-essential/copyright
cmake 3.28.3-1build7 30 make /usr/bin/cmake
zlib1g-dev 1.3.dfsg-3.1ubuntu2 1 - /usr/include/zlib.h /usr/lib/x86_64-linux-gnu/libz.so
libbz2-dev 1.0.8-5.1 1 - /usr/include/bzlib.h /usr/lib/x86_64-linux-gnu/libbz2.so
liblzma-dev 5.6.1+really5.4.5-1 1 - /usr/include/lzma.h /usr/lib/x86_64-linux-gnu/liblzma.so
libncurses-dev 6.4+20240113-1ubuntu2 1 - /usr/include/curses.h
libcurl4-openssl-dev 8.5.0-2ubuntu10 2 - /usr/include/curl/curl.h
libssl-dev 3.0.13-0ubuntu3 12 - /usr/include/openssl/ssl.h
jq 1.7.1-3build1 1 - /usr/bin/jq
unzip 6.0-28ubuntu4 1 - /usr/bin/unzip
tree 2.1.1-2ubuntu3 1 - /usr/bin/tree
tmux 3.4-1build1 1 - /usr/bin/tmux
htop 3.3.0-4build1 1 - /usr/bin/htop
docker.io 24.0.7-0ubuntu4 110 containerd /usr/bin/docker /usr/bin/dockerd /usr/lib/systemd/system/docker.service
containerd 1.7.12-0ubuntu4 110 - /usr/bin/containerd
nginx 1.24.0-2ubuntu7 1 - /usr/sbin/nginx /usr/lib/systemd/system/nginx.service /etc/nginx/nginx.conf
openmpi-bin 4.1.6-7ubuntu2 1 - /usr/bin/mpirun /usr/bin/mpiexec
libopenmpi-dev 4.1.6-7ubuntu2 5 openmpi-bin,g++ /usr/bin/mpicc
ca-certificates 20240203-1 1 - /usr/share/doc/ca-certificates/copyright
software-properties-common 0.99.48-1 1 - /usr/bin/add-apt-repository
`);

/** What the Ubuntu images have from the start. */
export const debBase = readPackages(`
base-files 13ubuntu10-1 1 -
bash 5.2.21-2ubuntu4 7 - /usr/bin/bash /usr/bin/sh
coreutils 9.4-3ubuntu6 7 -
libc6 2.39-0ubuntu8 13 -
less 590-2ubuntu2 1 - /usr/bin/less
wget 1.21.4-1ubuntu4 1 - /usr/bin/wget
bzip2 1.0.8-5.1 1 - /usr/bin/bzip2 /usr/bin/bunzip2
rsync 3.2.7-1ubuntu1 1 - /usr/bin/rsync
linux-image-aws 6.8.0-1008.8 15 - /boot/vmlinuz-6.8.0-1008-aws
systemd 255.4-1ubuntu8 11 - /usr/lib/systemd/systemd
sudo 1.9.15p5-3ubuntu5 3 - /usr/bin/sudo
apt 2.7.14-1 4 - /usr/bin/apt /usr/bin/apt-get /usr/bin/apt-cache
dpkg 1.22.6-6ubuntu6 7 - /usr/bin/dpkg /usr/bin/dpkg-query
cloud-init 24.1.3-0ubuntu3 4 - /usr/bin/cloud-init
amazon-ssm-agent 3.3.1957.0-1 130 - /usr/bin/amazon-ssm-agent /usr/bin/ssm-cli
openssh-server 9.6p1-3ubuntu13 2 - /usr/sbin/sshd /usr/bin/ssh-keygen
openssl 3.0.13-0ubuntu3 2 - /usr/bin/openssl
curl 8.5.0-2ubuntu10 1 - /usr/bin/curl
python3 3.12.3-0ubuntu1 1 - /usr/bin/python3.12
`);

import type { FileSystem } from '../file/system';
import { programText } from '../package/install';
import { coreCommands, programNames } from '../shell/tools';

const directories = (
  'boot dev etc/cloud/cloud.cfg.d etc/default etc/logrotate.d etc/modprobe.d etc/modules-load.d etc/pam.d etc/profile.d etc/security/limits.d ' +
  'etc/sysctl.d etc/tmpfiles.d etc/udev/rules.d etc/ssh etc/systemd/system/multi-user.target.wants etc/sudoers.d home media mnt opt proc root run srv sys tmp usr/bin usr/sbin ' +
  'usr/lib/systemd/system usr/lib64 usr/local/bin usr/local/lib usr/local/sbin usr/local/share usr/share/doc usr/src var/cache var/lib/cloud/data var/lib/systemd ' +
  'var/log/journal var/log/amazon/ssm var/lib/amazon/ssm/Vault/Store var/spool var/tmp'
).split(' ');

/** Programs of the simulation that every image has without a package of their own. */
const everywhere = (
  'systemctl journalctl systemd-run shutdown reboot poweroff halt nohup setsid nice ionice stdbuf kill pkill killall pgrep ps id uname nproc free df lsblk lscpu uptime ' +
  'useradd userdel usermod groupadd passwd getent chown chgrp truncate fallocate dd sync fstrim fsfreeze shred mktemp install ldconfig modprobe lsmod timedatectl ' +
  'hostnamectl logger update-alternatives yes su runuser cmp realpath sysctl mount umount swapon tty lspci groups curl sudo'
).split(' ');

/** Programs that Amazon Linux 2023, Ubuntu and Debian have and the simulation does not: they fail by saying so. */
const unmodeled = (
  'swapoff mkswap mkfs mkfs.ext4 mke2fs fsck blkid losetup blockdev wipefs fdisk sfdisk findmnt nsenter unshare chroot flock taskset renice top watch ' +
  'vmstat pidof ip ss tc bridge dmesg depmod insmod rmmod modinfo udevadm loginctl localectl systemd-analyze systemd-tmpfiles systemd-cat ' +
  'systemd-detect-virt busctl visudo chpasswd chage gpasswd groupmod groupdel newusers vipw localedef iconv chattr lsattr resize2fs tune2fs e2fsck script ' +
  'less more openssl ssh ssh-keygen scp factor shuf ldd getconf tput link unlink sha224sum sha384sum sha512sum cksum sum csplit pr tsort users who last ' +
  'namei col mknod mkfifo numfmt pathchk setpriv prlimit'
).split(' ');

const inSystemDirectory = new Set([
  'useradd',
  'userdel',
  'usermod',
  'groupadd',
  'shutdown',
  'reboot',
  'poweroff',
  'halt',
  'ldconfig',
  'modprobe',
  'lsmod',
  'sysctl',
  'swapon',
  'fstrim',
  'fsfreeze',
]);

/** Adds a program to a disk, as a file that the shell can run. */
export function addProgram(files: FileSystem, name: string, directory?: string): void {
  if (!programNames.has(name)) throw new Error(`there is no simulated program "${name}"`);
  const folder = directory ?? (inSystemDirectory.has(name) ? '/usr/sbin' : '/usr/bin');
  files.write(`${folder}/${name}`, programText(name), { mode: 0o755 });
}

/** What differs between the distributions in who may read what: modes of files, and the group of administrators. */
export interface Rights {
  root: number;
  shadow: number;
  home: number;
  administrators: string;
  shadowGroup: string;
}

/** Adds the directories, programs and files that all distributions share. */
export function addCommon(files: FileSystem, person: string, rights: Rights): void {
  directories.forEach((directory) => files.makeDirectory(`/${directory}`));
  files.change('/tmp', { mode: 0o1777 });
  files.change('/var/tmp', { mode: 0o1777 });
  files.change('/root', { mode: rights.root });
  files.change('/etc/sudoers.d', { mode: 0o750 });
  files.change('/var/lib/amazon/ssm/Vault', { mode: 0o700 });
  for (const [link, target] of [
    ['/bin', 'usr/bin'],
    ['/sbin', 'usr/sbin'],
    ['/lib', 'usr/lib'],
    ['/lib64', 'usr/lib64'],
  ] as const)
    files.link(target, link);
  for (const name of unmodeled)
    if (!programNames.has(name)) files.write(`/usr/bin/${name}`, programText(name), { mode: 0o755 });
  coreCommands.forEach((name) => addProgram(files, name));
  everywhere.forEach((name) => addProgram(files, name));
  files.write(
    '/etc/passwd',
    [
      'root:x:0:0:root:/root:/bin/bash',
      'bin:x:1:1:bin:/bin:/sbin/nologin',
      'daemon:x:2:2:daemon:/sbin:/sbin/nologin',
      'nobody:x:65534:65534:Kernel Overflow User:/:/sbin/nologin',
      'sshd:x:74:74:Privilege-separated SSH:/usr/share/empty.sshd:/sbin/nologin',
      `${person}:x:1000:1000:EC2 Default User:/home/${person}:/bin/bash`,
      'ssm-user:x:1001:1001::/home/ssm-user:/bin/bash',
      '',
    ].join('\n'),
  );
  files.write(
    '/etc/group',
    [
      'root:x:0:',
      `adm:x:4:${person}`,
      `${rights.administrators}:${person}`,
      'shadow:x:42:',
      'nobody:x:65534:',
      `${person}:x:1000:`,
      'ssm-user:x:1001:',
      '',
    ].join('\n'),
  );
  files.write(
    '/etc/shadow',
    ['root:*LOCK*:19000::::::', `${person}:!!:19000::::::`, 'ssm-user:!!:19000::::::', ''].join('\n'),
    { mode: rights.shadow, owner: { user: 'root', group: rights.shadowGroup } },
  );
  files.write('/etc/sudoers.d/90-cloud-init-users', `${person} ALL=(ALL) NOPASSWD:ALL\n`, { mode: 0o440 });
  files.write('/etc/sudoers.d/ssm-agent-users', 'ssm-user ALL=(ALL) NOPASSWD:ALL\n', { mode: 0o440 });
  files.write(
    '/usr/lib/systemd/system/systemd-random-seed.service',
    '[Unit]\nDescription=Load/Save OS Random Seed\n\n[Service]\nType=oneshot\nRemainAfterExit=yes\n',
  );
  files.write('/etc/machine-id', '');
  files.write('/etc/hosts', '127.0.0.1 localhost\n');
  files.write('/etc/resolv.conf', 'nameserver 10.0.0.2\n');
  files.write('/etc/fstab', 'UUID=0f1a-2b3c / xfs defaults,noatime 1 1\n');
  files.write('/etc/ssh/sshd_config', 'PermitRootLogin forced-commands-only\nPasswordAuthentication no\n', {
    mode: 0o600,
  });
  files.write('/etc/cloud/cloud.cfg', `system_info:\n  default_user:\n    name: ${person}\n`);
  const skeleton = ['.bashrc', '.bash_profile', '.bash_logout'];
  for (const home of ['/root', `/home/${person}`, '/home/ssm-user', '/etc/skel'])
    skeleton.forEach((name) => files.write(`${home}/${name}`, '# .bash\n'));
  files.makeDirectory(`/home/${person}/.ssh`, 0o700);
  for (const user of [person, 'ssm-user']) {
    files.change(`/home/${user}`, { mode: rights.home });
    files.paths(`/home/${user}`).forEach((path) => files.change(path, { owner: { user, group: user } }));
  }
}

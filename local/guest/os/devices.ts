import type { FileSystem } from '../file/system';
import type { System } from '../process/system';

const chunk = 1024 * 1024;

/** Puts the devices and the kernel's view of the guest into /dev and /proc. */
export function mountDevices(system: System): void {
  const { files, facts, host } = system;
  const none = () => new Uint8Array(0);
  const random = () => Uint8Array.from({ length: 4096 }, () => Math.floor(host.random() * 256));
  for (const directory of ['/dev/pts', '/dev/fd', '/dev/shm', '/run/systemd/system', '/run/lock', '/proc/self', '/sys'])
    files.makeDirectory(directory);
  files.change('/dev/shm', { mode: 0o1777 });
  files.device('/dev/null', none, () => undefined);
  files.device(
    '/dev/zero',
    () => new Uint8Array(chunk),
    () => undefined,
  );
  files.device('/dev/random', random, () => undefined);
  files.device('/dev/urandom', random, () => undefined);
  const toConsole = (content: Uint8Array) =>
    Buffer.from(content)
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .forEach((line) => host.console(line));
  for (const path of ['/dev/console', '/dev/ttyS0', '/dev/kmsg']) files.device(path, none, toConsole, 0o600);
  files.write(
    '/proc/cpuinfo',
    Array.from(
      { length: facts.vcpus },
      (_, index) => `processor\t: ${index}\nmodel name\t: ${processorName(facts.architecture)}\n\n`,
    ).join(''),
  );
  files.write('/proc/meminfo', memoryTable(facts.memoryMiB));
  files.write('/proc/version', 'Linux version 6.1.79-99.167.amzn2023.x86_64\n');
  files.write(
    '/proc/mounts',
    `/dev/nvme0n1p1 / xfs rw 0 0\ntmpfs /run tmpfs rw 0 0\n${files.exists('/usr/lib/systemd/system/tmp.mount') ? 'tmpfs /tmp tmpfs rw 0 0\n' : ''}`,
  );
  uptime(system, files);
}

function uptime(system: System, files: FileSystem): void {
  const seconds = () => ((system.host.clock.now() - system.bootedAt) / 1000).toFixed(2);
  files.device(
    '/proc/uptime',
    () => Buffer.from(`${seconds()} ${seconds()}\n`),
    () => undefined,
  );
}

export const processorName = (architecture: string): string =>
  architecture === 'arm64' ? 'Neoverse-V1' : 'Intel(R) Xeon(R) Platinum 8488C';

/**
 * Returns the text of /proc/meminfo for an instance type's memory in mebibytes, of which the kernel keeps 3 percent.
 */
export function memoryTable(memoryMiB: number): string {
  const total = Math.round(memoryMiB * 1024 * 0.97);
  return `MemTotal:       ${total} kB\nMemFree:        ${Math.round(total * 0.85)} kB\nMemAvailable:   ${Math.round(total * 0.9)} kB\nSwapTotal:      0 kB\nSwapFree:       0 kB\n`;
}

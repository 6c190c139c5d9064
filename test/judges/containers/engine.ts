import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Works as root inside a container too, where neither systemd nor crun can make control groups.
const engineOptions = ['--cgroup-manager', 'cgroupfs', '--runtime', 'runc', '--storage-driver', 'overlay'];
const containerOptions = ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'];
export const baseImage = 'localhost/spawn-judge:debian-12';

/** The words of `npm start` that choose this engine and base. */
export const machineWords = [
  ...['--machines', 'container', '--engine', 'podman'],
  ...['ubuntu-24.04', 'debian-12'].flatMap((family) => ['--container-base', `${family}=${baseImage}`]),
  ...engineOptions.map((word) => `--engine-option=${word}`),
  ...containerOptions.map((word) => `--container-option=${word}`),
];

/** Runs a program to its end and returns what it printed. Throws an error that says how to install a missing one. */
export function program(name: string, words: readonly string[], input?: Uint8Array): string {
  const { status, stdout, stderr, error } = spawnSync(name, words, { input, maxBuffer: 2 ** 30, encoding: 'utf8' });
  if (error)
    throw new Error(`${name} cannot be run (${error.message}): install it, on Debian with apt-get install ${name}`);
  if (status !== 0) throw new Error(`${name} ${words[0]} ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout.trim();
}

export const podman = (...words: string[]): string => program('podman', [...engineOptions, ...words]);

/** Runs a script in a fresh container of the base without a network, and returns its output. */
export const inContainer = (script: string): string =>
  program(
    'podman',
    [
      ...engineOptions,
      'run',
      '--rm',
      '--interactive',
      '--network',
      'none',
      ...containerOptions,
      baseImage,
      'bash',
      '-s',
    ],
    Buffer.from(script),
  );

/** Returns the containers and images that local mode has made and not removed. */
export function inEngine(): string[] {
  const lines = (words: string[]): string[] =>
    podman(...words, '--filter', 'label=spawn.local-mode')
      .split('\n')
      .filter(Boolean);
  return [
    ...lines(['ps', '--all', '--format', '{{.Names}} {{.Status}}']),
    ...lines(['images', '--format', '{{.Repository}}:{{.Tag}}']),
  ];
}

const packages = 'systemd,systemd-sysv,dbus,curl,ca-certificates,sudo,procps,iproute2,openssh-server,python3-venv';

/** Makes the base image unless it is there: Debian 12 with the package sources and certificates of this machine. */
export function makeBase(): void {
  if (spawnSync('podman', [...engineOptions, 'image', 'exists', baseImage]).status === 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'spawn-base-'));
  const root = join(folder, 'root');
  try {
    program('debootstrap', ['--variant=minbase', `--include=${packages}`, 'bookworm', root, ...mirror()]);
    for (const path of [
      'etc/apt/sources.list',
      'etc/apt/sources.list.d',
      'etc/apt/apt.conf.d',
      'etc/ssl/certs/ca-certificates.crt',
      'etc/pip.conf',
    ]) {
      rmSync(join(root, path), { recursive: true, force: true });
      if (existsSync(join('/', path))) cpSync(join('/', path), join(root, path), { recursive: true });
    }
    program('tar', ['-C', root, '-cf', join(folder, 'root.tar'), '.']);
    podman('import', join(folder, 'root.tar'), baseImage);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the Debian mirror of this machine, where its sources name one. */
function mirror(): string[] {
  const sources = spawnSync('sh', ['-c', 'cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null']);
  const found = /^(?:URIs: |deb (?:\[[^\]]*\] )?)(\S+)/m.exec(String(sources.stdout));
  return found ? [found[1]!] : [];
}

import type { Engine } from './engine';

// What a machine has and a container image lacks. An image that has an init system is taken as it is.
const prepare = `set -e
[ ! -x /sbin/init ] || exit 0
if command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends systemd systemd-sysv dbus sudo curl ca-certificates procps iproute2 openssh-server
  rm -rf /var/lib/apt/lists/*
elif command -v dnf >/dev/null; then
  dnf install -y -q systemd dbus sudo procps-ng iproute util-linux openssh-server hostname findutils tar gzip
  dnf clean all
fi
rm -f /etc/ssh/ssh_host_*
truncate -s 0 /etc/machine-id 2>/dev/null || :`;

/**
 * Makes the image of a base from a container image: with systemd and what else every machine has, where the packages
 * can be fetched. Without them the stand-ins of local mode do the work, and `warn` hears of it. Returns its name.
 */
export async function prepareBase(
  engine: Engine,
  base: string,
  target: { image: string; container: string; runWords: readonly string[] },
  warn: (text: string) => void,
): Promise<string> {
  const { image, container, runWords } = target;
  try {
    const { code, stderr } = await engine.run([...runWords, base, '/bin/sh', '-c', prepare]);
    if (code === 125)
      throw Object.assign(new Error(`${base} cannot be run: ${stderr.trim()}`), { name: 'EngineFailed' });
    if (code !== 0) {
      warn(`${base} has no systemd, and its packages cannot be fetched: stand-ins of local mode do its work.`);
      return base;
    }
    await engine.ask(['commit', '--quiet', container, image]);
    return image;
  } finally {
    await engine.run(['rm', '--force', container]);
  }
}

/**
 * Returns the words that limit the disk of a container of this image to so many gigabytes. Engines can do it on some
 * file systems only, with podman xfs with project quotas: elsewhere there are none, and `warn` hears why.
 */
export async function diskWords(
  engine: Engine,
  image: string,
  { name, label, gib }: { name: string; label: string; gib: number },
  warn: (text: string) => void,
): Promise<string[]> {
  const words = ['--storage-opt', `size=${gib}g`];
  const { code, stderr } = await engine.run(['create', '--name', name, '--label', label, ...words, image, 'true']);
  await engine.remove('container', name);
  if (code === 0) return words;
  const reason = stderr.trim().split('\n').pop() ?? '';
  warn(
    `DiskNotLimited: scripts can fill the disk of this machine, since ${engine.command} cannot limit it (${reason}).`,
  );
  return [];
}

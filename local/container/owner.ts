import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from '../kernel/alive';
import type { Engine } from './engine';

/** The label of everything that local mode makes: the process that made it. */
export const ownerLabel = 'spawn.local-mode';

/** A process: its machine, the boot of that machine, its number, and when it started. */
interface Owner {
  host: string;
  boot: string;
  pid: number;
  started: string;
}

const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown';
  }
};

const started = String(Math.round(performance.timeOrigin));

/** Returns this process as the value of the label. */
export const thisOwner = (): string => [hostname(), bootId(), process.pid, started].join('/');

function parse(text: string): Owner | undefined {
  const [host, boot, pid, start] = text.split('/');
  return start === undefined ? undefined : { host: host!, boot: boot!, pid: Number(pid), started: start };
}

/** Tells whether an owner has surely ended. Of a process of another machine with the same engine nothing is known. */
export function hasEnded(text: string): boolean {
  const owner = parse(text);
  if (owner?.host !== hostname()) return false;
  if (owner.boot !== bootId()) return true;
  if (owner.pid === process.pid) return owner.started !== started;
  return !isAlive(owner.pid);
}

/**
 * Removes the containers and images of an owner. Only names that local mode has given are removed: an image that a
 * person has named, or made of one of these, inherits the label and stays.
 */
export async function removeAll(engine: Engine, owner: string): Promise<void> {
  const listed = async (words: string[]): Promise<string[]> =>
    (await engine.run([...words, '--filter', `label=${ownerLabel}=${owner}`])).stdout.split('\n').filter(Boolean);
  const containers = (await listed(['ps', '--all', '--format', '{{.Names}}'])).filter((name) => /^spawn-\d/.test(name));
  if (containers.length > 0) await engine.run(['rm', '--force', ...containers]);
  const images = await listed(['images', '--format', '{{.Repository}}:{{.Tag}}']);
  // The newest first: an image may be made of an older one.
  const own = images
    .filter((name) => /^localhost\/spawn-\d/.test(name))
    .sort((one, other) => numberOf(other) - numberOf(one));
  for (const image of own) await engine.run(['rmi', image]);
}

const numberOf = (image: string): number => Number(/-(\d+):/.exec(image)?.[1] ?? 0);

/** Removes the containers and images of processes that have ended. */
export async function removeLeftovers(engine: Engine): Promise<void> {
  const format = `{{index .Config.Labels "${ownerLabel}"}}`;
  const ids = [
    ...(await engine.run(['ps', '--all', '--quiet', '--filter', `label=${ownerLabel}`])).stdout.split('\n'),
    ...(await engine.run(['images', '--quiet', '--filter', `label=${ownerLabel}`])).stdout.split('\n'),
  ].filter(Boolean);
  if (ids.length === 0) return;
  const owners = (await engine.run(['inspect', '--format', format, ...ids])).stdout.split('\n').filter(Boolean);
  for (const owner of new Set(owners)) if (hasEnded(owner)) await removeAll(engine, owner);
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Credentials } from './signing';

/** The clock of local mode: its speed, and a simulated time with the real time of that moment, in milliseconds. */
export interface SimulatedClock {
  speed: number;
  simulated: number;
  real: number;
}

/** The address of a running local mode and the random key pair that it accepts. */
export interface LocalMode {
  url: string;
  region: string;
  clock: SimulatedClock;
  credentials: Credentials;
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Tells whether a URL is of this machine. */
export function isHere(url: string): boolean {
  const { hostname } = new URL(url);
  return loopback.has(hostname) || hostname.endsWith('.localhost');
}

/**
 * Returns the clock of the local mode that serves a URL; undefined for any other API. Only a URL of this machine is
 * asked, and only local mode sends the header that tells the speed, so a deployed API is never taken for it.
 */
export async function askForClock(url: string, now: () => Date): Promise<SimulatedClock | undefined> {
  if (!isHere(url)) return undefined;
  try {
    const { headers } = await fetch(url, { method: 'HEAD', redirect: 'error', signal: AbortSignal.timeout(2_000) });
    const speed = Number(headers.get('x-local-mode-speed') ?? '');
    const real = now();
    return speed > 0
      ? setClock({ speed, simulated: real.getTime(), real: real.getTime() }, headers.get('date'), real)
      : undefined;
  } catch {
    // The request that follows tells why nothing answers.
    return undefined;
  }
}

/** Returns the simulated time of a real one; without a clock, the time itself. */
export function timeOf(clock: SimulatedClock | undefined, now: Date): Date {
  return clock === undefined ? now : new Date(clock.simulated + (now.getTime() - clock.real) * clock.speed);
}

/**
 * Returns the clock set by an answer of local mode, whose `date` header is simulated time: it runs more slowly under
 * load than its speed says.
 */
export function setClock(clock: SimulatedClock, header: string | null, now: Date): SimulatedClock {
  const simulated = Date.parse(header ?? '');
  return Number.isNaN(simulated) ? clock : { ...clock, simulated, real: now.getTime() };
}

/**
 * Finds the local mode that runs in the project of one of the folders: `.spawn/local.json` there or in a parent folder.
 * Ignores a file whose process has ended or whose URL is not on this machine.
 */
export function findLocalMode(folders: readonly string[]): LocalMode | undefined {
  for (const folder of folders) {
    for (let at = folder; ; at = dirname(at)) {
      const found = readLocalFile(join(at, '.spawn', 'local.json'));
      if (found !== undefined) return found;
      if (dirname(at) === at) break;
    }
  }
  return undefined;
}

function readLocalFile(path: string): LocalMode | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const { url, region, accessKeyId, secretAccessKey, pid } = file;
    const clock = readClock(file.clock);
    if (
      typeof url !== 'string' ||
      typeof region !== 'string' ||
      typeof accessKeyId !== 'string' ||
      typeof secretAccessKey !== 'string' ||
      clock === undefined
    )
      return undefined;
    if (!isHere(url) || !isAlive(pid)) return undefined;
    return { url, region, clock, credentials: { accessKeyId, secretAccessKey } };
  } catch {
    // Incomplete or in another format: ignored.
    return undefined;
  }
}

function readClock(value: unknown): SimulatedClock | undefined {
  const { speed, simulated, real } = (value ?? {}) as Record<string, unknown>;
  return typeof speed === 'number' && typeof simulated === 'number' && typeof real === 'number'
    ? { speed, simulated, real }
    : undefined;
}

function isAlive(pid: unknown): boolean {
  if (typeof pid !== 'number') return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

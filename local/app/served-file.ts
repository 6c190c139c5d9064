import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Local } from './local';

interface Served {
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  pid: number;
  /** How fast the simulated time runs, and a simulated time with the real time of that moment, in milliseconds. */
  clock: { speed: number; simulated: number; real: number };
}

function read(file: string): Served | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Served;
  } catch {
    return undefined;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Throws AlreadyRuns when local mode already runs for this project. Ignores the file of a process that has ended. */
export function requireNoOther(file: string): void {
  const other = read(file);
  if (other && other.pid !== process.pid && alive(other.pid)) {
    throw Object.assign(
      new Error(
        `Local mode is already running (process ${other.pid}, ${other.url}). Use it with \`npx spawn\`, or stop it first.`,
      ),
      { name: 'AlreadyRuns' },
    );
  }
}

/** Real milliseconds after which the clock in the file is set again: simulated time runs more slowly under load. */
const CLOCK_INTERVAL = 1000;

/**
 * Writes the address, the clock and the random credentials of the running local mode to a file for `npx spawn`,
 * readable by this user only, and keeps the clock in it right. Returns a function that removes the file; it is removed
 * when the process exits, too. Throws AlreadyRuns if another one has started meanwhile.
 */
export function leaveServedFile(file: string, local: Local, speed: number): () => void {
  const { accessKeyId, secretAccessKey } = local.operatorCredentials;
  const write = (): void => {
    const served: Served = {
      url: local.url,
      region: local.world.homeRegion,
      accessKeyId,
      secretAccessKey,
      pid: process.pid,
      clock: { speed, simulated: local.clock.now(), real: Date.now() },
    };
    const unfinished = `${file}.${process.pid}`;
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, `${JSON.stringify(served, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, file);
  };
  requireNoOther(file);
  mkdirSync(dirname(file), { recursive: true });
  write();
  const timer = setInterval(write, CLOCK_INTERVAL);
  timer.unref();
  const remove = (): void => {
    clearInterval(timer);
    if (read(file)?.pid === process.pid) rmSync(file, { force: true });
  };
  process.once('exit', remove);
  return remove;
}

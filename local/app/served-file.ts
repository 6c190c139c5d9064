import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isAlive } from '../kernel/alive';
import type { Local } from './simulation';

interface Served {
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  pid: number;
  /** How fast the simulated time runs, and a simulated time with the real time of that moment, in milliseconds. */
  clock: { speed: number; simulated: number; real: number };
  /** What runs: executions of state machines, as `MACHINE NAME`. */
  running: string[];
}

function read(file: string): Served | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Served;
  } catch {
    return undefined;
  }
}

/** Throws AlreadyRuns when local mode already runs for this project. Ignores the file of a process that has ended. */
export function requireNoOther(file: string): void {
  const other = read(file);
  if (other && other.pid !== process.pid && isAlive(other.pid)) {
    throw Object.assign(
      new Error(
        `Local mode is already running (process ${other.pid}, ${other.url}). Use it with \`npx spawn\`, or stop it first.`,
      ),
      { name: 'AlreadyRuns' },
    );
  }
}

/**
 * Returns what a local mode that was killed has taken with it, in a sentence: its file is still there, and its process
 * is not. Returns undefined if the last one stopped as it should.
 */
export function lostWith(file: string): string | undefined {
  const last = read(file);
  if (last?.pid === undefined || isAlive(last.pid)) return undefined;
  const running = last.running ?? [];
  const lost = running.length === 0 ? 'nothing ran in it' : `these ran and are gone: ${running.join(', ')}`;
  return `The last local mode (process ${last.pid}) did not stop as it should; ${lost}. Its account was in memory only.`;
}

/** Real milliseconds after which the list of what runs is read again. */
const LIST_INTERVAL = 5000;
/** Real milliseconds after which the clock in the file is set again: simulated time runs more slowly under load. */
const CLOCK_INTERVAL = 1000;

/**
 * Writes the address, the clock and the random credentials of the running local mode to a file for `npx spawn`,
 * readable by this user only, and keeps the clock in it right. Returns a function that removes the file; it is removed
 * when the process exits, too. Throws AlreadyRuns if another one has started meanwhile.
 */
export function leaveServedFile(file: string, local: Local, speed: number): () => void {
  const { accessKeyId, secretAccessKey } = local.operatorCredentials;
  let running: string[] = [];
  const list = async (): Promise<void> => {
    const executions = await local.executions();
    running = executions
      .filter(({ status }) => status === 'RUNNING')
      .map(({ stateMachineArn, name }) => `${String(stateMachineArn).split(':').pop()} ${name}`);
  };
  const write = (): void => {
    const served: Served = {
      url: local.url,
      region: local.world.homeRegion,
      accessKeyId,
      secretAccessKey,
      pid: process.pid,
      clock: { speed, simulated: local.clock.now(), real: Date.now() },
      running,
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
  // The list is for people only: without it the next start says less.
  const listing = setInterval(() => void list().catch(() => undefined), LIST_INTERVAL);
  listing.unref();
  const remove = (): void => {
    clearInterval(timer);
    clearInterval(listing);
    if (read(file)?.pid === process.pid) rmSync(file, { force: true });
  };
  process.once('exit', remove);
  return remove;
}

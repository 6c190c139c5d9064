import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Local } from './local';

interface Served {
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  pid: number;
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

/** Error `AlreadyRuns` when another local mode serves this project. A file that a dead process left does not count. */
export function requireNoOther(file: string): void {
  const other = read(file);
  if (other && other.pid !== process.pid && alive(other.pid)) {
    throw Object.assign(
      new Error(
        `Local mode runs already (process ${other.pid}, ${other.url}): use it with \`npx spawn\`, or stop it first.`,
      ),
      { name: 'AlreadyRuns' },
    );
  }
}

/**
 * Leaves the address and the random key pair of a running local mode for `npx spawn`, readable by this user only, until
 * the process ends. Returns the removal.
 */
export function leaveServedFile(file: string, local: Local): () => void {
  const { accessKeyId, secretAccessKey } = local.operatorCredentials;
  const served: Served = {
    url: local.url,
    region: local.world.homeRegion,
    accessKeyId,
    secretAccessKey,
    pid: process.pid,
  };
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(served, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  const remove = (): void => {
    if (read(file)?.pid === process.pid) rmSync(file, { force: true });
  };
  process.once('exit', remove);
  return remove;
}

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Host } from '../framework/context';
import { CommandFailure, exitCodes, usageError } from '../framework/failure';

/** A deployment that commands can call by name: by its stage, or by the URL of its API. It has no secrets. */
export interface SavedContext {
  region: string;
  stage?: string;
  endpoint?: string;
  profile?: string;
}

/** The contexts of this user, and the name of the one that commands use by default. */
export interface SavedContexts {
  current?: string;
  contexts: Record<string, SavedContext>;
}

type Environment = Host['environment'];

/** Returns the path of the file: in XDG_CONFIG_HOME or `~/.config`, on Windows in APPDATA; undefined without a home. */
export function contextsFile(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const { XDG_CONFIG_HOME: config, HOME: home, APPDATA: data } = environment;
  const folder = config || (platform === 'win32' ? data : home && join(home, '.config'));
  return folder ? join(folder, 'spawn', 'contexts.json') : undefined;
}

/** Reads the contexts of this user; none if there is no file. Throws when the file cannot be read or is not valid. */
export async function readContexts(environment: Environment): Promise<SavedContexts> {
  const file = contextsFile(environment);
  if (file === undefined) return { contexts: {} };
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CommandFailure(`cannot read ${file}: ${error.message}`, exitCodes.failed);
  });
  if (text === undefined) return { contexts: {} };
  const read = parse(text);
  if (read === undefined)
    throw new CommandFailure(
      `${file} is not a valid file of contexts`,
      exitCodes.failed,
      'Correct or remove the file, then add the contexts again: spawn contexts add',
    );
  return read;
}

function parse(text: string): SavedContexts | undefined {
  try {
    const { current, contexts } = JSON.parse(text) as Record<string, unknown>;
    const isValid =
      (current === undefined || typeof current === 'string') &&
      isRecord(contexts) &&
      Object.values(contexts).every(isContext);
    return isValid ? { current, contexts: contexts as Record<string, SavedContext> } : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isContext(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { region, ...others } = value;
  return (
    typeof region === 'string' && Object.values(others).every((each) => each === undefined || typeof each === 'string')
  );
}

/** Writes the contexts to a file that only this user can read. The file is replaced as a whole. */
export async function writeContexts(environment: Environment, contexts: SavedContexts): Promise<void> {
  const file = contextsFile(environment);
  if (file === undefined) throw usageError('no folder for the contexts: set HOME or XDG_CONFIG_HOME');
  const unfinished = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(unfinished, `${JSON.stringify(contexts, null, 2)}\n`, { mode: 0o600 });
    await rename(unfinished, file);
  } catch (error) {
    throw new CommandFailure(`cannot write ${file}: ${(error as Error).message}`, exitCodes.failed);
  }
}

/** Returns the context of a name. Throws with exit code 3 when there is none; the message lists those that exist. */
export function requireContext({ contexts }: SavedContexts, name: string): SavedContext {
  const found = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(contexts).sort();
  throw new CommandFailure(
    `context '${name}' not found: ${names.length === 0 ? 'there are no contexts' : `there is ${names.join(', ')}`}`,
    exitCodes.notFound,
    'To add it: spawn contexts add NAME --stage STAGE --region REGION',
  );
}

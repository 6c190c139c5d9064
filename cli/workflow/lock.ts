import type { ImageLock, ImageQuery, LockedImage } from '../../core/release/lock';
import { shellQuote } from '../../core/lib/shell-quote';
import type { ImageDetails, ResolveAnswer } from '../client/answers';
import type { Api, Query } from '../framework/api';
import { ApiError } from '../framework/problem';
import type { Context } from '../framework/context';
import { CommandFailure, exitCodes, failureOf } from '../framework/failure';
import { readLockFile, writeLockFile } from './lock-file';

/** The verified image that a lock file has for a query, and the result without the lock. */
export interface Taken {
  image: ImageDetails;
  locked: LockedImage;
  now?: ResolveAnswer;
  /** The command that locks the current result. */
  upgrade: string;
}

/**
 * Resolves a query. Returns the normalized query even if no image matches, because a locked image can still be used.
 */
async function ask(api: Api, asked: Query): Promise<{ query: ImageQuery; answer?: ResolveAnswer; failure?: ApiError }> {
  try {
    const answer = await api.get<ResolveAnswer>('/v1/images/resolve', asked);
    return { query: answer.query, answer };
  } catch (error) {
    if (!(error instanceof ApiError) || error.details.query === undefined) throw error;
    return { query: error.details.query as ImageQuery, failure: error };
  }
}

/**
 * Returns the image locked in the file for a query. Exit code 3 if there is none or it no longer exists; 4 if it is
 * revoked or differs from the locked one.
 */
export async function takeLocked(context: Context, file: string, asked: Query): Promise<Taken> {
  const api = await context.api();
  const lock = await readLockFile(context, file);
  const { query, answer } = await ask(api, asked);
  const { findBroader, findLocked } = await import('../../core/release/lock');
  const { unfitFor } = await import('../../core/image/check');
  const locked = lock && findLocked(lock, query);
  if (locked) return check(api, file, locked, answer);
  const near: string[] = [];
  // A launch always has the architecture and GPU of its instance type; a lock may have been made without them.
  for (const broader of lock ? findBroader(lock, query) : []) {
    const taken = await check(api, file, broader, answer);
    const unfit = unfitFor(taken.image, query);
    if (unfit === undefined) return taken;
    near.push(`; ${taken.image.name}, locked for ${queryText(broader.query)}, ${unfit}`);
  }
  throw new CommandFailure(
    lock ? `${file} has no image locked for this query${near.join('')}` : `lock file ${file} not found`,
    exitCodes.notFound,
    `To lock the current result: ${lockCommand(query, file)}`,
  );
}

/**
 * Returns the image locked in the file for a query; if there is none, locks the current result. With `upgrade`, always
 * locks the current result.
 */
export async function takeAndLock(context: Context, file: string, asked: Query, upgrade: boolean): Promise<Taken> {
  const api = await context.api();
  const { emptyLock, findLocked, lockedImageOf, withLocked } = await import('../../core/release/lock');
  const lock: ImageLock = (await readLockFile(context, file)) ?? emptyLock;
  const { query, answer, failure } = await ask(api, asked);
  const known = findLocked(lock, query);
  if (known && !upgrade) return check(api, file, known, answer);
  if (!answer) throw failure;
  const { ami_id, region } = answer.image;
  const image = await api.get<ImageDetails>(`/v1/images/${ami_id}`, { region });
  const locked = lockedImageOf(query, image, context.now());
  const next = withLocked(lock, locked);
  if (next !== lock) await writeLockFile(context, file, next);
  context.messages.note(
    `${next === lock ? `${image.name} is already locked in ${file}` : `locked ${image.name} in ${file}`}`,
  );
  return { image, locked: findLocked(next, query) ?? locked, now: answer, upgrade: lockCommand(query, file, true) };
}

async function check(api: Api, file: string, locked: LockedImage, now: ResolveAnswer | undefined): Promise<Taken> {
  const { region } = locked.query;
  const upgrade = lockCommand(locked.query, file, true);
  const image = await api
    .get<ImageDetails>(`/v1/images/${locked.ami_ids[region]}`, { region })
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    });
  try {
    const { checkLocked } = await import('../../core/release/lock');
    checkLocked(locked, image);
  } catch (error) {
    const { message, exitCode } = failureOf(error);
    throw new CommandFailure(`${file}: ${message}`, exitCode, `To lock the current result: ${upgrade}`);
  }
  return { image: image!, locked, now, upgrade };
}

/** Returns the reason of a locked result. */
export function lockReason({ image, locked }: Taken, file: string): string {
  return `${image.name}: locked in ${file} since ${locked.resolved_at.slice(0, 10)}`;
}

/** Returns a warning if a locked image is no longer the current result. */
export function lockWarnings({ image, now, upgrade }: Taken): string[] {
  if (now?.image.ami_id === image.ami_id) return [];
  return [
    now
      ? `without the lock, ${now.image.name} (${now.image.ami_id}) would be selected; to lock it: ${upgrade}`
      : 'without the lock, no image would match',
  ];
}

/** Returns the command that locks the result of a query, with `upgrade` in place of the locked one. */
function lockCommand(query: ImageQuery, file: string, upgrade = false): string {
  return `spawn resolve ${queryText(query)} --lock ${word(file)}${upgrade ? ' --upgrade' : ''}`;
}

/** Returns a query in the syntax of `spawn resolve`. */
function queryText({ stack, version, variant, channel, architecture, gpu, region }: ImageQuery): string {
  const flags = Object.entries({ variant, channel, arch: architecture, gpu, region }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, word(String(value))],
  );
  return [word(version === undefined ? stack : `${stack}@${version}`), ...flags].join(' ');
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : shellQuote(text);
}

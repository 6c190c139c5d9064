import type { ImageLock, ImageQuery, LockedImage } from '../../core/release/lock';
import { shellQuote } from '../../core/lib/shell-quote';
import type { ImageDetails, ResolveAnswer } from '../client/answers';
import type { Api, Query } from '../framework/api';
import { ApiError } from '../framework/problem';
import type { Context } from '../framework/context';
import { CommandFailure, exitCodes, failureOf } from '../framework/failure';
import { readLockFile, writeLockFile } from './lock-file';

/** The image that a lock file holds for a query, which is checked, and what a launch without it would take now. */
export interface Taken {
  image: ImageDetails;
  locked: LockedImage;
  now?: ResolveAnswer;
  /** How to lock what is newest now. */
  upgrade: string;
}

/** What the API makes of a query, also when nothing fits it now: a locked image may be used all the same. */
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
 * Takes what the file has locked for a query. Exit code 3 when it has nothing, or what it has is gone; 4 when that is
 * revoked or another image by now.
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
  // A launch always asks for what its instance type is; who locked may have left that open.
  for (const broader of lock ? findBroader(lock, query) : []) {
    const taken = await check(api, file, broader, answer);
    const unfit = unfitFor(taken.image, query);
    if (unfit === undefined) return taken;
    near.push(`; ${taken.image.name}, which it locks for ${queryText(broader.query)}, ${unfit}`);
  }
  throw new CommandFailure(
    lock ? `${file} locks no image for this query${near.join('')}` : `there is no lock file ${file}`,
    exitCodes.notFound,
    `Lock what it takes now: ${lockCommand(query, file)}`,
  );
}

/**
 * Takes what the file has locked for a query as long as it has, else what is chosen now, which it locks; with `upgrade`
 * always that.
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
  context.terminal.err(
    `${next === lock ? `${file} has ${image.name} locked already` : `locked ${image.name} in ${file}`}\n`,
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
    throw new CommandFailure(`${file}: ${message}`, exitCode, `Lock what is chosen now: ${upgrade}`);
  }
  return { image: image!, locked, now, upgrade };
}

/** The reason of a locked choice, for people. */
export function lockReason({ image, locked }: Taken, file: string): string {
  return `${image.name}: locked in ${file} since ${locked.resolved_at.slice(0, 10)}`;
}

/** What is to be said of a locked image that would not be chosen any more; nothing when it still would. */
export function lockWarnings({ image, now, upgrade }: Taken): string[] {
  if (now?.image.ami_id === image.ami_id) return [];
  return [
    now
      ? `without the lock ${now.image.name} (${now.image.ami_id}) would be taken; lock it with ${upgrade}`
      : 'without the lock nothing would fit',
  ];
}

/** The command that locks the answer to a query, or with `upgrade` locks it anew. */
function lockCommand(query: ImageQuery, file: string, upgrade = false): string {
  return `spawn resolve ${queryText(query)} --lock ${word(file)}${upgrade ? ' --upgrade' : ''}`;
}

/** A query as `spawn resolve` takes it. */
function queryText({ stack, version, variant, channel, architecture, gpu, region }: ImageQuery): string {
  const flags = Object.entries({ variant, channel, arch: architecture, gpu, region }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, word(String(value))],
  );
  return [word(version === undefined ? stack : `${stack}@${version}`), ...flags].join(' ');
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : shellQuote(text);
}

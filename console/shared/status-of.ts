import type { AnswerOf, ImageAnswer } from '../client/types';

/** How a state is shown: as AWS's console does, with a sign and a color. */
export interface Status {
  type: 'success' | 'warning' | 'error' | 'info' | 'pending' | 'in-progress' | 'loading' | 'stopped' | 'not-started';
  text: string;
}

/** Returns the state of an image in one word: what keeps somebody from using it comes first. */
export function statusOfImage({ state, deprecated, revocation }: ImageAnswer): Status {
  if (revocation !== undefined) return { type: 'error', text: 'Revoked' };
  if (state === 'pending') return { type: 'in-progress', text: 'Pending' };
  if (state !== 'available') return { type: 'error', text: capitalized(state) };
  return deprecated ? { type: 'warning', text: 'Deprecated' } : { type: 'success', text: 'Available' };
}

/** Returns the health of an image as it was recorded last. An unknown one is not the same as a healthy one. */
export function healthOfImage({ health }: Pick<ImageAnswer, 'health'>): Status {
  const types = { healthy: 'success', warning: 'warning', critical: 'error', unknown: 'info' } as const;
  return health === undefined
    ? { type: 'not-started', text: 'Not checked' }
    : { type: types[health.level], text: capitalized(health.level) };
}

/** Returns the state of a build or an operation; one that waits for its turn or for an approval says so. */
export function statusOfRun(
  run: Pick<AnswerOf<'showBuild'>, 'status' | 'queue' | 'approval' | 'cancel_requested'>,
): Status {
  if (run.status !== 'running') {
    const types = { succeeded: 'success', failed: 'error', cancelled: 'stopped' } as const;
    return { type: types[run.status], text: capitalized(run.status) };
  }
  if (run.cancel_requested) return { type: 'in-progress', text: 'Cancelling' };
  if (run.approval !== undefined && run.approval.decision === undefined)
    return { type: 'pending', text: 'Waits for approval' };
  if (run.queue !== undefined && run.queue.left_at === undefined)
    return { type: 'pending', text: run.queue.place === undefined ? 'Waits' : `Waits, place ${run.queue.place}` };
  return { type: 'in-progress', text: 'Running' };
}

/** Returns a word with a capital, and dashes as spaces. */
export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');
}

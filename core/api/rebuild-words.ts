import { pluralize } from '../lib/pluralize';
import type { FailedRebuild } from '../stack/failed-rebuilds';

/** Returns a failed rebuild in a sentence: `cpu-x86_64 failed 3 times in a row and is paused: the reason`. */
export function failedRebuildText({ variant, failures, paused, reason }: FailedRebuild): string {
  const times = failures === 1 ? 'failed' : `failed ${pluralize(failures, 'time')} in a row`;
  return `${variant} ${times}${paused ? ' and is paused' : ''}${reason === undefined ? '' : `: ${reason}`}`;
}

import type { AnswerOf } from '../../../client/types';

type Counts = { critical: number; high: number; medium: number; low: number };

/** Returns findings in words; unknown is not the same as none. */
export function countsText(counts: Counts | undefined): string {
  if (counts === undefined) return 'Unknown';
  const found = (['critical', 'high', 'medium', 'low'] as const).filter((severity) => counts[severity] > 0);
  return found.map((severity) => `${counts[severity]} ${severity}`).join(', ') || 'None';
}

/** Returns a share in words: with whom, whether it can be copied, and until when. */
export function shareText({ kind, id, copyable, until }: NonNullable<AnswerOf<'showImage'>['shares']>[number]): string {
  const who = kind === 'public' ? 'everybody' : kind === 'account' ? id : (id.split('/').at(-1) ?? id);
  return [who, copyable && 'copyable', until && `until ${until.slice(0, 10)}`].filter(Boolean).join(', ');
}

/** Returns who did something: the end of the ARN; the nightly run when nobody is named. */
export function personOf(by: string | undefined): string {
  return by === undefined ? 'nightly run' : (by.split(/[:/]/).at(-1) ?? by);
}

/** Returns a number of seconds such as `3m12s`; a dash when it was not measured. */
export function secondsText(seconds: number | undefined): string {
  if (seconds === undefined) return '-';
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole}s` : `${Math.floor(whole / 60)}m${whole % 60 === 0 ? '' : `${whole % 60}s`}`;
}

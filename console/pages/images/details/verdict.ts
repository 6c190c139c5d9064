import type { AnswerOf } from '../../../client/types';

/** Returns the verdict on the origin of an image in words, with the reason: the checks that failed, and notes. */
export function verdictOf({ verdict, checks, notes, signed_at }: AnswerOf<'verifyImage'>): {
  type: 'success' | 'warning' | 'error';
  header: string;
  text: string;
} {
  const failed = checks.filter(({ passed }) => !passed).map(({ name, detail }) => `${name}: ${detail}`);
  const text = [
    ...(failed.length > 0 ? failed : signed_at === undefined ? [] : [`Signed at ${signed_at}`]),
    ...notes,
  ].join('. ');
  switch (verdict) {
    case 'verified':
      return { type: notes.length > 0 ? 'warning' : 'success', header: 'Verified', text };
    case 'tampered':
      return { type: 'error', header: 'Not verified: a check failed', text };
    case 'unsigned':
      return {
        type: 'warning',
        header: 'Not signed',
        text: text || 'This deployment did not create the image, so it has no record of its origin',
      };
  }
}

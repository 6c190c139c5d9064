import type { ImageAnswer } from '../../../client/types';

type Reasoned = Pick<ImageAnswer, 'revocation' | 'deprecated_because_of' | 'health' | 'removal_postponed'>;

/**
 * Returns why an image is not as it should be, in sentences: why nobody can launch it, what it was deprecated with,
 * what its health says, and why it stays although its removal is due.
 */
export function reasonsOf({ revocation, deprecated_because_of, health, removal_postponed }: Reasoned): string[] {
  return [
    ...(revocation ? [`revoked: ${revocation.reason}`] : []),
    ...(deprecated_because_of ? [`deprecated with ${deprecated_because_of}, which it was built on`] : []),
    ...(health?.messages ?? []),
    ...(removal_postponed?.reasons.map((reason) => `removal postponed: ${reason}`) ?? []),
  ];
}

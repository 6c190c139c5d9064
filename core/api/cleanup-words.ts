import type { CleanupCode } from '../cleanup/request';

/** What the codes of reasons mean in a few words, which also follow a number: `5 too young`. */
const cleanupWords: Readonly<Record<CleanupCode, string>> = {
  'other-deployment': 'of another deployment',
  'not-adopted': 'not under management',
  candidate: 'of a build',
  pending: 'still being created',
  'keep-tag': 'tagged to be kept',
  'references-unknown': 'with unknown usage',
  future: 'dated in the future',
  'deregistration-protected': 'protected against deregistration',
  'image-unknown': 'of an unknown image',
  'image-exists': 'used by an image',
  latest: 'among the newest',
  'too-young': 'too young',
  'not-deprecated': 'not deprecated',
  'not-due': 'not due',
  limit: 'over the limit',
  failed: 'failed',
  named: 'named',
  scheduled: 'scheduled',
  deprecated: 'deprecated',
  unused: 'unused',
  age: 'old',
  superseded: 'superseded',
  orphan: 'without an image',
  instance: 'used by an instance',
  'launch-template': 'used by a launch template',
  'auto-scaling-group': 'used by an Auto Scaling group',
  'launch-configuration': 'used by a launch configuration',
  'ssm-parameter': 'used by a parameter',
  'image-builder-recipe': 'used by an Image Builder recipe',
  account: 'used by another account',
  registered: 'with a registered reference',
  channel: 'used by a channel',
  build: 'used by a build',
};

/** Returns how often each reason to keep something holds, the most frequent first: `5 too young, 2 not due`. */
export function keptText(counts: Readonly<Partial<Record<CleanupCode, number>>>): string {
  const words = Object.entries(counts).map(([code, count]) => ({ count, text: cleanupWords[code as CleanupCode] }));
  return words
    .sort((left, right) => right.count - left.count || left.text.localeCompare(right.text))
    .map(({ count, text }) => `${count} ${text}`)
    .join(', ');
}

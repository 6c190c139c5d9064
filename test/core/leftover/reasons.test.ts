import { judgeLeftover, type Leftover } from '../../../core/leftover/judge';
import type { Tags } from '../../../core/tags';
import { now } from '../kit/images';

const past = '2026-01-14T10:30:00Z';
const future = '2026-01-14T12:00:00Z';
const candidate = (changes: Tags = {}): Tags => ({
  'spawn:managed': 'true',
  'spawn:deployment': 'dev@us-east-1',
  'spawn:state': 'candidate',
  'spawn:ttl-deadline': future,
  ...changes,
});
const launched = (changes: Tags = {}): Partial<Leftover> => ({
  kind: 'instance',
  run: 'unknown',
  tags: {
    'spawn:managed': 'true',
    'spawn:deployment': 'dev@us-east-1',
    'spawn:purpose': 'launch',
    'spawn:ttl-deadline': future,
    ...changes,
  },
});
const without = (key: string): Tags => Object.fromEntries(Object.entries(candidate()).filter(([name]) => name !== key));
const verdict = (changes: Partial<Leftover>, run_ended_at?: string) => {
  const leftover: Leftover = { id: 'x', kind: 'image', tags: candidate(), run: 'running', ...changes };
  const { remove, alarm, reason } = judgeLeftover(leftover, { deployment: 'dev@us-east-1', now, run_ended_at });
  return [remove ? 'goes' : 'stays', alarm ? 'with an alarm' : 'quietly', reason];
};

test.each<[string, Partial<Leftover>]>([
  ['its build is over and it was never published', { run: 'over' }],
  ['its time to live ended at 2026-01-14T10:30:00Z', launched({ 'spawn:ttl-deadline': past })],
  ['it is past its deadline 2026-01-14T10:30:00Z', { run: 'unknown', tags: candidate({ 'spawn:ttl-deadline': past }) }],
])('what is left over goes, because %s', (reason, changes) => {
  expect(verdict(changes)).toEqual(['goes', 'quietly', reason]);
});

test.each<[string, Partial<Leftover> & { ended?: string }]>([
  ['it is not managed by spawn', { run: 'over', tags: candidate({ 'spawn:managed': 'no' }) }],
  [
    'it belongs to the deployment prod@us-east-1',
    { run: 'over', tags: candidate({ 'spawn:deployment': 'prod@us-east-1' }) },
  ],
  ['it belongs to the deployment (none)', { run: 'over', tags: without('spawn:deployment') }],
  [
    'its state is published, and only candidates are removed',
    { run: 'over', tags: candidate({ 'spawn:state': 'published' }) },
  ],
  ['its state is not set, and only candidates are removed', { run: 'over', tags: without('spawn:state') }],
  [
    'its state is published, and only candidates are removed',
    { run: 'over', tags: candidate({ 'spawn:state': 'published', 'spawn:purpose': 'launch' }) },
  ],
  ['it has no time to live', launched({ 'spawn:ttl-deadline': 'never' })],
  ['its time to live ends at 2026-01-14T12:00:00Z', launched()],
  [
    'its build ended less than 15 minutes ago and may still be cleaning up',
    { run: 'over', ended: '2026-01-14T10:15:01Z' },
  ],
  ['it is kept for a retry until 2026-01-14T12:00:00Z', { run: 'over', kept: true }],
  ['it is kept for debugging until 2026-01-14T12:00:00Z', { run: 'over', kept: true, kind: 'instance' }],
  ['its build is running', {}],
])('what is left over stays, because %s', (reason, { ended, ...changes }) => {
  expect(verdict(changes, ended)).toEqual(['stays', 'quietly', reason]);
});

test.each<[string, Partial<Leftover>]>([
  [
    'its tag spawn:state says candidate, but the catalog says published: set the tag back to published (the nightly run does so unless the image has a deadline)',
    { run: 'over', published: true },
  ],
  ['its deadline ‘soon’ cannot be read', launched({ 'spawn:ttl-deadline': 'soon' })],
  ['its build is unknown, and its deadline is 2026-01-14T12:00:00Z', { run: 'unknown' }],
  ['its build is unknown, and so is its deadline', { run: 'unknown', tags: candidate({ 'spawn:ttl-deadline': 'x' }) }],
  [
    'its tag spawn:keep=yes protects it, although its build is over and it was never published: remove the tag to have it removed',
    { run: 'over', tags: candidate({ 'spawn:keep': 'yes' }) },
  ],
])('what is left over stays until a person has looked, because %s', (reason, changes) => {
  expect(verdict(changes)).toEqual(['stays', 'with an alarm', reason.replaceAll(/[‘’]/g, "'")]);
});

import * as fc from 'fast-check';
import { judgeLeftover, type Leftover } from '../../../core/leftover/judge';
import type { Tags } from '../../../core/tags';
import { now } from '../kit/images';

const own = { deployment: 'dev@us-east-1', now };
const past = '2026-01-14T10:29:59Z';
const future = '2026-01-14T12:00:00Z';
const candidate = (changes: Tags = {}): Tags => ({
  'spawn:managed': 'true',
  'spawn:deployment': 'dev@us-east-1',
  'spawn:state': 'candidate',
  'spawn:build-id': 'bld-1',
  'spawn:ttl-deadline': future,
  ...changes,
});
const leftover = (changes: Partial<Leftover> = {}): Leftover => ({
  id: 'ami-1',
  kind: 'image',
  tags: candidate(),
  run: 'running',
  ...changes,
});
const launched = (changes: Tags = {}): Tags => ({
  'spawn:managed': 'true',
  'spawn:deployment': 'dev@us-east-1',
  'spawn:purpose': 'launch',
  ...changes,
});

test.each<[string, Leftover, boolean, boolean]>([
  ['a candidate whose build is over goes', leftover({ run: 'over' }), true, false],
  [
    'a candidate past its deadline goes, though nobody knows its build',
    leftover({ run: 'unknown', tags: candidate({ 'spawn:ttl-deadline': past }) }),
    true,
    false,
  ],
  [
    'a candidate whose deadline is words with a number stays, with an alarm',
    leftover({ run: 'unknown', tags: candidate({ 'spawn:ttl-deadline': 'until release 2' }) }),
    false,
    true,
  ],
  [
    'a candidate past its deadline goes while its build runs, with an alarm',
    leftover({ tags: candidate({ 'spawn:ttl-deadline': past }) }),
    true,
    true,
  ],
  ['a candidate of a running build stays', leftover(), false, false],
  [
    'a candidate of an unknown build stays until its deadline, with an alarm',
    leftover({ run: 'unknown' }),
    false,
    true,
  ],
  [
    'a candidate without a readable deadline stays, with an alarm',
    leftover({ run: 'unknown', tags: candidate({ 'spawn:ttl-deadline': 'soon' }) }),
    false,
    true,
  ],
  [
    'a published image stays, even if its build failed later',
    leftover({ run: 'over', tags: candidate({ 'spawn:state': 'published', 'spawn:ttl-deadline': past }) }),
    false,
    false,
  ],
  [
    'an image that the catalog knows as published stays though its tag says candidate, with an alarm',
    leftover({ run: 'over', published: true, tags: candidate({ 'spawn:ttl-deadline': past }) }),
    false,
    true,
  ],
  [
    'another deployment’s candidate stays',
    leftover({ run: 'over', tags: candidate({ 'spawn:deployment': 'prod@us-east-1' }) }),
    false,
    false,
  ],
  [
    'what spawn does not manage stays',
    leftover({ run: 'over', tags: candidate({ 'spawn:managed': 'false' }) }),
    false,
    false,
  ],
  [
    'a test instance kept for debugging stays until its deadline',
    leftover({ kind: 'instance', run: 'over', kept: true, tags: candidate({ 'spawn:purpose': 'ami-test' }) }),
    false,
    false,
  ],
  [
    'and goes then',
    leftover({
      kind: 'instance',
      run: 'over',
      kept: true,
      tags: candidate({ 'spawn:purpose': 'ami-test', 'spawn:ttl-deadline': past }),
    }),
    true,
    false,
  ],
  [
    'a test instance that nobody asked to keep goes with its build',
    leftover({ kind: 'instance', run: 'over', tags: candidate({ 'spawn:purpose': 'ami-test' }) }),
    true,
    false,
  ],
  [
    'an instance that somebody launched goes at its time to live',
    leftover({ kind: 'instance', run: 'unknown', tags: launched({ 'spawn:ttl-deadline': past }) }),
    true,
    false,
  ],
  [
    'and not before',
    leftover({ kind: 'instance', run: 'unknown', tags: launched({ 'spawn:ttl-deadline': future }) }),
    false,
    false,
  ],
  [
    'a candidate that somebody tagged to be kept stays past its deadline, with an alarm',
    leftover({ run: 'over', tags: candidate({ 'spawn:keep': 'TRUE', 'spawn:ttl-deadline': past }) }),
    false,
    true,
  ],
  [
    'and so does one whose protection cannot be read',
    leftover({ run: 'over', tags: candidate({ 'spawn:keep': 'until friday' }) }),
    false,
    true,
  ],
  [
    'and an instance that somebody launched',
    leftover({
      kind: 'instance',
      run: 'unknown',
      tags: launched({ 'spawn:ttl-deadline': past, 'spawn:keep': 'true' }),
    }),
    false,
    true,
  ],
  ['an explicit no does not keep it', leftover({ run: 'over', tags: candidate({ 'spawn:keep': 'no' }) }), true, false],
  [
    'nor does the tag that its build gave it for later',
    leftover({ run: 'over', born_keep: ['true'], tags: candidate({ 'spawn:keep': 'true' }) }),
    true,
    false,
  ],
  [
    'what is to be kept and is not due stays without an alarm',
    leftover({ tags: candidate({ 'spawn:keep': 'true' }) }),
    false,
    false,
  ],
  [
    'an instance without a time to live stays for ever',
    leftover({ kind: 'instance', run: 'unknown', tags: launched() }),
    false,
    false,
  ],
])('%s', (_, thing, remove, alarm) => {
  const { waits, ...verdict } = judgeLeftover(thing, own);
  expect(verdict).toEqual({ remove, alarm, reason: expect.any(String) });
  if (waits) expect([remove, alarm]).toEqual([false, false]);
});

test('what its build may still remove waits, and nothing else does', () => {
  const waits = (thing: Leftover, ended?: string) => judgeLeftover(thing, { ...own, run_ended_at: ended }).waits;
  expect(waits(leftover())).toBe(true);
  expect(waits(leftover({ run: 'over' }), '2026-01-14T10:20:00Z')).toBe(true);
  expect(waits(leftover({ run: 'over' }), '2026-01-14T10:15:00Z')).toBeUndefined();
  expect(waits(leftover({ run: 'unknown' }))).toBeUndefined();
  expect(waits(leftover({ tags: candidate({ 'spawn:state': 'published' }) }))).toBeUndefined();
});

test('a build that has just ended has a quarter of an hour to clean up itself', () => {
  expect(judgeLeftover(leftover({ run: 'over' }), { ...own, run_ended_at: '2026-01-14T10:20:00Z' }).remove).toBe(false);
  expect(judgeLeftover(leftover({ run: 'over' }), { ...own, run_ended_at: '2026-01-14T10:15:00Z' }).remove).toBe(true);
});

test('nothing is ever removed that is not ours, or published, or young without its build being over', () => {
  const tags = fc.record(
    {
      'spawn:managed': fc.constantFrom('true', 'false'),
      'spawn:deployment': fc.constantFrom('dev@us-east-1', 'dev@eu-west-1'),
      'spawn:state': fc.constantFrom('candidate', 'published'),
      'spawn:ttl-deadline': fc.constantFrom(past, future, 'never', 'x'),
      'spawn:purpose': fc.constantFrom('launch', 'ami-build', 'ami-test'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      tags,
      fc.constantFrom('instance' as const, 'image' as const, 'snapshot' as const),
      fc.constantFrom('running' as const, 'over' as const, 'unknown' as const),
      fc.boolean(),
      (given, kind, run, isPublished) => {
        const published = isPublished && kind === 'image';
        if (!judgeLeftover({ id: 'x', kind, tags: given as Tags, run, published }, own).remove) return;
        expect(published).toBe(false);
        expect(given['spawn:managed']).toBe('true');
        expect(given['spawn:deployment']).toBe('dev@us-east-1');
        const isLaunched = kind === 'instance' && given['spawn:purpose'] === 'launch';
        expect(given['spawn:state'] === 'candidate' || isLaunched).toBe(true);
        expect(given['spawn:ttl-deadline'] === past || (run === 'over' && !isLaunched)).toBe(true);
      },
    ),
  );
});

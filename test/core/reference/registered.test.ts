import {
  addReferenceRequest,
  isExpired,
  registeredReferences,
  type RegisteredReference,
} from '../../../core/reference/registered';
import { concerns, distinctReferences, runReferences, type ImageReference } from '../../../core/model/reference';

const now = new Date('2026-01-14T10:00:00Z');
const registered = (changes: Partial<RegisteredReference> = {}): RegisteredReference => ({
  ami_id: 'ami-1',
  region: 'us-east-1',
  name: 'ci-profile',
  by: 'arn',
  created_at: '2026-01-01T00:00:00Z',
  ...changes,
});

test('a registered reference protects until it ends, and one without an end for ever', () => {
  expect(
    [undefined, '2026-01-14T10:00:01Z', '2026-01-14T10:00:00Z', '2025-01-01T00:00:00Z'].map((until) =>
      isExpired({ until }, now),
    ),
  ).toEqual([false, false, true, true]);
  expect(
    registeredReferences(
      [registered({ reason: 'tests', until: '2026-02-01T00:00:00Z' }), registered({ until: '2026-01-01T00:00:00Z' })],
      now,
    ),
  ).toEqual([
    {
      ami_id: 'ami-1',
      region: 'us-east-1',
      kind: 'registered',
      name: 'ci-profile',
      detail: 'tests, until 2026-02-01T00:00:00Z',
    },
  ]);
});

test.each([
  { name: 'a b' },
  { name: '' },
  { name: 'x', url: 'no' },
  { name: 'x', until: 'soon' },
  { name: 'x', reason: 'r'.repeat(257) },
  { name: 'x', more: 1 },
])('%j is refused', (body) => {
  expect(addReferenceRequest.safeParse(body).success).toBe(false);
});

test('a run that is under way uses the base that it builds on, the image that it tests, the image that it copies', () => {
  const run = { build_id: 'bld-1', region: 'us-east-1' };
  const plan = { base: { ami_id: 'ami-base' } } as never;
  const kinds = runReferences([
    { ...run, kind: 'build', plan, ami_id: 'ami-new' },
    { ...run, kind: 'test', ami_id: 'ami-2' },
    { ...run, kind: 'replicate', ami_id: 'ami-3' },
    { ...run, kind: 'create', ami_id: 'ami-4' },
    { ...run, kind: 'build' },
  ]);
  expect(kinds.map(({ ami_id, detail }) => [ami_id, detail])).toEqual([
    ['ami-base', 'is built on it'],
    ['ami-2', 'tests it'],
    ['ami-3', 'copies it'],
  ]);
});

test('a reference that two questions found stands once, with its detail', () => {
  const reference: ImageReference = { ami_id: 'ami-1', region: 'us-east-1', kind: 'launch-template', name: 'lt-1' };
  const detailed = { ...reference, detail: 'web, version 3' };
  expect(distinctReferences([reference, detailed, reference, { ...reference, ami_id: 'ami-2' }], ['ami-1'])).toEqual([
    detailed,
  ]);
});

test('an unanswered question concerns its images, or all of its region when it names none', () => {
  const unread = { region: 'us-east-1', kind: 'account' as const, reason: 'no report' };
  expect([concerns(unread, 'us-east-1', 'ami-1'), concerns(unread, 'eu-west-1', 'ami-1')]).toEqual([true, false]);
  expect([
    concerns({ ...unread, ami_ids: ['ami-1'] }, 'us-east-1', 'ami-1'),
    concerns({ ...unread, ami_ids: ['ami-1'] }, 'us-east-1', 'ami-2'),
  ]).toEqual([true, false]);
});

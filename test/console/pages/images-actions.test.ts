import { contracts } from '../../../core/api/contracts';
import { imageActions } from '../../../console/pages/images/action/all';
import type { Values } from '../../../console/pages/images/action/fields';
import { outcomeOf } from '../../../console/shared/action/outcome';
import { textOfUse } from '../../../console/pages/images/action/use-text';
import type { ImageAnswer } from '../../../console/client/types';
import { commandOf } from '../kit/command';

const image = {
  ami_id: 'ami-0123456789abcdef0',
  name: 'pytorch-2.2.0',
  region: 'eu-west-1',
  stack: 'pytorch',
  state: 'available',
  deprecated: false,
} as ImageAnswer;
const revocation = { at: '2026-01-01T00:00:00Z', reason: 'leaked key', launch_permissions: [] };

const filled: Values = {
  scope: 'one',
  script: '#!/bin/bash\ntrue\n',
  types: 'm7i.large, c7g.large',
  terminate: true,
  compare: true,
  channel: 'stable',
  reason: "it's old",
  untested: 'tested by hand',
  regions: 'eu-west-1 us-west-2',
  accounts: '210987654321',
  organizations: 'arn:aws:organizations::123456789012:organization/o-exampleorgid',
  units: 'arn:aws:organizations::123456789012:ou/o-exampleorgid/ou-ab12-11111111',
  until: '2026-06-30',
  copyable: true,
  revoke: true,
  tags: 'owner=team-ml\nnote=a=b',
  remove: 'draft',
  replacement: 'ami-0fedcba9876543210',
  at: '2026-03-01',
  disable: '2026-04-01',
  removal: '2026-05-01',
  descendants: true,
};
const named = (id: string) => imageActions.find((action) => action.id === id)!;

describe.each(imageActions.map((action) => [action.id, action] as const))('the action %s', (_, action) => {
  test.each([
    ['with every field', filled],
    [
      'with what is required',
      { script: 'true', channel: 'stable', reason: 'old', regions: 'eu-west-1', accounts: '210987654321', tags: 'a=b' },
    ],
  ] as [string, Values][])('is taken by the API and by the command, %s', async (_case, values) => {
    expect(action.invalid(values)).toBeUndefined();
    const { query = {}, body, parameters } = action.input(image, values);
    const contract = contracts[action.operation];
    if (contract.body) expect(contract.body.safeParse(JSON.parse(JSON.stringify(body))).error).toBeUndefined();
    else expect(contract.query?.safeParse(JSON.parse(JSON.stringify(query))).error).toBeUndefined();
    expect(parameters).toEqual({ id: image.ami_id });
    expect((await commandOf(action.words(image, values))).length).toBeGreaterThan(0);
  });

  test('concerns one region only if that is chosen, in the call and in the command alike', () => {
    if (!action.scoped) return expect(action.fields.length).toBeGreaterThan(0);
    const regionIn = (values: Values) => {
      const { query, body } = action.input(image, values);
      return [(query ?? (body as { region?: string })).region, action.words(image, values).includes('--region')];
    };
    expect([regionIn(filled), regionIn({ ...filled, scope: 'all' })]).toEqual([
      ['eu-west-1', true],
      [undefined, false],
    ]);
  });
});

test('a form says which field is missing, and which line is no tag', () => {
  expect(named('promote').invalid({})).toBe('Channel is missing');
  expect(named('replicate').invalid({ regions: ' , ' })).toBe('A region or an account is missing');
  expect(named('tag').invalid({ tags: 'owner=ml\nnothing' })).toBe("'nothing' is no tag: write key=value");
  expect(named('tag').input(image, filled).body).toMatchObject({ tags: { owner: 'team-ml', note: 'a=b' } });
});

test('what destroys or stops is typed, and shows what uses the image', () => {
  expect(imageActions.filter(({ typed }) => typed).map(({ id }) => id)).toEqual(['revoke', 'restore', 'delete']);
  expect(imageActions.filter(({ showsUse }) => showsUse).map(({ id }) => id)).toEqual([
    'deprecate',
    'revoke',
    'delete',
  ]);
});

test('an action that makes no sense for an image says why', () => {
  const refusals = (changes: Partial<ImageAnswer>) =>
    Object.fromEntries(
      imageActions.flatMap(({ id, refusal }) => {
        const text = refusal({ ...image, ...changes });
        return text === undefined ? [] : [[id, text]];
      }),
    );
  expect(refusals({})).toEqual({ undeprecate: 'The image is not deprecated' });
  expect(refusals({ deprecated: true })).toEqual({ deprecate: 'The image is deprecated' });
  expect(refusals({ revocation })).toMatchObject({ test: 'The image is revoked', revoke: 'The image is revoked' });
  expect(refusals({ state: 'pending' })).toMatchObject({ promote: 'The image is pending' });
  expect(refusals({ stack: undefined })).toMatchObject({ promote: 'The image belongs to no stack' });
  expect(Object.keys(refusals({ state: 'vanished' }))).toHaveLength(imageActions.length);
});

describe('the outcome of an action', () => {
  test('names the run that was started, and does not call unchanged what is done', () => {
    expect(outcomeOf('Test', 'web', { build_id: 'tst-1' })).toMatchObject({
      type: 'success',
      header: 'Test web: started as tst-1',
    });
    expect(outcomeOf('Delete', 'web', { cleanup_id: 'cln-1' }).header).toBe('Delete web: started as cleanup cln-1');
    expect(outcomeOf('Tag', 'web', { changed: false })).toMatchObject({
      type: 'info',
      header: 'Tag web: nothing had to change',
    });
    expect(outcomeOf('Tag', 'web', { changed: true }).type).toBe('success');
  });

  test('is a warning when a region or a copy failed, and says which', () => {
    const failed = [{ ami_id: 'ami-1', region: 'eu-west-1', message: 'denied' }];
    expect(outcomeOf('Deprecate', 'web', { changed: true, failed, warnings: ['old'] })).toMatchObject({
      type: 'warning',
      content: 'old. ami-1 in eu-west-1: denied',
    });
    const results = [{ region: 'us-east-1' }, { region: 'us-west-2', error: { message: 'throttled' } }];
    expect(outcomeOf('Share', 'web', { changed: true, results }).content).toBe('us-west-2: throttled');
    const regions = [
      { region: 'us-east-1', status: 'written' },
      { region: 'us-west-2', status: 'failed' },
    ];
    expect(outcomeOf('Promote', 'web', { changed: true, regions }).content).toBe('us-west-2: failed');
  });
});

test('what an action concerns names each use with its owner, and does not call unknown what is unused', () => {
  const images = [{ ami_id: 'ami-1', region: 'us-east-1', name: 'web' }];
  expect(textOfUse({ images, owners: [], unread: [] })).toEqual({
    summary: 'web in us-east-1: no use found',
    used: false,
    lines: ['ami-1 in us-east-1'],
  });
  const unread = [{ region: 'us-east-1', kind: 'instance' as const, reason: 'denied' }];
  expect(textOfUse({ images, owners: [], unread })).toMatchObject({
    summary: 'web in us-east-1: use partly unknown',
    used: true,
  });
  const uses = [
    { ami_id: 'ami-1', region: 'us-east-1', kind: 'auto-scaling-group' as const, name: 'web', detail: '3 instances' },
  ];
  expect(textOfUse({ images, owners: [{ owner: 'ml', uses }], unread: [] }).lines[1]).toBe(
    'ml: auto scaling group web in us-east-1, 3 instances',
  );
});

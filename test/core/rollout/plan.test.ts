import { followersOf, followingTemplates } from '../../../core/rollout/following';
import { planTemplate, type FoundGroup, type FoundTemplate, type Seen } from '../../../core/rollout/plan';
import { rolloutIdPart } from '../../../core/rollout/request';
import { isRunId, operationIdOf } from '../../../core/lib/identifier';
import { tagKeys } from '../../../core/tags';
import type { Channel } from '../../../core/channel/record';
import { now } from '../kit/images';

const deployment = 'dev@us-east-1';
const consent = { [tagKeys.rollout]: deployment };
const follower = { channel: 'stable', variant: 'x86_64', region: 'us-east-1', template: 'web' };
const template = (changes: Partial<FoundTemplate> = {}): FoundTemplate => ({
  template_id: 'lt-1',
  name: 'web',
  default_version: 3,
  latest_version: 3,
  image_id: 'ami-1',
  tags: consent,
  ...changes,
});
const group = (changes: Partial<FoundGroup> = {}): FoundGroup => ({
  name: 'front',
  templates: [{ id: 'lt-1', version: '$Default' }],
  image_ids: [],
  tags: consent,
  ...changes,
});
const seen = (changes: Partial<Seen> = {}): Seen => ({ template: template(), groups: [], ami_id: 'ami-2', ...changes });
const withGroup = (changes: Partial<FoundGroup>, of: Partial<FoundTemplate> = {}) =>
  planTemplate(
    { ...follower, groups: ['front'] },
    seen({ template: template(of), groups: [group(changes)] }),
    deployment,
  );

test('a template gets a version of its default one with the image of the release', () => {
  expect(planTemplate(follower, seen(), deployment)).toEqual({
    follower,
    obstacles: [],
    change: {
      region: 'us-east-1',
      template_id: 'lt-1',
      name: 'web',
      ami_id: 'ami-2',
      status: 'planned',
      from_version: 3,
      from_image: 'ami-1',
      groups: [],
    },
  });
});

test('a template that launches the image already does not change', () => {
  expect(planTemplate(follower, seen({ ami_id: 'ami-1' }), deployment)).toEqual({ follower, obstacles: [] });
});

test.each<[string, Partial<Seen>, string]>([
  ['that is gone', { template: undefined }, 'there is no launch template web in us-east-1'],
  ['without the consent of its owner', { template: template({ tags: {} }) }, 'does not have the tag'],
  [
    'that another deployment may change',
    { template: template({ tags: { [tagKeys.rollout]: 'prod@us-east-1' } }) },
    'does not have the tag',
  ],
  ['without an image', { template: template({ image_id: undefined }) }, 'has no image that could be replaced'],
  ['that launches a parameter', { template: template({ image_id: 'resolve:ssm:/x' }) }, 'which needs no new version'],
  ['in a region without an image of the release', { ami_id: undefined }, 'copy it with spawn replicate-ami'],
  ['that could not be read', { unread: 'PermissionDenied: no' }, 'could not be read: PermissionDenied: no'],
])('a template %s cannot follow', (_what, changes, obstacle) => {
  const plan = planTemplate(follower, seen(changes), deployment);
  expect(plan.change).toBeUndefined();
  expect(plan.obstacles).toEqual([expect.stringContaining(obstacle)]);
});

test.each(['$Default', '$Latest'])('a group that launches %s follows', (version) => {
  expect(withGroup({ templates: [{ name: 'web', version }] }).change?.groups).toEqual([
    { name: 'front', follows: version },
  ]);
});

test.each<[string, Partial<FoundGroup>, Partial<FoundTemplate>, string]>([
  [
    'with a fixed version',
    { templates: [{ id: 'lt-1', version: '3' }] },
    {},
    'launches version 3 of web, which never changes',
  ],
  ['of another template', { templates: [{ id: 'lt-2', version: '$Default' }] }, {}, 'does not launch from web'],
  ['whose overrides name an image', { image_ids: ['ami-9'] }, {}, 'launches ami-9, which its overrides name'],
  [
    'with several versions',
    {
      templates: [
        { id: 'lt-1', version: '$Default' },
        { id: 'lt-1', version: '2' },
      ],
    },
    {},
    'launches several versions of web: $Default, 2',
  ],
  [
    'whose newest version would change more than the image',
    { templates: [{ id: 'lt-1', version: '$Latest' }] },
    { latest_version: 4 },
    'launches $Latest of web, version 4, and the default is version 3',
  ],
  ['without the consent of its owner', { tags: {} }, {}, 'create-or-update-tags'],
  ['that is gone', { name: 'back' }, {}, 'there is no Auto Scaling group front'],
])('a group %s cannot follow, and its template stays', (_what, changes, of, obstacle) => {
  const plan = withGroup(changes, of);
  expect(plan.change).toBeUndefined();
  expect(plan.obstacles).toEqual([expect.stringContaining(obstacle)]);
});

test('templates of the home region change first, and those of other channels and variants do not', () => {
  const all = [
    { ...follower, region: 'us-west-2' },
    { ...follower, channel: 'beta' },
    { ...follower, variant: 'arm64' },
    follower,
  ];
  expect(followersOf(all, { channel: 'stable', variant: 'x86_64' }, 'us-east-1').map(({ region }) => region)).toEqual([
    'us-east-1',
    'us-west-2',
  ]);
  expect(followersOf(undefined, { channel: 'stable', variant: 'x86_64' }, 'us-east-1')).toEqual([]);
});

test('a template follows one channel', () => {
  const twice = followingTemplates.safeParse([follower, { ...follower, channel: 'beta' }]);
  expect(twice.error?.issues).toEqual([
    expect.objectContaining({
      path: [1, 'template'],
      message: expect.stringContaining('web of us-east-1 is named twice'),
    }),
  ]);
});

test('the same change of a channel has the same rollout, another change or attempt another one', () => {
  const channel = {
    stack: 'tool',
    variant: 'x86_64',
    channel: 'stable',
    revision: 2,
    at: now.toISOString(),
  } as Channel;
  const parts = [
    rolloutIdPart(channel, 0),
    rolloutIdPart({ ...channel, revision: 3 }, 0),
    rolloutIdPart(channel, 1),
    rolloutIdPart({ ...channel, variant: 'arm64' }, 0),
  ];
  expect(rolloutIdPart({ ...channel }, 0)).toBe(parts[0]);
  expect(new Set(parts).size).toBe(4);
  expect(parts.every((part) => isRunId(operationIdOf(part)))).toBe(true);
});

import type { Step } from './case';

const one = (...steps: Omit<Step, 'actor'>[]): Step[] => steps.map((step) => ({ actor: 0, ...step }));
const west = ['us-west-2'];
const plant = { do: 'plant' };

/** Short histories that together reach every machine and route that changes something. */
export const scenarios: Readonly<Record<string, Step[]>> = {
  build: one({ do: 'build', with: { regions: west } }),
  'failing build': one({ do: 'build', with: { fails: 'provision', untested: true } }),
  'failing test': one({ do: 'build', with: { fails: 'test' } }),
  retry: one({ do: 'build', with: { fails: 'test', body: { keep_candidate_seconds: 86_400 } } }, { do: 'retry' }),
  'spot build': one({ do: 'build', with: { spot: true } }),
  'interrupted spot build': one({ do: 'interrupt' }, { do: 'build', with: { spot: true } }),
  'build with files': one({
    do: 'build',
    with: {
      files: [{ source: 'tool.conf', destination: '/etc/tool.conf', mode: '0640' }],
      body: { files: { 'tool.conf': Buffer.from('threads = 4\n').toString('base64') } },
    },
  }),
  create: one({ do: 'launch' }, { do: 'create' }, { do: 'terminate' }),
  'launch array': one(plant, { do: 'launch', with: { body: { stack: 'tool', count: 3 } } }, { do: 'terminate' }),
  replicate: one(
    plant,
    { do: 'replicate', with: { regions: ['us-west-2', 'eu-west-1'] } },
    { do: 'test', with: { wait: true } },
    { do: 'replicate', with: { regions: ['us-east-1'], body: { accounts: ['222233334444'] } } },
  ),
  care: one(
    plant,
    { do: 'share' },
    { do: 'unshare' },
    { do: 'deprecate' },
    { do: 'undeprecate' },
    { do: 'revoke' },
    { do: 'restore' },
    { do: 'refer' },
    { do: 'owners' },
    { do: 'health' },
    { do: 'policy' },
  ),
  channel: one(
    plant,
    { do: 'plant', with: { version: '1.1.0' } },
    { do: 'promote', with: { which: 'oldest' } },
    { do: 'promote' },
    { do: 'rollback' },
  ),
  cleanup: one(
    { do: 'policy' },
    plant,
    { do: 'plant', with: { version: '1.1.0' } },
    { do: 'plant', with: { version: '1.2.0' } },
    { do: 'keep', with: { which: 'oldest' } },
    { do: 'cleanup', with: { named: true } },
    { do: 'wait', with: { minutes: 10 } },
  ),
  remove: one(
    { do: 'policy' },
    plant,
    { do: 'replicate' },
    { do: 'plant', with: { version: '1.1.0' } },
    { do: 'remove', with: { which: 'oldest' } },
    { do: 'wait', with: { minutes: 10 } },
  ),
  night: one(plant, { do: 'replicate' }, { do: 'night' }),
};

const oldest = { which: 'oldest' };

/** The calls of a cleanup at which what races with it may begin. */
export const racePoints = [
  'mark-images ec2:CreateTags #1',
  'remove-images ec2:DescribeImages #1',
  'remove-images ec2:DisableImage #1',
  'remove-images ec2:DescribeImages #2',
  'remove-images ec2:DescribeInstances #2',
  'remove-images ec2:DescribeImageReferences #2',
  'remove-images ec2:DescribeImageAttribute #2',
  'remove-images dynamodb:GetItem #2',
  'remove-images dynamodb:GetItem #4',
  'remove-images ec2:DeregisterImage #1',
];

/** What precedes a race: two images, and a cleanup that may remove both. */
export const beforeRace: Step[] = one(
  { do: 'policy' },
  plant,
  { do: 'plant', with: { version: '1.1.0' } },
  { do: 'cleanup', with: { named: true, apply: false } },
);

/** Two cleanups from the start, and a launch, a tag that protects and a copy from a call of theirs on. */
export const race = (when: string): Step[] => [
  { actor: 0, do: 'apply' },
  { actor: 1, do: 'cleanup', with: { named: true } },
  { actor: 2, do: 'launch', when, with: oldest },
  { actor: 3, do: 'keep', when, with: oldest },
  { actor: 4, do: 'replicate', when, with: oldest },
];

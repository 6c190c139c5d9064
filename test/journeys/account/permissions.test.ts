import { leftovers, localStack, minutes } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';
import { without } from '../../kit/templates';

const taken = [
  { action: 'ec2:RunInstances', from: 'launch-builder', stage: 'launch' },
  { action: 'ssm:SendCommand', from: 'run-script', stage: 'launch' },
  { action: 'ec2:StopInstances', from: 'stop-builder', stage: 'stop' },
  { action: 'ec2:CreateImage', from: 'create-image', stage: 'image' },
  { action: 'dynamodb:PutItem', from: 'catalog-image', stage: 'image' },
  { action: 'ec2:RunInstances', from: 'launch-test-instance', stage: 'test', name: 'TestFailed' },
  { action: 'ec2:CreateTags', from: 'publish-image', stage: 'publish' },
];

test.each(taken)(
  'without $action of $from a build ends at $stage, which names the action, and nothing is left',
  async ({ action, from, stage, name = 'PermissionDenied' }) => {
    const journey = await localStack({ edit: without(`spawn-dev-${from}-us-east-1`, action) });
    const run = await buildSmall(journey);
    expect(run).toMatchObject({ status: 'failed', failure: { name, stage, message: expect.stringContaining(action) } });
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  },
);

test('without ec2:CopyImage of copy-image only the copies are missing', async () => {
  const journey = await localStack({ edit: without('spawn-dev-copy-image-us-east-1', 'ec2:CopyImage') });
  const run = await buildSmall(journey, { regions: ['us-west-2'] });
  expect(run).toMatchObject({
    status: 'failed',
    failure: {
      name: 'ReplicationIncomplete',
      stage: 'replicate',
      message: expect.stringMatching(/PermissionDenied.*ec2:CopyImage/),
    },
  });
  expect((await journey.request('GET', '/v1/images')).body.images).toMatchObject([
    { ami_id: run.ami_id, lifecycle: 'published' },
  ]);
});

test('without ec2:TerminateInstances of compensate what it could not end goes with the reaper', async () => {
  const journey = await localStack({ edit: without('spawn-dev-compensate-us-east-1', 'ec2:TerminateInstances') });
  const run = await buildSmall(journey, { provision: [{ name: 'install', run: '#!/bin/bash\nexit 3' }] });
  expect(run).toMatchObject({
    status: 'failed',
    failure: {
      name: 'ScriptFailed',
      stage: 'provision',
      message: expect.stringMatching(/exited with code 3.*the reaper retries/s),
    },
  });
  expect(await leftovers(journey)).toHaveLength(1);
  await journey.advance(31 * minutes);
  expect(await leftovers(journey)).toEqual([]);
});

import { virtualClock } from '../../../local/clock';
import type { Local } from '../../../local/local';
import { startLocal } from '../../../local/start';
import { functionOf, writeAssembly } from '../../kit/assembly';

const sender = `
import { Inspector2Client, BatchGetAccountStatusCommand, ListFindingAggregationsCommand } from '@aws-sdk/client-inspector2';
const inspector = new Inspector2Client({}), commands = { BatchGetAccountStatusCommand, ListFindingAggregationsCommand };
export const handler = async ({ command, input }) => {
  try {
    const { $metadata, ...answer } = await inspector.send(new commands[command](input));
    return answer;
  } catch (error) {
    return { error: error.name, message: error.message };
  }
};`;
const assembly = writeAssembly(
  {
    ...functionOf('asker', ['inspector2:BatchGetAccountStatus', 'inspector2:ListFindingAggregations'], { Timeout: 30, Code: { S3Key: 'send.zip' } }),
    ...functionOf('weak', ['inspector2:BatchGetAccountStatus'], { Timeout: 30, Code: { S3Key: 'send.zip' } }),
  },
  { send: sender },
);

let local: Local;
const send = async (as: string, command: string, input: object): Promise<any> =>
  JSON.parse(Buffer.from((await local.call('lambda', 'Invoke', 'us-east-1', { FunctionName: as, Payload: Buffer.from(JSON.stringify({ command, input })) })).Payload).toString());
const turn = (action: 'Enable' | 'Disable') => local.call('inspector2', action, 'us-east-1', { resourceTypes: ['EC2'] });
const list = (input: object, as = 'asker') => send(as, 'ListFindingAggregationsCommand', { aggregationType: 'AMI', ...input });
beforeAll(async () => {
  local = await startLocal({ assembly, tier: 'in-process', seed: 1, clock: virtualClock(Date.UTC(2026, 0, 14)) });
}, 60_000);
afterAll(() => local.close());

test('Amazon Inspector is off until somebody switches it on, and lists nothing until then', async () => {
  const status = async () => (await send('asker', 'BatchGetAccountStatusCommand', {})).accounts[0].resourceState.ec2.status;
  expect([await status(), (await list({})).error]).toEqual(['DISABLED', 'AccessDeniedException']);
  await turn('Enable');
  expect([await status(), await list({})]).toEqual(['ENABLED', { aggregationType: 'AMI', responses: [] }]);
});

test('findings are listed by image in pages, and go when it is switched off', async () => {
  local.inspector.found('us-east-1', 'ami-1', { critical: 1, low: 2, instances: 3 });
  local.inspector.found('us-east-1', 'ami-2', { high: 1, instances: 1 });
  const first = await list({ maxResults: 1 });
  expect(first.responses).toEqual([{ amiAggregation: { ami: 'ami-1', accountId: '123456789012', severityCounts: { all: 3, critical: 1, high: 0, medium: 0 }, affectedInstances: 3 } }]);
  const second = await list({ maxResults: 1, nextToken: first.nextToken });
  expect([second.responses[0].amiAggregation.ami, second.nextToken]).toEqual(['ami-2', undefined]);
  await turn('Disable');
  await turn('Enable');
  expect((await list({})).responses).toEqual([]);
});

test('who may not ask is refused, and what is not simulated too', async () => {
  expect(await list({}, 'weak')).toMatchObject({ error: 'AccessDeniedException', message: expect.stringContaining('inspector2:ListFindingAggregations') });
  expect(await list({ aggregationType: 'PACKAGE' })).toMatchObject({ error: 'UnsupportedParameter', message: 'inspector2 ListFindingAggregations.aggregationType PACKAGE is not simulated.' });
  await expect(local.call('inspector2', 'Enable', 'us-east-1', { resourceTypes: ['ECR'] })).rejects.toThrow('resourceTypes ECR is not simulated');
});

import { virtualClock } from '../../kernel/clock';
import type { Local } from '../../app/simulation';
import { startLocal } from '../../app/start';
import { functionOf, writeAssembly } from '../kit/assembly';

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
    ...functionOf('asker', ['inspector2:BatchGetAccountStatus', 'inspector2:ListFindingAggregations'], {
      Timeout: 30,
      Code: { S3Key: 'send.zip' },
    }),
    ...functionOf('weak', ['inspector2:BatchGetAccountStatus'], { Timeout: 30, Code: { S3Key: 'send.zip' } }),
  },
  { send: sender },
);

let local: Local;
const send = async (as: string, command: string, input: object): Promise<any> =>
  JSON.parse(
    Buffer.from(
      (
        await local.call('lambda', 'Invoke', 'us-east-1', {
          FunctionName: as,
          Payload: Buffer.from(JSON.stringify({ command, input })),
        })
      ).Payload,
    ).toString(),
  );
const turn = (action: 'Enable' | 'Disable') =>
  local.call('inspector2', action, 'us-east-1', { resourceTypes: ['EC2'] });
const list = (input: object, as = 'asker') =>
  send(as, 'ListFindingAggregationsCommand', { aggregationType: 'AMI', ...input });
beforeAll(async () => {
  local = await startLocal({ assembly, tier: 'in-process', seed: 1, clock: virtualClock(Date.UTC(2026, 0, 14)) });
}, 60_000);
afterAll(() => local.close());

test('Amazon Inspector is off until somebody switches it on, and lists nothing until then', async () => {
  const status = async () =>
    (await send('asker', 'BatchGetAccountStatusCommand', {})).accounts[0].resourceState.ec2.status;
  expect([await status(), (await list({})).error]).toEqual(['DISABLED', 'AccessDeniedException']);
  await turn('Enable');
  expect([await status(), await list({})]).toEqual(['ENABLED', { aggregationType: 'AMI', responses: [] }]);
});

test('findings are listed by image in pages, and go when it is switched off', async () => {
  local.inspector.found('us-east-1', 'ami-1', { critical: 1, low: 2, instances: 3 });
  local.inspector.found('us-east-1', 'ami-2', { high: 1, instances: 1 });
  const first = await list({ maxResults: 1 });
  expect(first.responses).toEqual([
    {
      amiAggregation: {
        ami: 'ami-1',
        accountId: '123456789012',
        severityCounts: { all: 3, critical: 1, high: 0, medium: 0 },
        affectedInstances: 3,
      },
    },
  ]);
  const second = await list({ maxResults: 1, nextToken: first.nextToken });
  expect([second.responses[0].amiAggregation.ami, second.nextToken]).toEqual(['ami-2', undefined]);
  await turn('Disable');
  await turn('Enable');
  expect((await list({})).responses).toEqual([]);
});

test('who may not ask is refused, and what is not simulated too', async () => {
  expect(await list({}, 'weak')).toMatchObject({
    error: 'AccessDeniedException',
    message: expect.stringContaining('inspector2:ListFindingAggregations'),
  });
  expect(await list({ aggregationType: 'PACKAGE' })).toMatchObject({
    error: 'UnsupportedParameter',
    message: 'inspector2 ListFindingAggregations.aggregationType PACKAGE is not simulated.',
  });
  await expect(local.call('inspector2', 'Enable', 'us-east-1', { resourceTypes: ['ECR'] })).rejects.toThrow(
    'resourceTypes ECR is not simulated',
  );
});

const bill = (...components: object[]) => ({ bomFormat: 'CycloneDX', specVersion: '1.5', components });
const amazonLinux = { type: 'operating-system', name: 'Amazon Linux', version: '2023' };
const openssl = {
  type: 'application',
  name: 'openssl',
  version: '3.0.8-1',
  purl: 'pkg:rpm/amazon/openssl@3.0.8-1?arch=x86_64&distro=2023&epoch=1',
};
const scan = async (sbom: object, outputFormat?: string): Promise<any> =>
  (await local.call('inspector-scan', 'ScanSbom', 'us-east-1', { sbom, outputFormat })).sbom;
const severities = ({ metadata }: any) => metadata.properties.map(({ value }: any) => Number(value));

test('a bill of materials is compared with vulnerabilities that are made up and that a test may add to, but not where the system is not known', async () => {
  const answer = await scan(bill(amazonLinux, openssl));
  expect([severities(answer), answer.vulnerabilities.map(({ id }: any) => id)]).toEqual([
    [0, 0, 1, 0, 0],
    ['SIMULATED-2026-0001'],
  ]);
  expect(severities(await scan(bill(amazonLinux, { ...openssl, version: '3.0.8-1.amzn2023.0.13' })))).toEqual([
    0, 0, 0, 0, 0,
  ]);
  local.scanner.learn({ id: 'SIMULATED-1', severity: 'critical', package: 'openssl' });
  expect(severities(await scan(bill(amazonLinux, openssl)))).toEqual([1, 0, 1, 0, 0]);
  const strange = await scan(bill({ ...amazonLinux, name: 'Plan 9' }, openssl));
  expect([strange.vulnerabilities, strange.components[1].properties[0].value]).toEqual([
    undefined,
    'Component skipped: no rules found.',
  ]);
});

test('what is no bill, is too long or asks for another form is refused', async () => {
  await expect(scan({ bomFormat: 'SPDX' })).rejects.toMatchObject({ code: 'ValidationException' });
  await expect(scan(bill(...Array.from({ length: 5001 }, () => openssl)))).rejects.toThrow('at most 5000');
  await expect(scan(bill(openssl), 'INSPECTOR')).rejects.toThrow('outputFormat INSPECTOR is not simulated');
});

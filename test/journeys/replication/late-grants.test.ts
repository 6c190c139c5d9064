import type { Call } from '../../../local/kernel/types';
import { assemblyOf, memberAccount } from '../../kit/assemblies';
import { finished, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';
import { sweepingEvery } from '../../kit/templates';

const [eu, west] = ['eu-west-1', 'us-west-2'];

describe('where grants of KMS count after four minutes', () => {
  let journey: Journey;
  let ami: string;
  let refused = 0;
  const newKey = async (region: string, more: object = {}): Promise<string> => {
    const { KeyMetadata } = await journey.clock.until(journey.local.call('kms', 'CreateKey', region, more));
    return KeyMetadata.Arn;
  };
  /** A call of EC2 by the administrator of the member account. */
  const there = (action: string, input: object): Promise<Record<string, any>> =>
    journey.clock.until(journey.local.call('ec2', action, west, input, memberAccount));
  /** Asks for copies, waits for their end, and gives the run, how long it took, and how often EC2 was asked to copy. */
  const copy = async (id: string, body: object): Promise<{ run: any; took: number; tries: number }> => {
    const [before, began] = [journey.local.calls.length, journey.clock.now()];
    const answer = await journey.request('POST', `/v1/images/${id}/replicas`, body);
    const run = await finished(journey, answer.body.operation_id);
    const tries = journey.local.calls.slice(before).filter(({ action }) => action === 'CopyImage').length;
    return { run, took: journey.clock.now() - began, tries };
  };

  beforeAll(async () => {
    journey = await localStack({
      assembly: assemblyOf('next'),
      edit: sweepingEvery(5),
      // Warm functions of an earlier file would still hold its sessions of the member account.
      freshFunctions: true,
      kms: { grantDelay: [4 * minutes, 4 * minutes] },
      ec2: {
        latencies: { copy: [60_000, 60_000], copyPerGib: [0, 0] },
        imageFailure: ({ name, region }) =>
          name.startsWith('doomed') && region === eu ? 'the storage burnt' : undefined,
      },
    });
    const isRefused = ({ action, region }: Call): boolean => action === 'CopyImage' && region === eu && refused-- > 0;
    refuseCalls(journey, isRefused, 'InvalidParameterValue', 'The specified KMS key is not accessible.');
    ami = (await buildSmall(journey)).ami_id;
  }, 240_000);

  test('a member account copies what a key at home encrypts once its grant counts, and keeps that copy alone', async () => {
    const [encrypted] = (await copy(ami, { regions: [west], kms_keys: { [west]: await newKey(west) } })).run.replicas;
    const { run, tries } = await copy(encrypted.ami_id, { accounts: [memberAccount], regions: [west] });
    expect(run.replicas).toMatchObject([{ region: west, account: memberAccount, status: 'available' }]);
    expect(tries).toBeGreaterThan(1);
    const { Images } = await there('DescribeImages', { Owners: ['self'] });
    const left = Images.filter(({ State }: any) => State !== 'deregistered');
    expect(left).toMatchObject([{ ImageId: run.replicas[0].ami_id, State: 'available' }]);
    expect((await there('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots).toHaveLength(1);
  });

  test('a copy that EC2 refuses at the call for its key is asked for again', async () => {
    refused = 3;
    const { run, tries } = await copy(ami, { regions: [eu], kms_keys: { [eu]: await newKey(eu) } });
    expect(run).toMatchObject({ status: 'succeeded', replicas: [{ region: eu, status: 'available' }] });
    expect(tries).toBe(4);
  });

  test('a copy whose key stays forbidden ends after ten minutes with EC2’s reason, and leaves nothing', async () => {
    const statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:DescribeKey', Resource: '*' };
    const { ami_id } = await buildSmall(journey, { stack: 'other' });
    const key = await newKey(west, { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) });
    const { run, took, tries } = await copy(ami_id, { regions: [west], kms_keys: { [west]: key } });
    const reason = expect.stringContaining('may not CreateGrant');
    expect(run).toMatchObject({
      status: 'failed',
      replicas: [{ status: 'failed', error: 'KeyNotReady', message: reason }],
    });
    expect(tries).toBeGreaterThan(5);
    expect(took).toBeGreaterThanOrEqual(10 * minutes);
    expect(took).toBeLessThan(14 * minutes);
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('a copy that fails for anything else is made once', async () => {
    const { ami_id } = await buildSmall(journey, { stack: 'doomed' });
    const { run, tries } = await copy(ami_id, { regions: [eu] });
    const reason = expect.stringContaining('the storage burnt');
    expect(run).toMatchObject({ status: 'failed', replicas: [{ error: 'ImageFailed', message: reason }] });
    expect(tries).toBe(1);
  });
});

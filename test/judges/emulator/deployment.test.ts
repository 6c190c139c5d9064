import type { Local } from '../../../local/app/simulation';
import { smallRecipe } from '../../kit/small-recipe';
import { cdk, synthesize } from './cdk';
import { environmentOf, startMachines, type EventSink } from './machines';
import { account, region, startEmulator, type Emulator } from './ministack';
import { Deployment } from './api';

jest.setTimeout(20 * 60_000);

const deployAll = ['deploy', '--all', '--require-approval', 'never', '--progress', 'events', '--app'];
const completed = (output: string): number => output.match(/\| (CREATE|UPDATE)_COMPLETE /g)?.length ?? 0;
const unchanged = (output: string): number => output.match(/\(no changes\)/g)?.length ?? 0;

describe('A deployment to an emulator of AWS that is not ours', () => {
  let machines: Local;
  let emulator: Emulator;
  let deployment: Deployment;
  let assembly: string;
  const deliveries: Promise<void>[] = [];
  let network: object;
  let forward: ((event: Parameters<EventSink>[0]) => void) | undefined;

  beforeAll(async () => {
    machines = await startMachines((event) => forward?.(event));
    emulator = await startEmulator(environmentOf(machines));
    deployment = new Deployment(emulator);
    const call = async (action: string): Promise<any> => machines.call('ec2', action, region, {});
    const { Subnets } = await call('DescribeSubnets');
    const { SecurityGroups } = await call('DescribeSecurityGroups');
    const own = SecurityGroups.find((group: any) => group.GroupName !== 'default');
    const subnets = Subnets.filter((subnet: any) => subnet.VpcId === own.VpcId);
    network = { subnet_ids: subnets.map((subnet: any) => subnet.SubnetId), security_group_id: own.GroupId };
    assembly = synthesize('first', { network });
  });
  afterAll(async () => {
    await emulator?.stop();
    await machines?.close();
  });

  test('every resource is created, and a second deployment changes nothing', async () => {
    await cdk(emulator.environment, 'bootstrap', `aws://${account}/${region}`);
    const first = await cdk(emulator.environment, ...deployAll, assembly);
    expect(first).not.toMatch(/FAILED|ROLLBACK/);
    expect(completed(first)).toBeGreaterThan(350);
    const again = await cdk(emulator.environment, ...deployAll, assembly);
    expect([completed(again), unchanged(again)]).toEqual([0, 5]);
  });

  test('a build publishes an image and its copy on events', async () => {
    forward = (event) => void deliveries.push(deployment.deliver(event));
    const { id, run } = await deployment.build(smallRecipe({ regions: ['eu-west-1'] }));
    expect([id, run.status, run.error ?? null]).toEqual([id, 'succeeded', null]);
    for (const place of [region, 'eu-west-1']) {
      const { Images } = await machines.call('ec2', 'DescribeImages', place, { Owners: ['self'] });
      expect(Images.map((image: any) => image.State)).toEqual(['available']);
    }
  });

  test('a build publishes an image on the sweeper alone', async () => {
    forward = undefined;
    await Promise.all(deliveries);
    const { id, run } = await deployment.build(smallRecipe({ version: '1.0.1' }));
    expect([id, run.status, run.error ?? null]).toEqual([id, 'succeeded', null]);
  });

  test('nothing billable is left beside the images', async () => {
    const { Reservations } = await machines.call('ec2', 'DescribeInstances', region, {});
    const states = Reservations.flatMap((one: any) => one.Instances.map((instance: any) => instance.State.Name));
    expect(states.length).toBeGreaterThan(3);
    expect(states.filter((state: string) => !['shutting-down', 'terminated'].includes(state))).toEqual([]);
  });

  test('a changed setting updates the stacks that it concerns', async () => {
    const changed = synthesize('changed', { network, log_retention_days: 60 });
    const output = await cdk(emulator.environment, ...deployAll, changed);
    expect(output).not.toMatch(/FAILED|ROLLBACK/);
    expect(completed(output)).toBeGreaterThan(50);
    const again = await cdk(emulator.environment, ...deployAll, changed);
    expect(unchanged(again)).toBe(5);
  });

  test('it can be destroyed and deployed again', async () => {
    await cdk(emulator.environment, 'destroy', '--all', '--force', '--app', assembly);
    expect(await deployment.stacks()).toEqual(['CDKToolkit']);
    // The table and the bucket stay. CloudFormation would import them; the emulator cannot.
    await expect(cdk(emulator.environment, ...deployAll, assembly)).rejects.toThrow('Validation failed');
    await deployment.removeRetained();
    const output = await cdk(emulator.environment, ...deployAll, assembly);
    expect(output).not.toMatch(/FAILED|ROLLBACK/);
    expect(completed(output)).toBeGreaterThan(350);
  });
});

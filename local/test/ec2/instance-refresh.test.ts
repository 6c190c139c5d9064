import { createAutoScaling } from '../../services/autoscaling/service';
import type { World } from '../../kernel/types';
import { amazonLinux, amazonLinuxArm, caller, codeOf, home, kit } from './kit';

const minutes = 60_000;

/** EC2 and Auto Scaling with a template of two versions, the second one the default, and a group of it. */
async function setting({ size = 2, second = amazonLinux }: { size?: number; second?: string } = {}) {
  const { world, ec2, clock, events, call: ofEc2 } = kit();
  // The service calls EC2 by its own role.
  const asService: World = {
    ...world,
    call: (principal, service, action, region, input) =>
      ec2.call({ service, action, region, input, principal, requestId: 'request', authorize: () => undefined }),
  };
  const authorized: Parameters<typeof caller>[2] = [];
  const call = caller(createAutoScaling(asService), 'autoscaling', authorized, []);
  const data = { ImageId: amazonLinux, InstanceType: 'm7i.large' };
  const { LaunchTemplate } = await ofEc2('CreateLaunchTemplate', {
    LaunchTemplateName: 'web',
    LaunchTemplateData: data,
  });
  await call('CreateAutoScalingGroup', {
    AutoScalingGroupName: 'front',
    LaunchTemplate: { LaunchTemplateName: 'web', Version: '$Default' },
    MinSize: 0,
    MaxSize: 4,
    DesiredCapacity: size,
    Tags: [{ Key: 'team', Value: 'ml' }],
  });
  await clock.advance(5 * minutes);
  const token = { ClientToken: 'one', SourceVersion: '1', LaunchTemplateData: { ImageId: second } };
  const made = await ofEc2('CreateLaunchTemplateVersion', { LaunchTemplateName: 'web', ...token });
  await ofEc2('ModifyLaunchTemplate', { LaunchTemplateName: 'web', DefaultVersion: '2' });
  const instances = async (): Promise<any[]> =>
    (await call('DescribeAutoScalingGroups', { AutoScalingGroupNames: ['front'] })).AutoScalingGroups[0].Instances;
  const refresh = async (): Promise<any> =>
    (await call('DescribeInstanceRefreshes', { AutoScalingGroupName: 'front' })).InstanceRefreshes[0];
  const versions = async () => (await instances()).map(({ LaunchTemplate: { Version } }: any) => Version);
  const titles = () => events.filter(({ source }) => source === 'aws.autoscaling').map((event) => event['detail-type']);
  return { call, ofEc2, clock, instances, versions, refresh, titles, authorized, made, LaunchTemplate, token };
}

const start = { AutoScalingGroupName: 'front' };

test('a version that is made from another one has what it does not name, and the same token makes it once', async () => {
  const { ofEc2, made, token } = await setting({ size: 0 });
  expect(made.LaunchTemplateVersion).toMatchObject({
    VersionNumber: 2,
    LaunchTemplateData: { ImageId: amazonLinux, InstanceType: 'm7i.large' },
  });
  const again = await ofEc2('CreateLaunchTemplateVersion', { LaunchTemplateName: 'web', ...token });
  expect(again.LaunchTemplateVersion.VersionNumber).toBe(2);
  const other = { LaunchTemplateName: 'web', ...token, SourceVersion: '2' };
  expect(await codeOf(ofEc2('CreateLaunchTemplateVersion', other))).toBe('IdempotentParameterMismatch');
});

test('a group launches what its template says, each instance with the number of its version', async () => {
  const { instances, versions } = await setting();
  expect(await instances()).toMatchObject([
    { LifecycleState: 'InService', InstanceType: 'm7i.large', LaunchTemplate: { LaunchTemplateName: 'web' } },
    { LifecycleState: 'InService' },
  ]);
  // A new default version changes no instance.
  expect(await versions()).toEqual(['1', '1']);
});

test('a refresh replaces all instances, tells its start and its end, and is the only one meanwhile', async () => {
  const { call, clock, instances, versions, refresh, titles, authorized } = await setting();
  const before = (await instances()).map(({ InstanceId }: any) => InstanceId);
  await call('StartInstanceRefresh', { ...start, Strategy: 'Rolling', Preferences: { MinHealthyPercentage: 50 } });
  expect(authorized.at(-1)).toMatchObject({ context: { 'aws:ResourceTag/team': 'ml' } });
  expect(await refresh()).toMatchObject({ Status: 'Pending', InstancesToUpdate: 2, PercentageComplete: 0 });
  expect(await codeOf(call('StartInstanceRefresh', start))).toBe('InstanceRefreshInProgress');
  await clock.advance(15_000);
  expect(await refresh()).toMatchObject({ Status: 'InProgress' });
  expect(await codeOf(call('RollbackInstanceRefresh', start))).toBe('IrreversibleInstanceRefresh');
  await clock.advance(10 * minutes);
  expect(await refresh()).toMatchObject({ Status: 'Successful', PercentageComplete: 100, EndTime: expect.any(Date) });
  expect(await versions()).toEqual(['2', '2']);
  expect((await instances()).some(({ InstanceId }: any) => before.includes(InstanceId))).toBe(false);
  expect(titles()).toEqual([
    'EC2 Auto Scaling Instance Refresh Started',
    'EC2 Auto Scaling Instance Refresh Succeeded',
  ]);
  expect(await codeOf(call('CancelInstanceRefresh', start))).toBe('ActiveInstanceRefreshNotFound');
});

test('a refresh fails when nothing could be launched for an hour, and the group recovers once it can', async () => {
  const { call, ofEc2, clock, versions, refresh } = await setting({ second: amazonLinuxArm });
  await call('StartInstanceRefresh', start);
  await clock.advance(30 * minutes);
  // One at a time: the other one goes on.
  expect([(await refresh()).Status, await versions()]).toEqual(['InProgress', ['1']]);
  await clock.advance(45 * minutes);
  expect(await refresh()).toMatchObject({ Status: 'Failed', StatusReason: expect.stringContaining('architecture') });
  await ofEc2('ModifyLaunchTemplate', { LaunchTemplateName: 'web', DefaultVersion: '1' });
  await clock.advance(10 * minutes);
  expect(await versions()).toEqual(['1', '1']);
});

test('a refresh that is cancelled replaces no more', async () => {
  const { call, clock, versions, refresh } = await setting({ size: 3 });
  await call('StartInstanceRefresh', start);
  await clock.advance(12_000);
  await call('CancelInstanceRefresh', start);
  expect((await refresh()).Status).toBe('Cancelling');
  await clock.advance(10 * minutes);
  expect([(await refresh()).Status, (await versions()).sort()]).toEqual(['Cancelled', ['1', '1', '2']]);
});

test('a group with instances is deleted by force only, and they with it', async () => {
  const { call, ofEc2, clock, instances } = await setting();
  const ids = (await instances()).map(({ InstanceId }: any) => InstanceId);
  expect(await codeOf(call('DeleteAutoScalingGroup', start))).toBe('ResourceInUse');
  await call('DeleteAutoScalingGroup', { ...start, ForceDelete: true });
  await clock.advance(2 * minutes);
  const { Reservations } = await ofEc2('DescribeInstances', { InstanceIds: ids }, home);
  expect(Reservations.map(({ Instances: [one] }: any) => one.State.Name)).toEqual(['terminated', 'terminated']);
});

import { Buffer } from 'node:buffer';
import { createAutoScaling } from '../../services/autoscaling/service';
import { PROTOCOLS } from '../../gateway/protocols';
import { amazonLinux, caller, codeOf, kit } from './kit';

const hours = 3_600_000;

describe('an image that is protected from deregistration', () => {
  test('stays until the protection is switched off, with a cooldown for a day longer', async () => {
    const { call, clock, image } = kit();
    const ImageId = await image('web');
    const protection = async () =>
      (await call('DescribeImages', { ImageIds: [ImageId] })).Images[0].DeregistrationProtection;
    await call('EnableImageDeregistrationProtection', { ImageId, WithCooldown: true });
    expect([await protection(), await codeOf(call('DeregisterImage', { ImageId }))]).toEqual([
      'enabled-with-cooldown',
      'OperationNotPermitted',
    ]);
    await call('DisableImageDeregistrationProtection', { ImageId });
    await clock.advance(23 * hours);
    expect(await codeOf(call('DeregisterImage', { ImageId }))).toBe('OperationNotPermitted');
    await clock.advance(1 * hours);
    expect([await protection(), await codeOf(call('DeregisterImage', { ImageId }))]).toEqual(['disabled', 'no error']);
  });

  test('without a cooldown goes at once', async () => {
    const { call, image } = kit();
    const ImageId = await image('web');
    await call('EnableImageDeregistrationProtection', { ImageId });
    await call('DisableImageDeregistrationProtection', { ImageId });
    expect(await codeOf(call('DeregisterImage', { ImageId }))).toBe('no error');
  });
});

test('a usage report is pending for ten minutes, and the same token gives the same report', async () => {
  const { call, clock, ec2, image } = kit();
  const ImageId = await image('web');
  ec2.addForeignUse({
    region: 'us-east-1',
    imageId: ImageId,
    accountId: '210987654321',
    resourceType: 'ec2:LaunchTemplate',
    count: 1,
  });
  const request = { ImageId, ResourceTypes: [{ ResourceType: 'ec2:LaunchTemplate' }], ClientToken: 'one' };
  const { ReportId } = await call('CreateImageUsageReport', request);
  expect((await call('CreateImageUsageReport', request)).ReportId).toBe(ReportId);
  expect((await call('DescribeImageUsageReports', { ReportIds: [ReportId] })).ImageUsageReports).toMatchObject([
    { State: 'pending' },
  ]);
  expect((await call('DescribeImageUsageReportEntries', { ReportIds: [ReportId] })).ImageUsageReportEntries).toEqual(
    [],
  );
  await clock.advance(10 * 60_000);
  expect((await call('DescribeImageUsageReports', { ImageIds: [ImageId] })).ImageUsageReports).toMatchObject([
    { ReportId, State: 'available' },
  ]);
  expect(
    (await call('DescribeImageUsageReportEntries', { ReportIds: [ReportId] })).ImageUsageReportEntries,
  ).toMatchObject([{ AccountId: '210987654321', UsageCount: 1 }]);
});

describe('Auto Scaling', () => {
  const setting = () => {
    const { world } = kit();
    return caller(createAutoScaling(world), 'autoscaling', [], []);
  };

  test('refuses a capacity above the maximum, a second group of a name, and to delete a configuration in use', async () => {
    const call = setting();
    await call('CreateLaunchConfiguration', {
      LaunchConfigurationName: 'web',
      ImageId: amazonLinux,
      InstanceType: 'm7i.large',
    });
    const group = { AutoScalingGroupName: 'web', LaunchConfigurationName: 'web', MinSize: 0, MaxSize: 1 };
    expect(await codeOf(call('CreateAutoScalingGroup', { ...group, DesiredCapacity: 2 }))).toBe('ValidationError');
    expect(await codeOf(call('CreateAutoScalingGroup', { ...group, LaunchConfigurationName: 'other' }))).toBe(
      'ValidationError',
    );
    expect(await codeOf(call('CreateAutoScalingGroup', group))).toBe('no error');
    expect(await codeOf(call('CreateAutoScalingGroup', group))).toBe('AlreadyExists');
    expect(await codeOf(call('DeleteLaunchConfiguration', { LaunchConfigurationName: 'web' }))).toBe('ResourceInUse');
    await call('DeleteAutoScalingGroup', { AutoScalingGroupName: 'web' });
    expect(await codeOf(call('DeleteLaunchConfiguration', { LaunchConfigurationName: 'web' }))).toBe('no error');
  });

  test('speaks the query protocol: lists with member, answers by the SDK’s own schema', () => {
    const { autoscaling } = PROTOCOLS;
    const body =
      'Action=DescribeAutoScalingGroups&Version=2011-01-01&AutoScalingGroupNames.member.1=web&AutoScalingGroupNames.member.2=db&MaxRecords=100';
    expect(autoscaling!.decode({ method: 'POST', url: 'http://local/', headers: {}, body: Buffer.from(body) })).toEqual(
      {
        action: 'DescribeAutoScalingGroups',
        input: { AutoScalingGroupNames: ['web', 'db'], MaxRecords: 100 },
      },
    );
    const answer = Buffer.from(
      autoscaling!.encode(
        'DescribeAutoScalingGroups',
        { AutoScalingGroups: [{ AutoScalingGroupName: 'web', MinSize: 0 }] },
        'request-1',
      ).body,
    ).toString();
    expect(answer).toContain(
      '<DescribeAutoScalingGroupsResult><AutoScalingGroups><member><AutoScalingGroupName>web</AutoScalingGroupName><MinSize>0</MinSize></member></AutoScalingGroups>',
    );
  });
});

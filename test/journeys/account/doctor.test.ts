import { worstResult, type Finding } from '../../../core/doctor/finding';
import type { PolicyStatement } from '../../../local/kernel/types';
import { home, localStack, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

describe('the doctor', () => {
  let journey: Journey;
  const examine = async (): Promise<Finding[]> => {
    const { status, body } = await journey.request('GET', '/v1/doctor');
    expect([status, body.result]).toEqual([200, worstResult(body.findings)]);
    return body.findings;
  };
  const call = (service: string, action: string, input: object) =>
    journey.clock.until(journey.local.call(service, action, home, input));
  /** What is wrong of one check: `SUBJECT RESULT`, and what was seen and would mend it. */
  const wrong = async (check: string) => {
    const found = (await examine()).filter((finding) => finding.check === check && finding.result !== 'ok');
    return {
      what: found.map(({ subject, result }) => `${subject} ${result}`),
      texts: found.map(({ seen, mend }) => `${seen} | ${mend}`),
    };
  };
  /** Takes the statements with an action out of a role, and gives back how to put them in again. */
  const revoke = (role: string, action: string): (() => void) => {
    const { policies } = journey.local.roles.get(`spawn-dev-${role}-us-east-1`);
    const before = [...policies];
    policies.splice(
      0,
      policies.length,
      ...before.map((policy) => ({
        ...policy,
        Statement: (policy.Statement as PolicyStatement[]).filter(({ Action }) => ![Action].flat().includes(action)),
      })),
    );
    return () => void policies.splice(0, policies.length, ...before);
  };

  beforeAll(async () => {
    journey = await localStack({ quotas: { 'L-1216C47A': 2 } });
  });

  test('finds a fresh deployment well, and says that CreateImage cannot be tried before the first build', async () => {
    const findings = await examine();
    expect(findings.filter(({ result }) => result !== 'ok').map(({ check, result }) => [check, result])).toEqual([
      ['create-image', 'unknown'],
    ]);
    expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual([
      'allowed-images',
      'create-image',
      'launch',
      'leftovers',
      'permissions',
      'public-access',
      'quotas',
      'recycle-bin',
      'schedules',
      'spot',
      'way-to-ssm',
    ]);
    expect(findings.filter(({ check }) => check === 'launch')).toHaveLength(3);
  });

  test('says whether the Recycle Bin retains what is removed, and warns of images without their snapshots', async () => {
    const told = async (): Promise<Finding | undefined> =>
      (await examine()).find(({ check, subject }) => check === 'recycle-bin' && subject === home);
    const retain = (ResourceType: string, days: number) =>
      call('rbin', 'CreateRule', {
        ResourceType,
        RetentionPeriod: { RetentionPeriodValue: days, RetentionPeriodUnit: 'DAYS' },
      });
    expect(await told()).toMatchObject({ result: 'ok', seen: expect.stringContaining('no retention rule') });
    await retain('EC2_IMAGE', 14);
    expect(await told()).toMatchObject({
      result: 'warning',
      seen: expect.stringContaining('no rule retains their snapshots'),
      mend: expect.stringContaining('--resource-type EBS_SNAPSHOT --retention-period RetentionPeriodValue=14'),
    });
    await retain('EBS_SNAPSHOT', 7);
    expect(await told()).toMatchObject({ result: 'warning', seen: expect.stringContaining('for 7 days only') });
    await retain('EBS_SNAPSHOT', 30);
    expect(await told()).toMatchObject({ result: 'ok', seen: expect.stringContaining('at most 14 days') });
  });

  test('changes and launches nothing', async () => {
    const from = journey.local.calls.length;
    await examine();
    const asked = journey.local.calls.slice(from).filter(({ principal }) => principal.includes('examine-account'));
    const others = asked.filter(
      ({ action, error }) => !/^(Simulate|Describe|Get|Query|List)/.test(action) && error !== 'RequestLimitExceeded',
    );
    expect(others.map(({ action, error }) => [action, error])).toEqual(
      Array(3).fill(['RunInstances', 'DryRunOperation']),
    );
    expect(journey.local.ec2.instances(home)).toEqual([]);
  });

  test('is for operators', async () => {
    const statusFor = async (who: string) =>
      (
        await journey.request('GET', '/v1/doctor', undefined, {
          credentials: journey.local.person(who, [`spawn-dev-${who}-us-east-1`]),
        })
      ).status;
    expect([await statusFor('operator'), await statusFor('launcher'), await statusFor('reader')]).toEqual([
      200, 403, 403,
    ]);
  });

  test.each([
    ['launch-builder', 'iam:PassRole'],
    ['remove-images', 'ec2:DeregisterImage'],
    ['publish-image', 'ec2:CreateTags'],
    ['builder', 'ssm:UpdateInstanceInformation'],
    ['sweep-waits', 'ssm:ListCommandInvocations'],
  ])('names the role %s, from which somebody took %s', async (role, action) => {
    const again = revoke(role, action);
    const { what, texts } = await wrong('permissions');
    expect(what).toEqual([`spawn-dev-${role}-us-east-1 failed`]);
    expect(texts[0]).toMatch(new RegExp(`^refused: ${action}.*deploy again`));
    again();
    expect((await wrong('permissions')).what).toEqual([]);
  });

  test('sees that a launch is refused', async () => {
    const again = revoke('examine-account', 'iam:PassRole');
    const { what, texts } = await wrong('launch');
    expect(what).toEqual([expect.stringMatching(/^subnet-\w+ failed$/), expect.anything(), expect.anything()]);
    expect(texts[0]).toContain('UnauthorizedOperation');
    again();
  });

  test('says of what it may not read that it is unknown, and why', async () => {
    const again = revoke('examine-account', 'servicequotas:GetServiceQuota');
    const { what, texts } = await wrong('quotas');
    expect(what.length).toBeGreaterThanOrEqual(3);
    expect(what.every((each) => each.endsWith(' unknown'))).toBe(true);
    expect(texts[0]).toMatch(/AWS refused the call: .*servicequotas:GetServiceQuota/);
    again();
    const deaf = revoke('examine-account', 'iam:SimulatePrincipalPolicy');
    expect(new Set((await wrong('permissions')).what.map((each) => each.split(' ')[1]))).toEqual(new Set(['unknown']));
    deaf();
  });

  test('and of a service that is not simulated too', async () => {
    const { services } = journey.local.world;
    const iam = services.get('iam')!;
    services.delete('iam');
    const { what, texts } = await wrong('permissions');
    expect(what.length).toBeGreaterThan(50);
    expect([what.every((each) => each.endsWith(' unknown')), texts[0]]).toEqual([
      true,
      expect.stringContaining("The service 'iam' is not simulated"),
    ]);
    services.set('iam', iam);
  });

  test('names a schedule and a rule that somebody has switched off, and a schedule that is gone', async () => {
    const { Arn: _arn, ...nightly } = await call('scheduler', 'GetSchedule', { Name: 'spawn-dev-nightly' });
    await call('scheduler', 'UpdateSchedule', { ...nightly, State: 'DISABLED' });
    await call('events', 'DisableRule', { Name: 'spawn-dev-image-changed' });
    await call('scheduler', 'DeleteSchedule', { Name: 'spawn-dev-reap-leftovers' });
    const { what, texts } = await wrong('schedules');
    expect(what.sort()).toEqual([
      'spawn-dev-image-changed failed',
      'spawn-dev-nightly failed',
      'spawn-dev-reap-leftovers failed',
    ]);
    expect(texts.join('\n')).toContain('aws events enable-rule --name spawn-dev-image-changed --region us-east-1');
    await call('events', 'EnableRule', { Name: 'spawn-dev-image-changed' });
    expect((await wrong('schedules')).what).toHaveLength(2);
  });

  test('sees that an image is to be public where the account blocks that, and how many vCPUs run', async () => {
    const { ami_id: id } = await buildSmall(journey);
    expect((await journey.request('POST', `/v1/images/${id}/shares`, { public: true })).status).toBe(200);
    expect([await wrong('public-access'), await wrong('create-image')].map(({ what }) => what)).toEqual([[], []]);
    await journey.ec2('EnableImageBlockPublicAccess', { ImageBlockPublicAccessState: 'block-new-sharing' });
    const { what, texts } = await wrong('public-access');
    expect([what, texts[0]]).toEqual([['us-east-1 failed'], expect.stringContaining(id)]);
    expect((await journey.request('POST', '/v1/instances', { name: 'demo', instance_type: 'm7i.large' })).status).toBe(
      201,
    );
    await journey.advance(60_000);
    expect((await wrong('quotas')).what).toEqual(['us-east-1 vCPUs of running On-Demand Standard instances failed']);
  });

  test('sees that builders have no way to Systems Manager', async () => {
    const [subnet] = (
      await journey.ec2('DescribeSubnets', { Filters: [{ Name: 'tag:Name', Values: ['spawn-dev-builders'] }] })
    ).Subnets;
    const { RouteTables } = await journey.ec2('DescribeRouteTables', {
      Filters: [{ Name: 'association.subnet-id', Values: [subnet.SubnetId] }],
    });
    await journey.ec2('DeleteRoute', { RouteTableId: RouteTables[0].RouteTableId, DestinationCidrBlock: '0.0.0.0/0' });
    const { what, texts } = await wrong('way-to-ssm');
    expect(what).toHaveLength(3);
    expect(texts[0]).toMatch(/has no outbound route \| add a route to a NAT or internet gateway, or endpoints/);
  });
});

import * as fc from 'fast-check';
import {
  checkNames,
  checkResults,
  summarized,
  unknownFinding,
  worstResult,
  type Finding,
} from '../../../core/doctor/finding';
import { judgeCreateImage, judgeLaunch } from '../../../core/doctor/launch';
import { judgePermissions } from '../../../core/doctor/permissions';
import { judgePublicAccess } from '../../../core/doctor/public-access';
import { judgeQuota } from '../../../core/doctor/quotas';
import { judgeTrigger } from '../../../core/doctor/schedules';
import {
  judgeWayToSsm,
  type EgressFacts,
  type EndpointFacts,
  type RouteFacts,
  type SubnetFacts,
} from '../../../core/doctor/way-to-ssm';
import { isStandardType, quotaLevel } from '../../../core/model/quota';

const finding = (changes: Partial<Finding> = {}): Finding => ({
  check: 'permissions',
  subject: 'a role',
  result: 'ok',
  seen: 'fine',
  ...changes,
});
const findings = fc.array(
  fc.record({
    check: fc.constantFrom(...checkNames),
    subject: fc.string(),
    result: fc.constantFrom(...checkResults),
    seen: fc.string(),
  }),
);

describe('of all findings', () => {
  test('a failed one is worse than an unknown one, that than a warning, and nothing looked at is unknown', () => {
    expect(worstResult([finding(), finding({ result: 'unknown' }), finding({ result: 'failed' })])).toBe('failed');
    expect(worstResult([finding({ result: 'warning' }), finding({ result: 'unknown' })])).toBe('unknown');
    expect(worstResult([])).toBe('unknown');
  });

  test('a summary keeps every one that is not as it should be, and the worst result', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const kept = summarized(all);
        expect(kept.filter(({ result }) => result !== 'ok').length).toBe(
          all.filter(({ result }) => result !== 'ok').length,
        );
        expect(worstResult(kept)).toBe(worstResult(all));
        expect(
          kept.filter(({ check, result }) => check === 'permissions' && result === 'ok').length,
        ).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('what could not be read is unknown with the reason', () => {
    expect(unknownFinding('quotas', 'us-east-1', { name: 'PermissionDenied', message: 'no' })).toMatchObject({
      result: 'unknown',
      seen: 'not checked: no',
      mend: expect.stringContaining('examine-account'),
    });
  });
});

describe('a quota', () => {
  test.each([
    [0, 5, 'ok'],
    [3, 5, 'ok'],
    [4, 5, 'warning'],
    [5, 5, 'failed'],
    [6, 5, 'failed'],
    [79, 100, 'ok'],
    [80, 100, 'warning'],
    [0, 0, 'failed'],
  ])('of which %i of %i are used is %s', (used, limit, level) => {
    expect(quotaLevel({ used, limit })).toBe(level);
  });

  test('never gets better by more use', () => {
    const order = ['ok', 'warning', 'failed'];
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (used, more, limit) => {
        expect(order.indexOf(quotaLevel({ used: used + more, limit }))).toBeGreaterThanOrEqual(
          order.indexOf(quotaLevel({ used, limit })),
        );
      }),
    );
  });

  test('that runs out is told with what to ask for, with its account if that is a member', () => {
    expect(judgeQuota({ quota: 'publicImages', region: 'us-east-1', used: 5, limit: 5 })).toMatchObject({
      result: 'failed',
      seen: '5 of 5 public AMIs',
      mend: expect.stringContaining('--quota-code L-0E3CBAB9 --region us-east-1'),
    });
    expect(
      judgeQuota({ quota: 'images', region: 'us-east-1', account: '222233334444', used: 0, limit: 20 }),
    ).toMatchObject({ subject: 'us-east-1 of account 222233334444 AMIs' });
    expect(judgeQuota({ quota: 'images', region: 'us-east-1', used: 9, limit: 50_000 })).toEqual({
      check: 'quotas',
      subject: 'us-east-1 AMIs',
      result: 'ok',
      seen: '9 of 50000 AMIs',
    });
  });

  test('of standard vCPUs counts A, C, D, H, I, M, R, T and Z, and none of the families that only begin so', () => {
    expect(
      [
        'a1.large',
        'c7i.large',
        'd3.xlarge',
        'h1.2xlarge',
        'i4i.large',
        'im4gn.large',
        'm7i.large',
        'r8g.large',
        't3.nano',
        'z1d.large',
      ].filter((type) => !isStandardType(type)),
    ).toEqual([]);
    expect(
      [
        'dl1.24xlarge',
        'hpc7a.96xlarge',
        'inf2.xlarge',
        'mac2.metal',
        'trn1.2xlarge',
        'g5.xlarge',
        'p5.48xlarge',
        'x2idn.16xlarge',
        'u-6tb1.56xlarge',
        'f1.2xlarge',
        'vt1.3xlarge',
      ].filter(isStandardType),
    ).toEqual([]);
  });
});

describe('a role', () => {
  const refused = {
    action: 'ec2:StopInstances',
    resource: 'arn:aws:ec2:us-east-1:1:instance/doctor',
    by: 'policy' as const,
  };

  test('that is refused nothing is well, and one that is refused something names it and who refuses', () => {
    expect(judgePermissions('stop-builder', 4, [])).toMatchObject({
      result: 'ok',
      seen: 'all 4 permissions are allowed',
    });
    expect(judgePermissions('stop-builder', 4, [refused])).toMatchObject({
      result: 'failed',
      seen: `refused: ${refused.action} on ${refused.resource}`,
      mend: expect.stringContaining('deploy again'),
    });
    expect(
      judgePermissions('stop-builder', 4, [
        { ...refused, resource: '*', by: 'organization' },
        { ...refused, by: 'boundary' },
      ]),
    ).toMatchObject({
      seen: expect.stringMatching(/^refused: ec2:StopInstances, /),
      mend: expect.stringMatching(/service control policy.*boundary/),
    });
  });

  test('that is refused much names three', () => {
    expect(judgePermissions('stop-builder', 9, Array(5).fill(refused)).seen).toMatch(/ and 2 more$/);
  });
});

describe('the way from a builder to Systems Manager', () => {
  const out: RouteFacts = { destination: '0.0.0.0/0', target: 'igw-1', active: true };
  const subnet = (changes: Partial<SubnetFacts> = {}): SubnetFacts => ({
    subnet_id: 'subnet-1',
    vpc_id: 'vpc-1',
    public_addresses: true,
    route_table_id: 'rtb-1',
    routes: [out],
    ...changes,
  });
  const open: EgressFacts = { https_everywhere: true, https_somewhere: true };
  const endpoint = (name: string, changes: Partial<EndpointFacts> = {}): EndpointFacts => ({
    vpc_id: 'vpc-1',
    service: `com.amazonaws.us-east-1.${name}`,
    type: 'Interface',
    available: true,
    private_names: true,
    route_table_ids: [],
    ...changes,
  });
  const agents = ['ssm', 'ssmmessages', 'ec2messages'].map((name) => endpoint(name));
  const storage = endpoint('s3', { type: 'Gateway', private_names: false, route_table_ids: ['rtb-1'] });
  const inside = subnet({ routes: [] });

  test.each([
    ['an internet gateway and public addresses', subnet(), [], open, 'ok'],
    ['an internet gateway and no public addresses', subnet({ public_addresses: false }), [], open, 'failed'],
    [
      'NAT and no public addresses',
      subnet({ public_addresses: false, routes: [{ ...out, target: 'nat-1' }] }),
      [],
      open,
      'ok',
    ],
    ['NAT that is gone', subnet({ routes: [{ ...out, target: 'nat-1', active: false }] }), [], open, 'failed'],
    [
      'a transit gateway, which is not followed',
      subnet({ routes: [{ ...out, target: 'tgw-1' }] }),
      [],
      open,
      'unknown',
    ],
    ['no route and no endpoints', inside, [], open, 'failed'],
    ['no route, and endpoints with one for S3', inside, [...agents, storage], open, 'ok'],
    ['no route, and endpoints without one for S3', inside, agents, open, 'failed'],
    [
      'no route, and an endpoint for S3 of another table',
      inside,
      [...agents, { ...storage, route_table_ids: ['rtb-2'] }],
      open,
      'failed',
    ],
    ['no route, and one endpoint missing', inside, [...agents.slice(1), storage], open, 'failed'],
    [
      'no route, and an endpoint that is still made',
      inside,
      [...agents.slice(1), endpoint('ssm', { available: false }), storage],
      open,
      'failed',
    ],
    [
      'no route, and an endpoint without private names',
      inside,
      [...agents.slice(1), endpoint('ssm', { private_names: false }), storage],
      open,
      'failed',
    ],
    [
      'no route, and endpoints of another VPC',
      inside,
      [...agents, storage].map((each) => ({ ...each, vpc_id: 'vpc-2' })),
      open,
      'failed',
    ],
    [
      'a gateway, and a security group that lets nothing out',
      subnet(),
      [],
      { https_everywhere: false, https_somewhere: false },
      'failed',
    ],
    [
      'endpoints, and a security group that lets out to them only',
      inside,
      [...agents, storage],
      { https_everywhere: false, https_somewhere: true },
      'ok',
    ],
    [
      'endpoints, and a security group that lets nothing out',
      inside,
      [...agents, storage],
      { https_everywhere: false, https_somewhere: false },
      'failed',
    ],
  ])('over %s is %s', (_, from, endpoints, egress, result) => {
    const found = judgeWayToSsm(from, endpoints, egress);
    expect([found.result, found.mend !== undefined]).toEqual([result, result !== 'ok']);
  });

  test('names the endpoints that are missing', () => {
    expect(judgeWayToSsm(inside, agents.slice(1), open).seen).toBe(
      'rtb-1 has no outbound route, and these endpoints are missing: ssm',
    );
  });
});

test.each([
  [{ images_blocked: true, wanted: [] }, 'ok'],
  [{ images_blocked: false, wanted: [{ ami_id: 'ami-1', copyable: false }] }, 'ok'],
  [{ images_blocked: true, wanted: [{ ami_id: 'ami-1', copyable: false }] }, 'failed'],
  [{ images_blocked: false, snapshots_blocked: true, wanted: [{ ami_id: 'ami-1', copyable: false }] }, 'ok'],
  [{ images_blocked: false, snapshots_blocked: true, wanted: [{ ami_id: 'ami-1', copyable: true }] }, 'failed'],
])('public access %j is %s', (facts, result) => {
  expect(judgePublicAccess({ region: 'us-east-1', snapshots_blocked: false, ...facts }).result).toBe(result);
});

test.each([
  ['DryRunOperation', 'ok'],
  ['Unsupported', 'warning'],
  ['UnauthorizedOperation', 'failed'],
  ['InvalidSubnetID.NotFound', 'failed'],
])('a launch to which EC2 says %s is %s', (code, result) => {
  expect(judgeLaunch({ subnet_id: 'subnet-1', instance_type: 't3.nano', code, message: 'as it says' })).toMatchObject({
    subject: 'subnet-1',
    result,
  });
});

test('that images can be made is known once a build has succeeded', () => {
  expect(judgeCreateImage(undefined)).toMatchObject({
    result: 'unknown',
    mend: expect.stringContaining('spawn build --smoke'),
  });
  expect(judgeCreateImage({ build_id: 'bld-1', ami_id: 'ami-1', ended_at: '2026-01-14T10:30:00Z' })).toMatchObject({
    result: 'ok',
    seen: 'bld-1 created ami-1 and ended at 2026-01-14T10:30:00Z',
  });
});

test.each([
  ['ENABLED', 'ok'],
  ['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'ok'],
  ['DISABLED', 'failed'],
  [undefined, 'failed'],
])('a rule whose state is %s is %s', (state, result) => {
  expect(judgeTrigger({ kind: 'rule', name: 'spawn-dev-image-changed', region: 'us-east-1', state }).result).toBe(
    result,
  );
});

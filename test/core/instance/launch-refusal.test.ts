import { onDemandWarning, quotaOf, refusedLaunch } from '../../../core/instance/launch-refusal';

const room = { code: 'InsufficientInstanceCapacity', message: 'We currently do not have sufficient capacity.' };
const vcpus = {
  code: 'VcpuLimitExceeded',
  message: 'You have requested more vCPU capacity than your current vCPU limit of 5 allows',
};

test('a launch that EC2 refused keeps code and words of every try, once for all subnets where they are the same', () => {
  const tries = [
    { instance_type: 'm7i.large', subnet_id: 'subnet-1', ...room },
    { instance_type: 'm7i.large', subnet_id: 'subnet-2', ...room },
    { instance_type: 'g5.xlarge', subnet_id: 'subnet-1', ...vcpus },
  ];
  const error = refusedLaunch(tries, 'us-east-1');
  expect(error).toMatchObject({ name: 'InsufficientCapacity', details: { tries } });
  expect(error.message).toBe(
    'EC2 launched no m7i.large, g5.xlarge in us-east-1. ' +
      'm7i.large in subnet-1, m7i.large in subnet-2: InsufficientInstanceCapacity: We currently do not have sufficient capacity. ' +
      'g5.xlarge in subnet-1: VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 5 allows. ' +
      "What to do: raise the quota 'Running On-Demand G and VT instances' (L-DB2E81BA) of Amazon EC2 in us-east-1 in Service Quotas, or terminate instances that count towards it; " +
      'name other instance types or try again later.',
  );
});

test('one that only quotas stood in the way of is QuotaExceeded, and does not send people to wait', () => {
  const error = refusedLaunch(
    [
      { instance_type: 'm7i.large', ...vcpus },
      { instance_type: 'p4d.24xlarge', ...vcpus },
    ],
    'eu-west-1',
  );
  expect(error.name).toBe('QuotaExceeded');
  expect(error.message).toMatch(/L-1216C47A.*L-417A185B/);
  expect(error.message).not.toContain('later');
});

test.each([
  ['c7g.large', false, "'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances' (L-1216C47A)"],
  ['t3.nano', true, "'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests' (L-34B43A08)"],
  ['g4dn.xlarge', true, "'All G and VT Spot Instance Requests' (L-3819A6DF)"],
  ['hpc7g.16xlarge', false, "'Running On-Demand HPC instances'"],
  ['trn1.2xlarge', false, "'Running On-Demand TRN instances'"],
  ['x2idn.16xlarge', false, "'Running On-Demand X instances'"],
])('%s (spot: %s) counts into %s', (type, spot, quota) => {
  expect(quotaOf(type, spot)).toBe(quota);
});

test('a builder that is on demand after refused spot tries says so with them, and with those alone', () => {
  const spot = { instance_type: 'm7i.large', subnet_id: 'subnet-1', spot: true, ...room };
  expect(onDemandWarning([spot, { ...spot, spot: undefined, subnet_id: 'subnet-2' }])).toBe(
    'the builder is on demand, because EC2 launched no spot instance. ' +
      'm7i.large (spot) in subnet-1: InsufficientInstanceCapacity: We currently do not have sufficient capacity.',
  );
  const resumed = onDemandWarning([{ ...spot, spot: undefined }]);
  expect(resumed).toMatch(/^the builder is on demand.* Its reasons are not known/);
  expect(onDemandWarning([spot], [resumed ?? ''])).toBeUndefined();
});

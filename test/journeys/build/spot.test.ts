import { localStack } from '../../kit/journey';

const create = /AWSServiceRoleForEC2Spot.*aws iam create-service-linked-role --aws-service-name spot\.amazonaws\.com/;

test('a spot launch in an account without the role of spot says how to make it, and the doctor warns of it', async () => {
  const journey = await localStack({ ec2: { spotRole: false } });
  const launch = { name: 'worker', instance_type: 'm7i.large', ttl: '1h' };
  const { status, body } = await journey.request('POST', '/v1/instances', { ...launch, spot: true });
  expect([status, body.name, body.detail]).toEqual([403, 'PermissionDenied', expect.stringMatching(create)]);
  expect((await journey.request('POST', '/v1/instances', launch)).status).toBeLessThan(300);
  const { findings } = (await journey.request('GET', '/v1/doctor')).body;
  const [spot] = findings.filter(({ check }: { check: string }) => check === 'spot');
  expect([spot.result, `${spot.subject} ${spot.mend}`]).toEqual(['warning', expect.stringMatching(create)]);
});

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from '../../../scripts/recording/compare';
import { questions } from '../../../scripts/recording/questions';
import { record, type Recording } from '../../../scripts/recording/record';
import { scrubbed } from '../../../scripts/recording/scrub';
import { home, localStack, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const folder = join(__dirname, '..', '..', 'recorded');
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
const recorded = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recording);

let journey: Journey;
const ofLocal = new Map<string, Recording>();
beforeAll(async () => {
  journey = await localStack({ port: 0 });
  await buildSmall(journey);
  const options = { region: home, endpoint: journey.local.url, credentials: journey.local.operatorCredentials };
  for (const question of questions) ofLocal.set(question.name, await journey.clock.until(record(question, options)));
});

if (recorded.length === 0)
  test.skip('local mode answers in the shape that was recorded (not run: nothing was recorded)', () => undefined);
for (const recording of recorded) {
  test(`local mode answers ${recording.name} in the shape that was recorded`, () => {
    expect(differences(recording, ofLocal.get(recording.name)!)).toEqual([]);
  });
}

test('every question has an answer of local mode or an error with a code, and none is refused as not simulated', () => {
  expect(ofLocal.size).toBe(questions.length);
  const errors = [...ofLocal.values()].flatMap(({ name, error }) =>
    error ? [`${name} ${error.code} ${error.status}`] : [],
  );
  expect(errors.sort()).toEqual([
    'ec2-DescribeImages-malformed InvalidAMIID.Malformed 400',
    'ec2-DescribeImages-unknown InvalidAMIID.NotFound 400',
    'ec2-DescribeInstanceTypes-unknown InvalidInstanceType 400',
    'ec2-DescribeInstances-unknown InvalidInstanceID.NotFound 400',
    'events-DescribeRule-unknown ResourceNotFoundException 400',
    'iam-SimulatePrincipalPolicy-unknown NoSuchEntityException 404',
    'scheduler-GetSchedule-unknown ResourceNotFoundException 404',
    'ssm-GetParameter-unknown ParameterNotFound 400',
  ]);
});

test('a recording says nothing of its account, and keeps what is AWS’s own', () => {
  const text = JSON.stringify([...ofLocal.values()].map(({ answer, error }) => ({ answer, error })));
  for (const secret of ['123456789012', 'arn:', 'spawn', 'ami-', 'vpc-', 'subnet-', '10.83.', '172.31.'])
    expect([secret, text.includes(secret)]).toEqual([secret, false]);
  expect(text).toContain('"available"');
});

test('scrubbing keeps members and types', () => {
  const answer = {
    $metadata: {},
    NextToken: 'x',
    Vpcs: [
      {
        VpcId: 'vpc-0123456789abcdef0',
        OwnerId: '123456789012',
        State: 'available',
        IsDefault: true,
        Tags: [{ Key: 'Name', Value: 'secret' }],
        Made: new Date(),
      },
    ],
  };
  expect(scrubbed(answer)).toEqual({
    Vpcs: [
      {
        VpcId: '<id>',
        OwnerId: '<account>',
        State: 'available',
        IsDefault: true,
        Tags: [{ Key: '<text>', Value: '<text>' }],
        Made: '<time>',
      },
    ],
  });
});

describe('what was recorded from local mode itself', () => {
  test('differs in nothing from local mode', () => {
    expect([...ofLocal.values()].flatMap((recording) => differences(recording, recording))).toEqual([]);
  });

  test.each<[string, (recording: any) => void, string]>([
    [
      'a member that local mode does not have',
      ({ answer }) => answer.Vpcs.forEach((vpc: any) => (vpc.CidrBlockAssociationSet = [])),
      '.Vpcs[].CidrBlockAssociationSet is missing in local mode',
    ],
    [
      'a member of another type',
      ({ answer }) => answer.Vpcs.forEach((vpc: any) => (vpc.IsDefault = 'yes')),
      '.Vpcs[].IsDefault is text in AWS and boolean in local mode',
    ],
    [
      'an error',
      (recording) => Object.assign(recording, { answer: undefined, error: { code: 'RequestExpired', status: 400 } }),
      'AWS gave RequestExpired (400), local mode an answer',
    ],
  ])('and then changed by %s does differ', (_, change, difference) => {
    const local = ofLocal.get('ec2-DescribeVpcs')!;
    const changed = structuredClone(local);
    change(changed);
    expect(differences(changed, local)).toEqual([difference]);
  });

  test('a member that only some recorded items have may be missing', () => {
    const local = ofLocal.get('ec2-DescribeVpcs')!;
    const changed = structuredClone(local) as any;
    changed.answer.Vpcs[0].Ipv6CidrBlockAssociationSet = [];
    expect(changed.answer.Vpcs.length).toBeGreaterThan(1);
    expect(differences(changed, local)).toEqual([]);
  });
});

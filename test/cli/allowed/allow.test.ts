import type { AllowedImagesAnswer } from '../../../core/allowed/contract';
import { script, spawn } from '../kit/spawn';

const base = {
  ami_id: 'ami-0abc1230abc1230ab',
  kind: 'base' as const,
  owner_id: '137112412989',
  used_by: 'pytorch (x86_64)',
};
const region = (changes: Partial<AllowedImagesAnswer['regions'][number]> = {}) => ({
  region: 'us-east-1',
  state: 'disabled' as const,
  managed_by: 'account' as const,
  same: false,
  refused: [base],
  ...changes,
});
const shown: AllowedImagesAnswer = {
  account: '123456789012',
  criteria: [{ ImageProviders: ['123456789012'], ImageNames: ['pytorch-*'] }],
  regions: [region(), region({ region: 'eu-west-1', refused: [] })],
};
const results = [
  { region: 'us-east-1', changed: true },
  { region: 'eu-west-1', changed: false },
];
const answers = (changed: object = {}) =>
  script({
    'GET /v1/allowed-images': shown,
    'PUT /v1/allowed-images': { changed: true, complete: true, results, ...changed },
  });
const sent = (requests: { method: string; body?: unknown }[]) =>
  requests.filter(({ method }) => method === 'PUT').map(({ body }) => body);

test('ami allowed prints criteria, the commands for another account, and the setting of the own one', async () => {
  const { code, out, requests } = await spawn(['ami', 'allowed', '--stack', 'pytorch', '--stack', 'jax', '--vendors'], {
    answer: answers(),
  });
  expect([code, requests]).toEqual([
    0,
    [expect.objectContaining({ method: 'GET', query: { vendors: 'true', stacks: 'pytorch,jax' } })],
  ]);
  expect(out).toContain('"ImageNames": [\n      "pytorch-*"');
  expect(out).toContain(
    `aws ec2 replace-image-criteria-in-allowed-images-settings --region eu-west-1 --image-criteria '[{"ImageProviders":["123456789012"],"ImageNames":["pytorch-*"]}]'`,
  );
  expect(out).toMatch(/us-east-1 +off +account +no +ami-0abc1230abc1230ab of 137112412989 \(base of pytorch/);
});

test('ami allowed -o json is the answer with the commands', async () => {
  const { out } = await spawn(['allowed-amis', '-o', 'json'], { answer: answers() });
  expect(JSON.parse(out)).toEqual({ ...shown, commands: expect.arrayContaining([expect.stringMatching(/^aws ec2/)]) });
});

test('--apply asks first, naming the account, the regions and what would be refused now', async () => {
  const { code, err, requests } = await spawn(['ami', 'allowed', '--apply', '--enforce'], {
    answer: answers(),
    typed: ['n'],
  });
  expect([code, sent(requests)]).toEqual([1, []]);
  expect(err).toContain('Allowed AMIs of account 123456789012 in us-east-1, eu-west-1');
  expect(err).toContain('In us-east-1 this would refuse ami-0abc1230abc1230ab of 137112412989');
  expect(err).toContain('EC2 will refuse all other images of other accounts');
});

test.each([
  ['--audit', 'audit-mode', 'us-east-1: Allowed AMIs is audit mode\neu-west-1: was already audit mode\n'],
  ['--enforce', 'enabled', 'us-east-1: Allowed AMIs is enabled\neu-west-1: was already enabled\n'],
  ['--off', 'disabled', 'us-east-1: Allowed AMIs is off\neu-west-1: was already off\n'],
])('--apply %s sets %s in every region', async (flag, state, text) => {
  const { code, out, requests } = await spawn(['ami', 'allowed', '--vendors', '--apply', flag, '--yes'], {
    answer: answers(),
  });
  expect([code, sent(requests), out]).toEqual([0, [{ state, vendors: true }], text]);
});

test('--apply --off asks for no criteria, which it does not need, and confirms with account and regions', async () => {
  const { code, err, requests } = await spawn(['ami', 'allowed', '--stack', 'pytorch', '--apply', '--off'], {
    answer: answers(),
    typed: ['n'],
  });
  expect([code, requests]).toEqual([1, [expect.objectContaining({ method: 'GET', query: { state: 'disabled' } })]]);
  expect(err).toContain('Allowed AMIs of account 123456789012 in us-east-1, eu-west-1');
  expect(err).not.toContain('would refuse');
});

test.each([
  [false, 'failed: AwsUnavailable: no.'],
  [true, 'failed, and the setting changed in part: AwsUnavailable: no.'],
  [undefined, 'failed, and it is not known whether the setting changed: AwsUnavailable: no.'],
])('a failed region whose setting changed: %s says so', async (changed, text) => {
  const failed = { region: 'eu-west-1', changed, error: { name: 'AwsUnavailable', message: 'no.' } };
  const { code, out } = await spawn(['ami', 'allowed', '--apply', '--audit', '--yes'], {
    answer: answers({ complete: false, results: [failed] }),
  });
  expect([code, out]).toEqual([1, `eu-west-1: ${text}\n`]);
});

test('a region that failed is named, and the exit code is 1', async () => {
  const failed = { region: 'eu-west-1', changed: false, error: { name: 'PermissionDenied', message: 'no.' } };
  const { code, out } = await spawn(['ami', 'allowed', '--apply', '--audit', '--yes'], {
    answer: answers({ complete: false, results: [failed] }),
  });
  expect([code, out]).toEqual([1, 'eu-west-1: failed: PermissionDenied: no.\n']);
});

test.each([
  [['--enforce'], '--enforce changes the account only together with --apply'],
  [['--apply'], '--apply needs one of --audit, --enforce and --off'],
  [['--apply', '--audit', '--off'], '--apply needs one of --audit, --enforce and --off'],
])('%j is refused before anything is asked', async (flags, message) => {
  const { code, err, requests } = await spawn(['ami', 'allowed', ...flags], { answer: answers() });
  expect([code, requests]).toEqual([2, []]);
  expect(err).toContain(message);
});

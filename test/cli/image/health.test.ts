import { spawn } from '../kit/spawn';

const of = (level: string, name = 'tool', messages: string[] = []) => ({
  ami_id: 'ami-0abc1230abc1230ab',
  region: 'us-east-1',
  name,
  level,
  messages,
  checked_at: '2026-01-28T10:30:00Z',
});
const check = (argv: string[], ...images: object[]) =>
  spawn(['ami', 'health', ...argv], { answer: () => ({ body: { images } }) });

test('ami health shows the worst first, with every reason', async () => {
  const { code, out, requests } = await check([], of('healthy', 'good'), of('critical', 'bad', ['old', 'broken']));
  expect([code, requests]).toEqual([0, [{ method: 'POST', path: '/v1/health', body: {} }]]);
  expect(out).toBe(`NAME  AMI ID                 REGION     HEALTH    WHY
bad   ami-0abc1230abc1230ab  us-east-1  critical  old; broken
good  ami-0abc1230abc1230ab  us-east-1  healthy   -
`);
});

test.each([
  ['critical', 'critical', 1],
  ['critical', 'warning', 0],
  ['warning', 'critical', 1],
  ['warning', 'unknown', 0],
  ['unknown', 'unknown', 1],
  ['unknown', 'healthy', 0],
])('--fail-on %s with an image that is %s exits with %i', async (bad, level, code) => {
  expect((await check(['--fail-on', bad], of(level))).code).toBe(code);
});

test('one image, or those of a stack in a region, are asked for', async () => {
  expect((await check(['ami-0abc1230abc1230ab'])).requests[0]?.body).toEqual({ ami: 'ami-0abc1230abc1230ab' });
  expect((await check(['--stack', 'tool', '--region', 'eu-west-1', '-o', 'json'])).out).toBe('[]\n');
});

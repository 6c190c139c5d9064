import { spawn } from '../kit/spawn';

const problem = (status: number, name: string) => ({ status, body: { status, name, detail: `the reason of ${name}` } });

test.each([
  [400, 'InvalidTag', 2],
  [413, 'TooLarge', 2],
  [404, 'ImageNotFound', 3],
  [404, 'NoImageFits', 3],
  [403, 'NotManaged', 4],
  [409, 'NameTaken', 4],
  [409, 'AmbiguousName', 4],
  [429, 'LimitExceeded', 4],
  [500, 'MissingSetting', 1],
  [502, 'BuildFailed', 1],
])('HTTP %i %s exits with %i: one sentence on stderr, nothing on stdout', async (status, name, code) => {
  const { code: actual, out, err } = await spawn(['ami', 'show', 'ami-1'], { answer: () => problem(status, name) });
  expect([actual, out]).toEqual([code, '']);
  expect(err.split('\n')[0]).toBe(`error: the reason of ${name}`);
});

test('what was not found comes with the command that shows what there is', async () => {
  const { err } = await spawn(['ami', 'show', 'ami-1'], { answer: () => problem(404, 'ImageNotFound') });
  expect(err).toContain('spawn list-amis --region all');
});

test('a refusal by the gateway itself says so and asks who you are', async () => {
  const { code, err } = await spawn(['list'], { answer: () => ({ status: 403, body: { message: 'Forbidden' } }) });
  expect(code).toBe(4);
  expect(err).toContain('the API refused GET /v1/instances: Forbidden');
  expect(err).toContain('aws sts get-caller-identity');
});

test('an answer that is no problem document is told with its status', async () => {
  const { code, err } = await spawn(['list'], {
    answer: () => ({ status: 503, body: { message: 'Service Unavailable' } }),
  });
  expect(code).toBe(1);
  expect(err).toContain('GET /v1/instances failed with status 503: Service Unavailable');
});

import manifest from '../../../cli/package.json';
import type { Deployment } from '../../../cli/framework/context';
import { exitCodes, usageError } from '../../../cli/framework/failure';
import { messagesOf } from '../kit/json-output';
import { spawn } from '../kit/spawn';

const { version } = manifest;
const major = Number(version.split('.')[0]);
const prod = (answered?: string): Deployment => ({
  local: false,
  context: 'prod',
  stage: 'prod',
  region: 'us-east-1',
  ...(answered !== undefined && { account: '123456789012', version: answered }),
});

test.each([['version'], ['--version'], ['-V']])(
  'spawn %s in a terminal adds the deployment that answers',
  async (word) => {
    const { code, out, err, requests } = await spawn([word], { width: 80, deployment: prod(`${major}.9.1`) });
    expect([code, err, requests]).toEqual([0, '', []]);
    expect(out).toBe(
      `${version}\ndeployment ${major}.9.1 (context prod, stage prod, us-east-1, account 123456789012)\n`,
    );
  },
);

test('a deployment that does not answer, or that is not configured, is left out', async () => {
  expect(await spawn(['version'], { deployment: prod() })).toMatchObject({ code: 0, out: `${version}\n`, err: '' });
  const nothing = () => {
    throw usageError('no region is configured');
  };
  expect(await spawn(['version'], { deployment: nothing })).toMatchObject({ code: 0, out: `${version}\n`, err: '' });
});

test('another first number is a warning on stderr, which names both and the remedy', async () => {
  const { code, out, err } = await spawn(['version', '-o', 'json'], { deployment: prod(`${major + 1}.0.0`) });
  expect([code, JSON.parse(out)]).toEqual([0, { version, deployment: prod(`${major + 1}.0.0`) }]);
  expect(messagesOf(err)).toEqual([
    `warning: this command has version ${version} and the deployment ${major + 1}.0.0: install version ${major + 1} of the command, or deploy version ${major}`,
  ]);
});

test('in JSON a deployment that does not answer is null', async () => {
  expect(JSON.parse((await spawn(['version', '-o', 'json'], { deployment: prod() })).out)).toEqual({
    version,
    deployment: null,
  });
});

test('a context that does not exist is an error', async () => {
  const { code } = await spawn(['version'], {
    deployment: () => {
      throw Object.assign(usageError("context 'prdo' not found"), { exitCode: exitCodes.notFound });
    },
  });
  expect(code).toBe(3);
});

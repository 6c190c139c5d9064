import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTarget } from '../../../cli/client/target';
import type { ConnectOptions, Deployment, Host } from '../../../cli/framework/context';
import { spawn } from '../kit/spawn';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spawn-target-'));
  mkdirSync(join(folder, 'config', 'spawn'), { recursive: true });
  const contexts = {
    prod: { region: 'eu-west-1', stage: 'prod', profile: 'company' },
    lab: { region: 'us-west-2', endpoint: 'https://spawn.example.com' },
  };
  writeFileSync(join(folder, 'config', 'spawn', 'contexts.json'), JSON.stringify({ current: 'prod', contexts }));
});
afterEach(() => rmSync(folder, { recursive: true }));

const served = {
  clock: { speed: 60, simulated: 0, real: 0 },
  url: 'http://127.0.0.1:1',
  region: 'us-east-1',
  accessKeyId: 'a',
  secretAccessKey: 'b',
};
function serveLocally() {
  mkdirSync(join(folder, '.spawn'));
  writeFileSync(join(folder, '.spawn', 'local.json'), JSON.stringify({ ...served, pid: process.pid }));
}

async function target(environment: Record<string, string> = {}, options: Partial<ConnectOptions> = {}) {
  const host = {
    environment: { XDG_CONFIG_HOME: join(folder, 'config'), AWS_REGION: 'ap-south-1', ...environment },
    directory: folder,
  } as unknown as Host;
  const {
    options: used,
    local,
    ...found
  } = await findTarget({ verbose: false, host, messages: undefined as never, ...options });
  return { ...found, local: local !== undefined, profile: used.profile };
}

test('the current context is the default, with its profile, and --profile replaces that', async () => {
  const prod = { context: 'prod', stage: 'prod', region: 'eu-west-1', local: false };
  expect(await target()).toEqual({ ...prod, profile: 'company' });
  expect(await target({ SPORE_PROFILE: 'other' })).toEqual({ ...prod, profile: 'company' });
  expect(await target({}, { profile: 'mine' })).toEqual({ ...prod, profile: 'mine' });
});

test('--context comes before SPAWN_CONTEXT, and both before everything else', async () => {
  serveLocally();
  const others = { SPAWN_API_URL: 'https://x.y', SPAWN_STAGE: 'test', SPAWN_CONTEXT: 'prod' };
  expect(await target(others)).toMatchObject({ context: 'prod', local: false });
  expect(await target(others, { context: 'lab' })).toEqual({
    context: 'lab',
    url: 'https://spawn.example.com',
    region: 'us-west-2',
    local: false,
    profile: undefined,
  });
});

test('SPAWN_API_URL, local mode of the project and SPAWN_STAGE come before the current context, in this order', async () => {
  expect(await target({ SPAWN_STAGE: 'test' })).toMatchObject({ stage: 'test', region: 'ap-south-1' });
  serveLocally();
  expect(await target({ SPAWN_STAGE: 'test' })).toMatchObject({ local: true, region: 'us-east-1' });
  expect(await target()).toMatchObject({ local: true });
  expect(await target({ SPAWN_API_URL: 'https://abc.execute-api.eu-west-1.amazonaws.com' })).toMatchObject({
    url: 'https://abc.execute-api.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
    local: false,
  });
});

test('without a context the stage is dev in the home region', async () => {
  rmSync(join(folder, 'config'), { recursive: true });
  expect(await target()).toEqual({ stage: 'dev', region: 'ap-south-1', local: false, profile: undefined });
});

test('a context that does not exist is an error, whatever else is configured', async () => {
  await expect(target({ SPAWN_CONTEXT: 'prdo' })).rejects.toMatchObject({
    exitCode: 3,
    message: "context 'prdo' not found: there is lab, prod",
  });
});

test('a prompt names the deployment that it is about', async () => {
  const ask = async (deployment: Deployment) =>
    (await spawn(['terminate', 'job'], { typed: ['n'], deployment })).err.split('\n')[0];
  expect(await ask({ local: true, region: 'us-east-1', stage: 'dev' })).toBe('Deployment: local mode');
  expect(
    await ask({ local: false, context: 'prod', stage: 'prod', region: 'eu-west-1', account: '123456789012' }),
  ).toBe('Deployment: context prod, stage prod, eu-west-1, account 123456789012');
  expect(await ask({ local: false, url: 'https://spawn.example.com', region: 'us-west-2' })).toBe(
    'Deployment: us-west-2, https://spawn.example.com',
  );
});

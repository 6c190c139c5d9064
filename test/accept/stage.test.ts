import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markerOf } from '../../scripts/accept/marker';
import { Caller } from '../../scripts/accept/reach/sdk';
import { interruptOf } from '../../scripts/accept/run/interrupt';
import { deployerOf, isMoving } from '../../scripts/accept/stage/deployer';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accept-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the marker of a stage', () => {
  const own = { stage: 'test', region: 'us-east-1', account: '111122223333' };
  const prod = { ...own, account: '444455556666' };

  test('lets only the account remove it in which it was deployed', () => {
    markerOf(folder, own).write(new Date('2026-12-01T10:00:00Z'));
    expect(() => markerOf(folder, own).require()).not.toThrow();
    expect(() => markerOf(folder, prod).require()).toThrow(/deployed test to us-east-1 in account 444455556666/);
  });

  test('stays when a run of another account removes its own', () => {
    for (const place of [own, prod]) markerOf(folder, place).write(new Date('2026-12-01T10:00:00Z'));
    markerOf(folder, prod).remove();
    expect(() => markerOf(folder, prod).require()).toThrow('it is not removed');
    expect(() => markerOf(folder, own).require()).not.toThrow();
  });
});

describe('the stacks of a stage', () => {
  const environment = { ...process.env };
  let server: Server;
  beforeEach(async () => {
    const member = (name: string) =>
      `<member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member>`;
    server = createServer((_request, answer) =>
      answer.end(`<Stacks>${['spawn-test-core', 'spawn-test-2-core', 'spawn-test-api'].map(member).join('')}</Stacks>`),
    );
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });
  afterEach(async () => {
    process.env = environment;
    await new Promise((done) => server.close(done));
  });

  test('are those of its assembly, not those of a stage whose name begins like it', async () => {
    const stack = (stackName: string) => ({ type: 'aws:cloudformation:stack', properties: { stackName } });
    const artifacts = {
      'spawn-test-core.assets': { type: 'cdk:asset-manifest', properties: {} },
      'spawn-test-core': stack('spawn-test-core'),
      api: stack('spawn-test-api'),
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
    const deployer = deployerOf(new Caller(), { project: folder, assembly: folder, region: 'us-east-1' });
    expect((await deployer.stacks()).map(({ id }) => id)).toEqual(['spawn-test-core', 'spawn-test-api']);
  });
});

test.each([
  ['CREATE_IN_PROGRESS', true],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', true],
  ['REVIEW_IN_PROGRESS', false],
  ['CREATE_COMPLETE', false],
])('that a stack in %s comes to rest by itself is %s', (status, moving) => {
  expect(isMoving(status)).toBe(moving);
});

describe('a run', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('ends early at %s, and says at the next one that it removes', (name) => {
    const process = new EventEmitter();
    const said: string[] = [];
    const { signal } = interruptOf(process, { outputs: [], say: (line) => void said.push(line) });
    process.emit(name);
    expect([signal.aborted, said]).toEqual([true, []]);
    process.emit(name);
    expect(said).toEqual(['The removal goes on. What cannot be removed is listed at its end.']);
  });

  test('goes on when its terminal takes no output any more', () => {
    const output = new EventEmitter();
    interruptOf(new EventEmitter(), { outputs: [output], say: () => undefined });
    expect(() => output.emit('error', Object.assign(new Error('write EIO'), { code: 'EIO' }))).not.toThrow();
  });
});

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openerOf } from '../../../cli/workflow/browser';
import { script, spawn } from '../kit/spawn';
import { image, run } from '../kit/things';

const arn = (region: string, partition = 'aws') =>
  `arn:${partition}:states:${region}:123456789012:execution:spawn-dev-pipeline:bld-0mk3f2k1a7x2m9q4c`;
const build = 'bld-0mk3f2k1a7x2m9q4c';

test.each([
  ['eu-west-1', 'console.aws.amazon.com'],
  ['cn-north-1', 'console.amazonaws.cn'],
  ['us-gov-west-1', 'console.amazonaws-us-gov.com'],
])('the page of an image in %s is in the console of its partition, %s', async (region, host) => {
  const { code, out, requests } = await spawn(['open', 'ami-0abc1230abc1230ab', '--region', region], {
    answer: () => ({ body: image({ region }) }),
  });
  expect([code, out]).toEqual([
    0,
    `https://${host}/ec2/home?region=${region}#ImageDetails:imageId=ami-0abc1230abc1230ab\n`,
  ]);
  expect(requests).toEqual([{ method: 'GET', path: '/v1/images/ami-0abc1230abc1230ab', query: { region } }]);
});

test('the page of a build is its execution, in the region and partition of the ARN', async () => {
  for (const [region, partition, host] of [
    ['us-east-1', 'aws', 'console.aws.amazon.com'],
    ['cn-northwest-1', 'aws-cn', 'console.amazonaws.cn'],
  ] as const) {
    const { out } = await spawn(['open', build], {
      answer: script({ [`GET /v1/builds/${build}`]: run({ execution_arn: arn(region, partition) }) }),
    });
    expect(out).toBe(`https://${host}/states/home?region=${region}#/v2/executions/details/${arn(region, partition)}\n`);
  }
});

test('--logs is the log group that the deployment names', async () => {
  const answer = script({
    [`GET /v1/builds/${build}`]: run(),
    'GET /v1/deployment': { log_group: '/spawn/dev/commands', home_region: 'us-east-1' },
  });
  const { out } = await spawn(['open', build, '--logs', '-o', 'json'], { answer });
  expect(JSON.parse(out)).toEqual({
    id: build,
    url: 'https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Fspawn$252Fdev$252Fcommands',
    opened: false,
  });
});

test.each([
  [['open', 'i-0123'], 3, "there is no image with the id or name 'i-0123'"],
  [['open', 'ami-0123', '--logs'], 2, '--logs requires a build'],
  [['open', 'ami-0123', '--region', 'us-iso-east-1'], 1, 'for the region us-iso-east-1 is not known'],
])('%j is refused', async (words, code, sentence) => {
  const refused = await spawn(words, {
    answer: ({ path }) => ({ body: path === '/v1/images' ? { images: [] } : image({ region: 'us-iso-east-1' }) }),
  });
  expect([refused.code, refused.out, refused.err]).toEqual([code, '', expect.stringContaining(sentence)]);
});

test('local mode is not in the AWS console, which is said without a request', async () => {
  expect(await spawn(['open', build], { local: true })).toMatchObject({
    code: 4,
    out: '',
    err: 'error: local mode has no AWS console\nTo look at it: spawn console\n',
    requests: [],
  });
});

describe('in a terminal with a display', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spawn-open-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const url = 'https://console.aws.amazon.com/ec2/home?region=us-east-1#ImageDetails:imageId=ami-0abc1230abc1230ab';
  async function openWith(exit: number | undefined, words: string[] = []) {
    if (exit !== undefined) {
      for (const name of ['xdg-open', 'open']) {
        const file = join(folder, name);
        writeFileSync(file, `#!/bin/sh\nprintf %s "$*" >'${join(folder, 'opened')}'\nexit ${exit}\n`);
        chmodSync(file, 0o755);
      }
    }
    return spawn(['open', 'ami-0abc1230abc1230ab', ...words], {
      width: 80,
      environment: { DISPLAY: ':0', PATH: folder },
      answer: () => ({ body: image() }),
    });
  }

  test("the platform's opener gets the URL", async () => {
    expect(await openWith(0)).toMatchObject({ code: 0, out: `Opened ${url}\n` });
    expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe(url);
  });

  test('the URL is printed if the opener is missing or fails, with --print, and for programs', async () => {
    for (const ended of [await openWith(undefined), await openWith(3)])
      expect(ended).toMatchObject({ code: 0, out: `${url}\n` });
    rmSync(join(folder, 'opened'));
    expect((await openWith(0, ['--print'])).out).toBe(`${url}\n`);
    expect(JSON.parse((await openWith(0, ['-o', 'json'])).out)).toMatchObject({ url, opened: false });
    expect(() => readFileSync(join(folder, 'opened'))).toThrow('ENOENT');
  });
});

test('there is no opener on a server and over SSH', () => {
  expect(openerOf({}, 'linux')).toBeUndefined();
  expect(openerOf({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toEqual(['xdg-open']);
  expect(openerOf({ SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, 'darwin')).toBeUndefined();
  expect(openerOf({}, 'darwin')).toEqual(['open']);
  expect(openerOf({}, 'win32')).toEqual(['rundll32', 'url.dll,FileProtocolHandler']);
});

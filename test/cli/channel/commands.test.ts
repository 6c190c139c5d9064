import { messagesOf } from '../kit/json-output';
import { spawn } from '../kit/spawn';
import { image } from '../kit/things';

const id = 'ami-0abc1230abc1230ab';
const channel = {
  stack: 'pytorch',
  variant: 'x86_64',
  channel: 'stable',
  release: id,
  version: '2.2',
  image_name: 'pytorch-2.2',
  action: 'promoted',
  at: '2026-01-28T10:00:00Z',
  by: 'arn:aws:iam::123456789012:user/jo',
  reason: 'soaked',
  from: { release: 'ami-1', version: '2.1' },
  revision: 2,
};
const change = {
  changed: true,
  channel,
  parameter: '/spawn/dev/channels/pytorch/x86_64/stable',
  regions: [{ region: 'us-east-1', ami_id: id, status: 'written' }],
};

describe('promote-ami', () => {
  test('sends channel and reason, and prints what the channel means in each region', async () => {
    const { code, out, requests } = await spawn(['promote-ami', id, '--to', 'stable', '--reason', 'soaked'], {
      answer: () => ({ body: change }),
    });
    expect(requests).toEqual([
      { method: 'POST', path: `/v1/images/${id}/promotions`, body: { channel: 'stable', reason: 'soaked' } },
    ]);
    expect([code, out]).toEqual([
      0,
      `stable of pytorch x86_64 points to pytorch-2.2 (previously 2.1)\n  us-east-1  ${id}  written\n`,
    ]);
  });

  test('warns on stderr of a region whose parameter does not say it yet', async () => {
    const regions = [{ region: 'eu-west-1', ami_id: 'ami-2', status: 'unconfirmed', message: 'not shown yet' }];
    const { code, out, err } = await spawn(['ami', 'promote', id, '--to', 'stable', '-o', 'json'], {
      answer: () => ({ body: { ...change, regions } }),
    });
    expect([code, JSON.parse(out).regions, messagesOf(err)]).toEqual([
      0,
      regions,
      [`warning: ${change.parameter} in eu-west-1: not shown yet`],
    ]);
  });

  test('that comes second exits with 4, and says who was first', async () => {
    const { code, err } = await spawn(['ami', 'promote', id, '--to', 'stable'], {
      answer: () => ({ status: 409, body: { name: 'CatalogConflict', detail: 'jo pointed it to pytorch-2.1' } }),
    });
    expect([code, err]).toEqual([4, expect.stringContaining('jo pointed it to pytorch-2.1')]);
  });

  test('needs the channel', async () => {
    expect((await spawn(['ami', 'promote', id])).code).toBe(2);
  });
});

describe('ami channels', () => {
  test('lists them, and marks one whose release may not be used any more', async () => {
    const shown = {
      ...channel,
      usable: false,
      images: [{ ami_id: id, region: 'us-east-1' }],
      parameter: change.parameter,
    };
    const { out, requests } = await spawn(['ami', 'channels', '--stack', 'pytorch'], {
      answer: () => ({ body: { channels: [shown] } }),
    });
    expect(requests[0]).toMatchObject({ path: '/v1/channels', query: { stack: 'pytorch' } });
    expect(out).toMatch(
      /^stable +pytorch +x86_64 +2\.2 +pytorch-2\.2 +2026-01-28T10:00:00Z +us-east-1 +\[stranded\]$/m,
    );
    expect((await spawn(['list-channels', '-o', 'json'], { answer: () => ({ body: { channels: [] } }) })).out).toBe(
      '[]\n',
    );
  });

  test('--history tells who, when, from where to where and why', async () => {
    const { out, requests } = await spawn(
      ['ami', 'channels', '--stack', 'pytorch', '--channel', 'stable', '--history'],
      { answer: () => ({ body: { history: [channel] } }) },
    );
    expect(requests[0]?.path).toBe('/v1/channels/pytorch/stable/history');
    expect(out).toMatch(
      /^2026-01-28T10:00:00Z +promoted +x86_64 +2\.1 +2\.2 +arn:aws:iam::123456789012:user\/jo +soaked$/m,
    );
    expect((await spawn(['ami', 'channels', '--history'])).code).toBe(2);
  });
});

test('ami rollback names the channel, and the stack where several have it', async () => {
  const { out, requests } = await spawn(['ami', 'rollback', 'stable', '--stack', 'pytorch', '--reason', 'slow'], {
    answer: () => ({ body: change }),
  });
  expect(requests).toEqual([
    { method: 'POST', path: '/v1/channels/stable/rollback', body: { stack: 'pytorch', reason: 'slow' } },
  ]);
  expect(out).toContain('stable of pytorch x86_64 points to pytorch-2.2');
});

describe('resolve', () => {
  const candidates = [
    {
      ami_id: 'ami-1',
      name: 'pytorch-2.1',
      version: '2.1',
      region: 'us-east-1',
      taken: false,
      reason: 'matches, but 2.2 is newer than 2.1',
    },
    {
      ami_id: id,
      name: 'pytorch-2.2',
      version: '2.2',
      region: 'us-east-1',
      taken: true,
      reason: 'the newest match',
    },
  ];
  const answer = () => ({ body: { image: image({ ami_id: id }), reason: 'the newest of 2 images', candidates } });

  test('prints the id alone, so that a script can take it, and the reason on stderr', async () => {
    const { out, err, requests } = await spawn(
      ['resolve', 'pytorch@2.x', '--instance-type', 'm7i.large', '--channel', 'stable'],
      { answer },
    );
    expect([out, err]).toEqual([`${id}\n`, 'the newest of 2 images\n']);
    expect(requests[0]).toMatchObject({
      path: '/v1/images/resolve',
      query: { stack: 'pytorch', version: '2.x', instance_type: 'm7i.large', channel: 'stable' },
    });
  });

  test('--explain shows every candidate, the one that is taken first', async () => {
    const { out } = await spawn(['ami', 'resolve', 'pytorch', '--explain'], { answer });
    expect(
      out
        .split('\n')
        .slice(2, 5)
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['AMI ID', 'NAME', 'VERSION', 'REGION', 'TAKEN', 'WHY'],
      [id, 'pytorch-2.2', '2.2', 'us-east-1', 'yes', 'the newest match'],
      ['ami-1', 'pytorch-2.1', '2.1', 'us-east-1', 'no', 'matches, but 2.2 is newer than 2.1'],
    ]);
    expect(JSON.parse((await spawn(['resolve', 'pytorch', '--explain', '--json'], { answer })).out)).toMatchObject({
      ami_id: id,
      candidates: [{ ami_id: 'ami-1' }, { taken: true }],
    });
  });

  test('--explain shows every candidate also when none fits, which fails all the same', async () => {
    const none = () => ({
      status: 404,
      body: { name: 'NoImageFits', detail: 'none fits 2.x', candidates: [candidates[0]] },
    });
    const { code, out, err } = await spawn(['resolve', 'pytorch@2.x', '--explain'], { answer: none });
    expect([code, out, err]).toEqual([
      3,
      expect.stringMatching(/^none fits 2\.x\n\nAMI ID[^]*\nami-1 .*matches, but 2\.2 is newer/),
      expect.stringContaining('error: none fits 2.x\n'),
    ]);
    expect(
      JSON.parse((await spawn(['resolve', 'pytorch@2.x', '--explain', '-o', 'json'], { answer: none })).out),
    ).toEqual({ reason: 'none fits 2.x', candidates: [candidates[0]] });
    expect((await spawn(['resolve', 'pytorch@2.x', '-o', 'json'], { answer: none })).out).toBe('');
  });

  test('refuses a version that is said twice', async () => {
    expect((await spawn(['resolve', 'pytorch@2', '--version', '2'])).code).toBe(2);
  });
});

test('list-amis shows channels in STATUS and in JSON, and asks for those of one', async () => {
  const found = () => ({ body: { images: [{ ...image(), channels: ['beta', 'stable'] }, image({ name: 'other' })] } });
  const { out, requests } = await spawn(['list-amis', '--channel', 'stable'], { answer: found });
  expect(requests[0]?.query).toMatchObject({ channel: 'stable' });
  expect(out).toMatch(/\[beta\] \[stable\]$/m);
  expect(
    JSON.parse((await spawn(['list-amis', '--json'], { answer: found })).out).map(({ channels }: any) => channels),
  ).toEqual([['beta', 'stable'], []]);
});

test('launch takes a channel of a stack', async () => {
  const answer = () => ({
    status: 201,
    body: { instance: { instance_id: 'i-1', tags: {} }, reason: '', warnings: [] },
  });
  expect(
    (
      await spawn(
        ['launch', '--instance-type', 'm7i.large', '--ami-stack', 'pytorch', '--ami-channel', 'stable', '--json'],
        { answer },
      )
    ).requests[0]?.body,
  ).toMatchObject({ stack: 'pytorch', channel: 'stable' });
  expect((await spawn(['launch', '--instance-type', 'm7i.large', '--ami-channel', 'stable'])).code).toBe(2);
});

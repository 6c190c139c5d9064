import { spawn } from '../kit/spawn';
import { image } from '../kit/things';

const id = 'ami-0abc1230abc1230ab';
const answer =
  (changes: object = {}) =>
  () => ({ body: { changed: true, images: [image({ ami_id: id })], gone: [], ...changes } });

describe('deprecate-ami', () => {
  test('sends reason and replacement, and prints a line for each image', async () => {
    const { code, out, requests } = await spawn(
      ['deprecate-ami', id, '--reason', 'Superseded by pytorch-2.3.0', '--replacement', 'ami-0fedcba9876543210'],
      {
        answer: answer({ gone: [{ ami_id: 'ami-2', region: 'eu-west-1' }] }),
      },
    );
    expect(requests.filter(({ method }) => method === 'POST')).toEqual([
      {
        method: 'POST',
        path: `/v1/images/${id}/deprecation`,
        body: { reason: 'Superseded by pytorch-2.3.0', replacement: 'ami-0fedcba9876543210' },
      },
    ]);
    expect([code, out]).toEqual([
      0,
      `pytorch-2.2-cpu-20260114 (${id} in us-east-1): deprecated\nami-2 in eu-west-1 no longer exists\n`,
    ]);
  });

  describe('of the last usable image of its stack and variant in a region', () => {
    const copy = { ami_id: 'ami-2', region: 'eu-west-1', state: 'available' as const, lifecycle: 'published' as const };
    const last = image({ ami_id: id, variant: 'x86_64' });
    const copied = image({ ...last, ...copy, replicated_from: id });
    const newer = image({ ...last, ami_id: 'ami-3', version: '2.3' });
    const catalog =
      (...images: object[]) =>
      ({ method, path }: { method: string; path: string }) =>
        method === 'POST'
          ? answer()()
          : { body: path === '/v1/images' ? { images } : { ...last, replicas: [copy], expected_in: [], events: [] } };
    const said = 'then no usable image of pytorch x86_64 in eu-west-1 is left';
    const posts = ({ requests }: { requests: { method: string }[] }) =>
      requests.filter(({ method }) => method === 'POST').length;

    test('asks, and only yes deprecates it', async () => {
      const answers = { answer: catalog(last, copied, newer) };
      const piped = await spawn(['deprecate-ami', id], answers);
      expect([piped.code, posts(piped), piped.err]).toEqual([1, 0, expect.stringContaining(said)]);
      const declined = await spawn(['deprecate-ami', id], { ...answers, typed: ['n'] });
      expect([declined.code, posts(declined)]).toEqual([1, 0]);
      const asked = await spawn(['deprecate-ami', id], { ...answers, typed: ['y'] });
      expect([asked.code, posts(asked), asked.err]).toEqual([0, 1, expect.stringContaining(`Deprecate ${id}? [y/N]`)]);
      const told = await spawn(['deprecate-ami', id, '--yes'], answers);
      expect([told.code, told.requests.length]).toEqual([0, 1]);
    });

    test('asks nothing when another is left in each region of the image and its copies', async () => {
      const others = [last, copied, newer, image({ ...copied, ami_id: 'ami-4', version: '2.3' })];
      const all = await spawn(['deprecate-ami', id], { answer: catalog(...others) });
      expect([all.code, posts(all)]).toEqual([0, 1]);
      const here = await spawn(['deprecate-ami', id, '--region', 'us-east-1'], {
        answer: catalog(last, copied, newer),
      });
      expect([here.code, posts(here)]).toEqual([0, 1]);
    });
  });

  test('takes a day as its beginning in UTC, and sends the region only when it is named', async () => {
    const { requests, out } = await spawn(['ami', 'deprecate', id, '--at', '2026-03-01', '--region', 'eu-west-1'], {
      answer: answer(),
    });
    expect(requests.at(-1)?.body).toEqual({ at: '2026-03-01T00:00:00.000Z', region: 'eu-west-1' });
    expect(out).toContain('deprecated from 2026-03-01T00:00:00.000Z\n');
  });

  test.each(['soon', '2026-02-30', '2026-13-01', '01.03.2026'])(
    '--at %s is no date: wrong usage, and nothing is sent',
    async (at) => {
      const { code, err, requests } = await spawn(['deprecate-ami', id, '--at', at]);
      expect([code, requests]).toEqual([2, []]);
      expect(err).toContain(`'${at}' is not a date`);
    },
  );

  test('says which channels moved where', async () => {
    const channels = [
      {
        channel: 'stable',
        stack: 'pytorch',
        variant: 'x86_64',
        from: { release: id, version: '2.2' },
        version: '2.1',
        image_name: 'pytorch-2.1',
      },
    ];
    const { out } = await spawn(['deprecate-ami', id], { answer: answer({ channels }) });
    expect(out).toContain('\nchannel stable of pytorch x86_64 moved from 2.2 to 2.1 (pytorch-2.1)\n');
    expect(
      JSON.parse((await spawn(['deprecate-ami', id, '-o', 'json'], { answer: answer({ channels }) })).out),
    ).toMatchObject({ channels });
  });

  test('that changes nothing says so', async () => {
    expect((await spawn(['deprecate-ami', id], { answer: answer({ changed: false }) })).out).toContain(
      'already deprecated with these values',
    );
  });

  test('names the copies in member accounts that it did not reach, and exits with 1', async () => {
    const copy = image({ ami_id: 'ami-2', account: '222233334444' });
    const failed = [
      {
        ami_id: 'ami-2',
        region: 'us-east-1',
        account: '222233334444',
        error: 'AccountNotReachable',
        message: 'deploy the stack',
      },
    ];
    const { code, out, err } = await spawn(['deprecate-ami', id], {
      answer: answer({ images: [image({ ami_id: id }), copy], failed }),
    });
    expect([code, out]).toEqual([1, `pytorch-2.2-cpu-20260114 (${id} in us-east-1): deprecated\n`]);
    expect(err).toContain(
      'error: ami-2 in us-east-1 of account 222233334444 was not changed: AccountNotReachable: deploy the stack\n',
    );
  });

  test.each([
    [404, 3],
    [403, 4],
    [409, 4],
    [400, 2],
  ])('refused with %i exits with %i', async (status, code) => {
    expect(
      (await spawn(['deprecate-ami', id], { answer: () => ({ status, body: { name: 'X', detail: 'no' } }) })).code,
    ).toBe(code);
  });
});

test('ami undeprecate takes the deprecation back', async () => {
  const { code, out, requests } = await spawn(['ami', 'undeprecate', id], { answer: answer() });
  expect([code, requests.map(({ method, path }) => [method, path])]).toEqual([
    0,
    [['DELETE', `/v1/images/${id}/deprecation`]],
  ]);
  expect(out).toContain('no longer deprecated');
});

describe('tag-ami', () => {
  test('sends facts, tags and keys to take off, and prints valid JSON', async () => {
    const { code, out, requests } = await spawn(
      [
        'tag-ami',
        id,
        '--stack',
        'pytorch',
        '--version',
        '2.2.0',
        '--tag',
        'note=a=b',
        '--remove-tag',
        'draft',
        '--remove-tag',
        'old',
        '-o',
        'json',
      ],
      { answer: answer({ adopted: true }) },
    );
    expect(requests[0]).toMatchObject({
      path: `/v1/images/${id}/tags`,
      body: { stack: 'pytorch', version: '2.2.0', tags: { note: 'a=b' }, remove_tags: ['draft', 'old'] },
    });
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { adopted: true, changed: true, images: [{ ami_id: id, region: 'us-east-1' }], gone: [] },
    ]);
  });

  test('says whether the image has come under management or was tagged', async () => {
    expect((await spawn(['ami', 'tag', id], { answer: answer({ adopted: true }) })).out).toContain(
      'now under management',
    );
    expect((await spawn(['ami', 'tag', id, '--tag', 'a=1'], { answer: answer({ adopted: false }) })).out).toContain(
      ': tagged\n',
    );
  });

  test.each([
    [['--tag', 'stack'], 'is not a tag'],
    [['--stack', 'a', '--tag', 'stack=b'], 'use only one'],
  ])('%j is wrong usage', async (argv, sentence) => {
    const { code, err, requests } = await spawn(['tag-ami', id, ...argv]);
    expect([code, requests]).toEqual([2, []]);
    expect(err).toContain(sentence);
  });
});

describe('tag-ami with a filter', () => {
  const found = (changes: object = {}) => ({
    ami_id: id,
    name: 'old-1',
    region: 'us-east-1',
    architecture: 'x86_64',
    gpu: false,
    size_gb: 8,
    managed: false,
    ...changes,
  });
  const images = [
    found(),
    found({ ami_id: 'ami-0def4560def4560de', name: 'old-2' }),
    found({ ami_id: 'ami-0aaa4560def4560de', name: 'old-3', obstacle: 'it is a Windows image' }),
  ];
  const run = (argv: string[], settings: object = {}) =>
    spawn(['tag-ami', '--filter-name', 'old-*', ...argv], {
      answer: ({ method, path }) => {
        if (method === 'GET') return { body: { images } };
        return path.includes('ami-0def')
          ? { status: 409, body: { name: 'WrongState', detail: 'it is pending' } }
          : { body: { changed: true, adopted: true, images: [image()], gone: [] } };
      },
      ...settings,
    });

  test('only lists what it would tag in a dry run', async () => {
    const { code, out, requests } = await run(['--dry-run']);
    expect([code, requests.length]).toEqual([0, 1]);
    expect(requests[0]).toMatchObject({ path: '/v1/found-images', query: { name: 'old-*' } });
    expect(out).toContain('it is a Windows image');
  });

  test('tags each, tells exactly which failed, and exits with 1', async () => {
    const { code, out, requests } = await run(['--tag', 'stack=pytorch', '--tag', 'version=2.1.0', '--yes']);
    expect(
      requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body.tags, body.region]),
    ).toEqual(
      [id, 'ami-0def4560def4560de'].map((each) => [
        `/v1/images/${each}/tags`,
        { stack: 'pytorch', version: '2.1.0' },
        'us-east-1',
      ]),
    );
    expect([code, out]).toEqual([1, expect.stringMatching(/^old-1 \(.*\): adopted\nold-2 \(.*\): .*it is pending/)]);
  });

  test('asks for stack and version at a terminal, and names the flag where nobody is', async () => {
    const { requests } = await run([], { typed: ['pytorch', '2.1.0', 'y'] });
    expect(requests.find(({ method }) => method === 'POST')?.body).toMatchObject({
      stack: 'pytorch',
      version: '2.1.0',
    });
    const { code, err } = await run(['--yes']);
    expect([code, err]).toEqual([2, expect.stringContaining('--stack')]);
  });

  test('does nothing when it is declined, and needs either one image or a filter', async () => {
    const { code, requests } = await run(['--stack', 'a', '--version', '1'], { typed: ['n'] });
    expect([code, requests.length]).toEqual([1, 1]);
    expect((await spawn(['tag-ami'])).code).toBe(2);
    expect((await run([id])).code).toBe(2);
  });
});

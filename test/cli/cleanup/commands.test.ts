import { cleanupDetailsAnswer, type CleanupDetails } from '../../../core/api/contract/cleanup';
import { spawn } from '../kit/spawn';
import type { Request } from '../kit/contract';
import { cleanup, cleanupEntry, removal } from '../kit/things';

const id = cleanup().cleanup_id;
const ami = cleanupEntry().id;
const counts = cleanup().counts;
const done = cleanup({ status: 'done', apply: true, counts: { ...counts, removed: 1 }, removals: [removal()] });
const line = ({ method, path }: Request) => `${method} ${path}`;
const changes = (requests: Request[]) => requests.filter(({ method }) => method !== 'GET').map(line);
const applying = [`POST /v1/cleanups`, `POST /v1/cleanups/${id}/apply`];

/** An API that has this plan, and this cleanup from when it is applied on. */
function api(planned: CleanupDetails = cleanup(), ...applied: CleanupDetails[]) {
  let [current, rest] = [planned, applied.length > 0 ? applied : [{ ...done, request: planned.request }]];
  return ({ method, path, query }: Request) => {
    if (method === 'POST' && path.endsWith('/apply')) current = { ...planned, status: 'waiting' };
    else if (method === 'GET' && current !== planned) [current = planned, ...rest] = rest.length > 0 ? rest : [current];
    const entries = current.entries.filter(
      ({ decision }) => query?.decision === undefined || decision === query.decision,
    );
    return { status: method === 'POST' ? 202 : 200, body: { ...current, entries } };
  };
}

test('what the tests answer with is what the API answers', () => {
  for (const answer of [cleanup(), done]) expect(cleanupDetailsAnswer.parse(answer)).toEqual(answer);
});

describe('cleanup-amis', () => {
  test('--dry-run shows what goes with its reasons and its money, and only counts what stays', async () => {
    const { code, out, requests } = await spawn(['cleanup-amis', '--dry-run', '--no-color'], {
      answer: api(),
      width: 80,
    });
    expect([code, changes(requests)]).toEqual([0, ['POST /v1/cleanups']]);
    expect(out).toBe(`Plan ${id}: 1 to remove, 1 to keep, $1.50 per month saved

PLAN    ID                     NAME         REGION     PER MONTH  WHY
remove  ${ami}  pytorch-2.1  us-east-1  $1.50      deprecated

Reasons:
  pytorch-2.1 (${ami} in us-east-1):
    - it is deprecated and 241 days old

Kept: 1 (1 used by an instance); use --all to list them
`);
  });

  test('the plan and the result tell of copies in member accounts, which stay behind', async () => {
    const entries = [cleanupEntry({ copies_in_accounts: { '333344445555': 1, '222233334444': 2 } })];
    const sentence =
      'warning: 3 copies in accounts 222233334444, 333344445555 remain: spawn removes nothing in member accounts\n';
    expect((await spawn(['cleanup-amis', '--dry-run'], { answer: api(cleanup({ entries })) })).err).toContain(sentence);
    expect(
      await spawn(['cleanup-amis', '--yes'], { answer: api(cleanup({ entries }), { ...done, entries }) }),
    ).toMatchObject({ code: 0, err: expect.stringContaining(sentence) });
    const back = { ...done, entries, removals: [removal({ status: 'taken-back' })] };
    expect(
      (await spawn(['cleanup-amis', '--plan', id], { answer: api({ ...back, counts: { ...counts, taken_back: 1 } }) }))
        .err,
    ).not.toContain('stay behind');
  });

  test('--all shows what stays too, and the table fits the terminal', async () => {
    const long = cleanup({
      entries: [
        cleanupEntry({ name: 'a-name-that-is-much-longer-than-the-others-are', codes: ['deprecated', 'unused'] }),
        ...cleanup().entries.slice(1),
      ],
    });
    const { out } = await spawn(['cleanup-amis', '--dry-run', '--all', '--no-color'], { answer: api(long), width: 80 });
    expect(out).toMatch(/keep +ami-0def4560def4560de +pytorch-2.2 +us-east-1 +\$1.50 +instance\n/);
    expect(out).toContain('    - the instance i-1 was launched from it\n');
    expect(out).not.toContain('Kept:');
    const [, table = ''] = out.split('\n\n');
    for (const row of table.split('\n')) expect(row.length).toBeLessThanOrEqual(80);
  });

  test.each<[string[], object]>([
    [[], {}],
    [['--age', '90d', '--deprecated-only'], { age_days: 90, deprecated_only: true }],
    [['--stack', 'pytorch', '--keep-latest', '3'], { stack: 'pytorch', keep_latest: 3 }],
    [['ami-0abc1234', 'ami-0def4567'], { ami_ids: ['ami-0abc1234', 'ami-0def4567'] }],
    [
      ['--unmanaged', '--name', 'old-*', '--tag', 'team=a', '--age', '1d', '--region', 'eu-west-1'],
      { unmanaged: { name: 'old-*', tags: { team: 'a' } }, age_days: 1, region: 'eu-west-1' },
    ],
    [['--limit', '5'], { limit: 5 }],
  ])('%j asks for just that', async (flags, body) => {
    const { code, requests } = await spawn(['ami', 'cleanup', '--dry-run', ...flags], { answer: api() });
    expect([code, line(requests[0]!), requests[0]?.body]).toEqual([0, 'POST /v1/cleanups', body]);
  });

  test.each([
    ['--age', 'soon'],
    ['--age', '36h'],
    ['--limit', '0'],
    ['--unmanaged', '--age', '90d'],
    ['--name', 'old-*'],
    ['--plan', id, '--stack', 'pytorch'],
    ['--plan', id, '--age', '90d'],
    ['--plan', id, ami],
    ['--plan', id, '--deprecated-only'],
  ])('%j %j %j %j is wrong usage, and nothing is sent', async (...flags) => {
    const { code, requests } = await spawn(['cleanup-amis', ...flags.filter(Boolean)]);
    expect([code, requests]).toEqual([2, []]);
  });

  test('--unmanaged without --age is wrong usage that names the flag', async () => {
    expect(await spawn(['cleanup-amis', '--unmanaged', '--name', 'old-*'])).toMatchObject({
      code: 2,
      requests: [],
      err: expect.stringContaining('--unmanaged requires --age'),
    });
  });

  test.each([['table'], ['json'], ['yaml']])(
    'asks about the plan, and anything but yes removes nothing and exits with 1 (%s)',
    async (format) => {
      for (const typed of [undefined, ['n'], [''], []]) {
        const { code, out, err, requests } = await spawn(['cleanup-amis', '-o', format], {
          answer: api(),
          typed,
          stdin: 'y\n',
        });
        expect([code, changes(requests)]).toEqual([1, ['POST /v1/cleanups']]);
        if (typed !== undefined) expect(err).toContain('Remove 1 of them, with their snapshots? [y/N]');
        expect(err).toMatch(/Aborted/);
        expect(err).toContain(`The plan is kept. To apply it: spawn cleanup-amis --plan ${id}`);
        // Who is asked must see what about; the result stays what its format says.
        if (format !== 'json' || typed !== undefined)
          expect(format === 'table' ? out : err).toContain('    - it is deprecated and 241 days old\n');
        if (format === 'json')
          expect(JSON.parse(out)).toMatchObject({
            cleanup_id: id,
            status: 'planned',
            entries: [{ decision: 'remove' }, { decision: 'keep' }],
          });
      }
    },
  );

  test('removes after yes and with --yes, tells how to go on before it waits, and what became of it', async () => {
    for (const [flags, typed] of [
      [[], ['y']],
      [['--yes'], undefined],
    ] as const) {
      const steps = [
        cleanup({ status: 'waiting', grace_ends_at: '2026-01-28T11:30:00.000Z' }),
        cleanup({ status: 'removing' }),
      ];
      const { code, out, err, requests } = await spawn(['cleanup-amis', ...flags], {
        answer: api(cleanup(), ...steps, done),
        typed: typed && [...typed],
      });
      expect([code, changes(requests)]).toEqual([0, applying]);
      const [how, marked] = [
        err.indexOf(`spawn cleanup-amis --plan ${id}\n`),
        err.indexOf('until 2026-01-28T11:30:00.000Z are not removed'),
      ];
      expect([how > 0, marked > how]).toEqual([true, true]);
      expect(out).toMatch(/1 removed, 0 taken back, 0 failed, \$1\.50 per month saved\n\nRESULT .*\nremoved /);
    }
  });

  test('-o json prints one document, the cleanup as it ended', async () => {
    const { out } = await spawn(['cleanup-amis', '--yes', '-o', 'json'], { answer: api() });
    expect(JSON.parse(out)).toMatchObject({
      status: 'done',
      counts: { removed: 1 },
      entries: [{}, {}],
      removals: [{ status: 'removed' }],
    });
  });

  test('asks nothing when nothing goes', async () => {
    const nothing = cleanup({
      counts: { ...counts, remove: 0, keep: 2 },
      monthly_saving_usd: 0,
      entries: cleanup().entries.slice(1),
    });
    const { code, out, err, requests } = await spawn(['cleanup-amis'], { answer: api(nothing) });
    expect([code, changes(requests)]).toEqual([0, ['POST /v1/cleanups']]);
    expect([out.split('\n')[0], err.includes('Aborted')]).toEqual([
      `Plan ${id}: 0 to remove, 2 to keep, $0.00 per month saved`,
      false,
    ]);
  });

  test('--no-wait ends when the removal has begun; a wait that runs out exits with 5', async () => {
    const waiting = cleanup({ status: 'waiting' });
    const begun = await spawn(['cleanup-amis', '--yes', '--no-wait'], { answer: api(cleanup(), waiting) });
    expect([begun.code, begun.seconds, begun.err.includes(`--plan ${id}`)]).toEqual([0, 0, true]);
    expect(
      JSON.parse(
        (await spawn(['cleanup-amis', '--yes', '--no-wait', '-o', 'json'], { answer: api(cleanup(), waiting) })).out,
      ),
    ).toMatchObject({ status: 'waiting', entries: [{}, {}] });
    expect((await spawn(['cleanup-amis', '--yes', '--timeout', '1m'], { answer: api(cleanup(), waiting) })).code).toBe(
      5,
    );
  });

  test('an image that was named and stays exits with 4, one that is nowhere with 3, a region that could not be looked at with 1', async () => {
    const named = { request: { kind: 'request' as const, images: [{ ami_id: ami }] } };
    const stays = await spawn(['cleanup-amis', ami, '--yes'], { answer: api(cleanup(named)) });
    expect([stays.code, stays.err]).toEqual([
      4,
      expect.stringContaining(
        'error: ami-0def4560def4560de in us-east-1 is kept: the instance i-1 was launched from it\n',
      ),
    ]);
    const backed = {
      ...done,
      ...named,
      entries: [cleanupEntry()],
      removals: [removal({ status: 'taken-back', reasons: ['its tag spawn:keep=true keeps it'] })],
    };
    expect((await spawn(['cleanup-amis', ami, '--yes'], { answer: api(cleanup(named), backed) })).code).toBe(4);
    expect(
      (
        await spawn(['cleanup-amis', 'ami-01234abc', '--dry-run'], {
          answer: api(cleanup({ ...named, missing: ['ami-01234abc'] })),
        })
      ).code,
    ).toBe(3);
    const [region] = cleanup().regions;
    const unplanned = cleanup({
      regions: [
        region!,
        {
          region: 'eu-west-1',
          keep: 0,
          remove: 0,
          monthly_saving_usd: 0,
          kept_because: {},
          found: [],
          error: 'PermissionDenied: no',
        },
      ],
    });
    const partly = await spawn(['cleanup-amis', '--dry-run'], { answer: api(unplanned) });
    expect([partly.code, partly.err]).toEqual([
      1,
      expect.stringContaining(
        'error: eu-west-1 could not be checked, so nothing is removed there: PermissionDenied: no\n',
      ),
    ]);
  });

  test('what could not be removed exits with 1, and a cleanup that was interrupted says how to go on', async () => {
    const failed = {
      ...done,
      counts: { ...counts, failed: 1 },
      removals: [removal({ status: 'failed', reasons: ['OperationNotPermitted: no'] })],
    };
    const some = await spawn(['cleanup-amis', '--yes'], { answer: api(cleanup(), failed) });
    expect([some.code, some.err]).toEqual([
      1,
      expect.stringContaining(`1 more to remove. To continue: spawn cleanup-amis --plan ${id}\n`),
    ]);
    const stopped = await spawn(['cleanup-amis', '--yes'], {
      answer: api(cleanup(), cleanup({ status: 'interrupted' })),
    });
    expect([stopped.code, stopped.err]).toEqual([
      1,
      expect.stringMatching(new RegExp(`was interrupted\nTo resume it: spawn cleanup-amis --plan ${id}\n$`)),
    ]);
  });

  test('a plan that cannot be made is an error, and nothing is asked', async () => {
    const broken = cleanup({ status: 'failed', regions: [], failure: { name: 'PermissionDenied', message: 'no' } });
    const { code, err } = await spawn(['cleanup-amis'], { answer: api(broken), typed: ['y'] });
    expect([code, err.includes('has no plan: no'), err.includes('[y/N]')]).toEqual([1, true, false]);
  });

  test('asks about no more than the limit', async () => {
    const many = cleanup({ counts: { ...counts, remove: 120 } });
    expect((await spawn(['cleanup-amis'], { answer: api(many), typed: [] })).err).toContain(
      'Only 50 of these 120 are removed now, oldest first\nDeployment: stage dev, us-east-1, account 123456789012\nRemove 50 of them',
    );
    const { requests } = await spawn(['cleanup-amis', '--plan', id, '--limit', '7', '--yes'], { answer: api(many) });
    expect(requests.find(({ path }) => path.endsWith('/apply'))?.body).toEqual({ limit: 7 });
  });
});

describe('cleanup-amis --plan', () => {
  const run = (stored: CleanupDetails, ...more: string[]) =>
    spawn(['cleanup-amis', '--plan', id, ...more], { answer: api(stored) });

  test.each<[string, CleanupDetails]>([
    ['that is planned', cleanup()],
    ['that was interrupted', cleanup({ status: 'interrupted' })],
    ['that failed', cleanup({ status: 'failed' })],
  ])('carries a plan out %s, once that is answered with yes', async (_, stored) => {
    expect(changes((await run(stored)).requests)).toEqual([]);
    expect(changes((await run(stored, '--yes')).requests)).toEqual([applying[1]]);
    expect(changes((await run(stored, '--yes', '--dry-run')).requests)).toEqual([]);
  });

  test('follows one that runs, and shows one that is done, without a question', async () => {
    let asked = 0;
    const running = await spawn(['cleanup-amis', '--plan', id], {
      answer: () => ({ body: (asked += 1) < 4 ? cleanup({ status: 'removing' }) : done }),
    });
    expect([running.code, changes(running.requests), running.out.includes('1 removed')]).toEqual([0, [], true]);
    const over = await run(done);
    expect([over.code, changes(over.requests), over.out.includes('1 removed')]).toEqual([0, [], true]);
  });

  test('that is not there exits with 3', async () => {
    expect(
      (
        await spawn(['cleanup-amis', '--plan', 'cln-x'], {
          answer: () => ({ status: 404, body: { name: 'CleanupNotFound', detail: 'no' } }),
        })
      ).code,
    ).toBe(3);
  });
});

describe('ami delete', () => {
  const named = { request: { kind: 'request' as const, images: [{ ami_id: ami }] }, entries: [cleanupEntry()] };

  test('asks, removes the image and its copies, and follows that to its end', async () => {
    const { code, err, out, requests } = await spawn(['ami', 'delete', ami], {
      answer: () => ({ body: { ...done, ...named } }),
      typed: ['y'],
    });
    expect([code, changes(requests), requests[0]?.query]).toEqual([
      0,
      [`DELETE /v1/images/${ami}`],
      { region: undefined },
    ]);
    expect(err).toContain(`Remove ${ami} and its copies in all regions, with their snapshots? [y/N]`);
    expect(out).toContain('1 removed');
    const there = await spawn(['ami', 'delete', ami, '--region', 'eu-west-1', '--yes'], {
      answer: () => ({ body: { ...done, ...named } }),
    });
    expect(there.requests[0]?.query).toEqual({ region: 'eu-west-1' });
  });

  test('exits with 4 when something protects it, and says what', async () => {
    const stays = cleanup({
      ...named,
      counts: { ...counts, remove: 0 },
      entries: [cleanupEntry({ decision: 'keep', reasons: ['its tag spawn:keep=true keeps it'] })],
    });
    const { code, out, err } = await spawn(['ami', 'delete', ami, '--yes'], { answer: () => ({ body: stays }) });
    expect([code, err]).toEqual([
      4,
      expect.stringContaining(`error: ${ami} in us-east-1 is kept: its tag spawn:keep=true keeps it\n`),
    ]);
    expect(out).toMatch(/\nkept +ami-0abc1230abc1230ab /);
  });
});

test('ami cleanups lists them, and [] when there is none', async () => {
  const { out } = await spawn(['ami', 'cleanups'], { answer: () => ({ body: { cleanups: [done] } }) });
  expect(out).toMatch(
    new RegExp(`^CLEANUP .*\n${id} +done +1 +1 +\\$1\\.50 +30m +arn:aws:iam::123456789012:user/jo\n$`),
  );
  expect((await spawn(['ami', 'cleanups', '-o', 'json'], { answer: () => ({ body: { cleanups: [] } }) })).out).toBe(
    '[]\n',
  );
});

test('a cleanup that waits shows how much is left of its grace period', async () => {
  const waiting = cleanup({ status: 'waiting', grace_ends_at: '2026-01-28T11:30:00.000Z' });
  const { err } = await spawn(['wait', waiting.cleanup_id, '--timeout', '5m'], {
    answer: () => ({ body: waiting }),
    progressWidth: 100,
  });
  expect(err).toContain(`… waiting for ${waiting.cleanup_id}: grace period ends in 58m  2m0s`.replace('2m0s', '2m, '));
});

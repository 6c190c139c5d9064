import { spawn } from '../kit/spawn';

const id = 'ami-0abc1230abc1230ab';
const lab = '210987654321';
const result = { ami_id: id, region: 'us-east-1', given: [{ kind: 'account', id: lab }], taken: [] };
const answer =
  (changes: object = {}) =>
  () => ({
    body: { changed: true, complete: true, results: [result], images: [], gone: [], warnings: [], ...changes },
  });
const nobodyElse = { organizations: [], organizational_units: [], public: false, copyable: false, revoke: false };

describe('share-ami', () => {
  test('sends accounts and prints a line for each region', async () => {
    const { code, out, requests } = await spawn(['share-ami', id, '--account', lab, '--account', '345678901234'], {
      answer: answer(),
    });
    expect(requests).toEqual([
      { method: 'POST', path: `/v1/images/${id}/shares`, body: { ...nobodyElse, accounts: [lab, '345678901234'] } },
    ]);
    expect([code, out]).toEqual([0, `${id} in us-east-1: shared with account ${lab}\n`]);
  });

  test('sends the end, copyable, the region, organizations and units', async () => {
    const { requests } = await spawn(
      [
        'ami',
        'share',
        id,
        '--org',
        'arn:aws:organizations::123456789012:organization/o-exampleorgid',
        '--ou',
        'arn:aws:organizations::123456789012:ou/o-exampleorgid/ou-ab12-11111111',
        '--until',
        '2026-06-30',
        '--region',
        'eu-west-1',
      ],
      { answer: answer() },
    );
    expect(requests[0]?.body).toMatchObject({
      organizations: [expect.stringContaining('o-example')],
      organizational_units: [expect.stringContaining('ou-ab12')],
      until: '2026-06-30T00:00:00.000Z',
      region: 'eu-west-1',
    });
    expect(
      (await spawn(['share-ami', id, '--account', lab, '--copyable'], { answer: answer() })).requests[0]?.body,
    ).toMatchObject({ copyable: true });
  });

  test('with --revoke takes it back without asking', async () => {
    const { out, requests } = await spawn(['share-ami', id, '--account', lab, '--revoke'], {
      answer: answer({ results: [{ ...result, given: [], taken: result.given }] }),
    });
    expect(requests[0]?.body).toMatchObject({ revoke: true, accounts: [lab] });
    expect(out).toContain(`no longer shared with account ${lab}`);
  });

  test('of which a region failed says which and why, and exits with 1, also as JSON', async () => {
    const failed = answer({
      complete: false,
      results: [result, { ...result, region: 'eu-west-1', given: [], error: { name: 'X', message: 'no' } }],
      warnings: ['it is deprecated'],
    });
    const text = await spawn(['share-ami', id, '--account', lab], { answer: failed });
    expect([text.code, text.err]).toEqual([1, 'warning: it is deprecated\n']);
    expect(text.out).toContain(`${id} in eu-west-1: failed, the nightly run retries it: X: no`);
    const json = await spawn(['share-ami', id, '--account', lab, '-o', 'json'], { answer: failed });
    expect([json.code, JSON.parse(json.out).complete]).toEqual([1, false]);
  });

  test.each([
    [[], 'no recipient given'],
    [['--account', '1234'], '12 digits'],
    [['--account', lab, '--revoke', '--copyable'], 'cannot be combined with --copyable or --until'],
  ])('%j is wrong usage, and nothing is sent', async (argv, sentence) => {
    const { code, err, requests } = await spawn(['share-ami', id, ...argv]);
    expect([code, requests]).toEqual([2, []]);
    expect(err).toContain(sentence);
  });

  test('--public asks twice, says that everybody may launch it, and is not done without two yes', async () => {
    for (const typed of [undefined, [], ['n'], ['y'], ['y', 'n']]) {
      const { code, requests, out } = await spawn(['share-ami', id, '--public', '-o', 'json'], {
        typed,
        answer: answer(),
      });
      expect([code, requests, out]).toEqual([1, [], '']);
    }
    const { code, err, requests } = await spawn(['share-ami', id, '--public'], { typed: ['y', 'y'], answer: answer() });
    expect([code, requests[0]?.body.public]).toEqual([0, true]);
    expect(err).toContain('Anyone will be able to launch');
    expect((await spawn(['share-ami', id, '--public', '--yes'], { answer: answer() })).code).toBe(0);
    expect((await spawn(['share-ami', id, '--public', '--revoke'], { answer: answer() })).requests).toHaveLength(1);
  });
});

describe('ami shares', () => {
  const none = { state: 'none', missing: [], expired: [], foreign: [] };
  const images = (changes: object[]) => () => ({
    body: {
      images: changes.map((each) => ({
        ami_id: id,
        region: 'us-east-1',
        name: 'tool',
        shares: [],
        drift: none,
        ...each,
      })),
    },
  });

  test('prints who, since and until when, and how EC2 differs', async () => {
    const share = {
      kind: 'account',
      id: lab,
      copyable: true,
      since: '2026-01-10T00:00:00Z',
      until: '2026-06-30T00:00:00Z',
      by: 'jo',
    };
    const { out } = await spawn(['ami', 'shares', id], {
      answer: images([
        {
          shares: [share],
          drift: {
            ...none,
            state: 'found',
            missing: [{ kind: 'account', id: lab }],
            foreign: [{ kind: 'public', id: 'all' }],
          },
        },
        { region: 'eu-west-1', drift: { ...none, state: 'unknown', error: { name: 'X', message: 'denied' } } },
      ]),
    });
    expect(out).toMatch(new RegExp(`us-east-1 +${id} +account ${lab} +yes +2026-01-10 +2026-06-30 +jo`));
    expect(out).toContain(`not shared with account ${lab}; the nightly run shares it again`);
    expect(out).toContain('shared outside spawn with everybody; to stop sharing, use --revoke');
    expect(out).toContain('eu-west-1: could not be read: denied');
  });

  test('of an image that nobody has says so, and as JSON is a list', async () => {
    expect((await spawn(['ami', 'shares', id], { answer: images([{}]) })).out).toBe('Not shared.\n');
    expect(JSON.parse((await spawn(['ami', 'shares', id, '--json'], { answer: images([{}]) })).out)).toMatchObject([
      { ami_id: id, shares: [], drift: { state: 'none' } },
    ]);
  });
});

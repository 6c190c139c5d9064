import { answerOfStack } from '../../../core/api/contract/stack';
import { spawn } from '../kit/spawn';
import { image } from '../kit/things';

const stack = answerOfStack(
  'pytorch',
  {
    stack: 'pytorch',
    policy: { deprecate_after_days: null },
    updated_at: '2026-01-14T10:30:00Z',
    updated_by: 'arn:jo',
    revision: 2,
  },
  [image()],
);

test('stack list prints a row for each stack, and [] when there is none', async () => {
  expect((await spawn(['stack', 'list'], { answer: () => ({ body: { stacks: [stack] } }) })).out).toMatch(
    /^STACK .*\npytorch +1 +1 +never +off +us-east-1\n$/,
  );
  expect((await spawn(['stack', 'list', '-o', 'json'], { answer: () => ({ body: { stacks: [] } }) })).out).toBe('[]\n');
});

test('stack show tells what is set from what is a default', async () => {
  const { out, requests } = await spawn(['stack', 'show', 'py torch'], { answer: () => ({ body: stack }) });
  expect(requests[0]?.path).toBe('/v1/stacks/py%20torch');
  expect(out).toMatch(/deprecate after +never\n/);
  expect(out).toMatch(/supersede grace +never \(default\)\n/);
  expect(out).toMatch(
    /removes +images deprecated and older than 180d or unused for 180d; at most 50 per run, 1h after the plan\n/,
  );
  expect(
    (
      await spawn(['stack', 'show', 'x'], {
        answer: () => ({ status: 404, body: { name: 'StackNotFound', detail: 'no' } }),
      })
    ).code,
  ).toBe(3);
});

test('stack show counts one as one', async () => {
  const one = {
    ...stack,
    policy: {
      ...stack.policy,
      pause_after_failures: 1,
      cleanup: { ...stack.policy.cleanup, keep_latest: 1, template_versions: 1 },
    },
  };
  const { out } = await spawn(['stack', 'show', 'pytorch'], { answer: () => ({ body: one }) });
  expect(out).toMatch(
    /keeps +the latest release, images younger than 14d, images used by the newest version of a launch template\n/,
  );
  expect(out).toMatch(/pause after +1 failed build /);
});

test('stack show names the variants whose rebuilds failed, and which of them are paused', async () => {
  const failed_rebuilds = [
    { variant: 'cpu-x86_64', failures: 3, paused: true, reason: 'ScriptFailed: install ended with 1' },
    { variant: 'cpu-arm64', failures: 1, paused: false },
  ];
  const { out } = await spawn(['stack', 'show', 'pytorch'], {
    answer: () => ({ body: { ...stack, failed_rebuilds } }),
  });
  expect(out).toMatch(
    /failed rebuilds +cpu-x86_64 failed 3 times in a row and is paused: ScriptFailed: install ended with 1\nfailed rebuilds +cpu-arm64 failed\n/,
  );
});

test('stack show tells what was measured, and what is set before that', async () => {
  const measured = {
    rate: 300,
    compared_rate: 300,
    seconds_without: 31,
    seconds_with: 12,
    instance_types: ['m7i.large'],
    build_id: 'op-1',
    measured_at: '2026-01-14T10:30:00Z',
  };
  const shown = async (volume_initialization_rate?: number | null) =>
    (
      await spawn(['stack', 'show', 'pytorch'], {
        answer: () => ({ body: { ...stack, measured, policy: { ...stack.policy, volume_initialization_rate } } }),
      })
    ).out;
  expect(await shown()).toContain('300 MiB/s (measured: ready after 12s at 300 MiB/s instead of 31s)');
  expect(await shown(null)).toMatch(/volume initialization +off \(measured/);
});

describe('stack set', () => {
  const sent = async (...flags: string[]) =>
    (await spawn(['stack', 'set', 'pytorch', ...flags], { answer: () => ({ body: stack }) })).requests.at(-1)?.body;

  describe('of a stack that does not exist', () => {
    const set = (more: object = {}, argv: string[] = []) =>
      spawn(['stack', 'set', 'pytroch', '--deprecate-after', '90d', ...argv], {
        ...more,
        answer: ({ method }) =>
          method === 'GET'
            ? {
                status: 404,
                body: { name: 'StackNotFound', detail: "there is no stack 'pytroch': did you mean 'pytorch'?" },
              }
            : { body: stack },
      });

    test('asks, and names a similar one', async () => {
      const no = await set({ typed: ['n'] });
      expect([no.code, no.requests.map(({ method }) => method)]).toEqual([1, ['GET']]);
      expect(no.err).toContain(
        "did you mean 'pytorch'?\nDeployment: stage dev, us-east-1, account 123456789012\nSet the policy",
      );
      expect((await set({ typed: ['y'] })).requests.map(({ method }) => method)).toEqual(['GET', 'PUT']);
    });

    test('needs --yes where nobody can answer', async () => {
      const { code, err } = await set();
      expect([code, err]).toEqual([1, expect.stringContaining('Re-run with --yes.\n')]);
      const yes = await set({}, ['--yes']);
      expect([yes.code, yes.requests.at(-1)?.method]).toEqual([0, 'PUT']);
    });
  });

  test('sends only what is named, in the units of the API', async () => {
    expect(await sent('--deprecate-after', '90d', '--supersede-grace', 'never')).toEqual({
      deprecate_after_days: 90,
      supersede_grace_days: 'never',
    });
    expect(await sent('--cleanup', 'on', '--grace', '1h', '--minimum-age', '0d', '--keep-latest', 'default')).toEqual({
      cleanup: { enabled: true, grace_minutes: 60, minimum_age_days: 0, keep_latest: null },
    });
    expect(await sent('--account', '222233334444')).toEqual({ accounts: ['222233334444'] });
    expect(await sent('--account', 'default')).toEqual({ accounts: null });
    expect(
      await sent(
        '--region',
        'us-east-1',
        '--region',
        'eu-west-1',
        '--test-replicas',
        'off',
        '--volume-initialization-rate',
        'off',
        '--complete-within',
        '2h',
      ),
    ).toEqual({
      regions: ['us-east-1', 'eu-west-1'],
      test_replicas: false,
      complete_within_minutes: 120,
      volume_initialization_rate: 'never',
    });
    expect(
      await sent(
        '--encryption-key',
        'eu-west-1=arn:aws:kms:eu-west-1:123456789012:key/k',
        '--encryption-key',
        'us-west-2=',
        '--pause-after',
        'never',
        '--deprecate-on-findings',
        'high',
        '--scan-packages',
        'nightly',
        '--retest-after',
        '7d',
      ),
    ).toEqual({
      encryption_keys: { 'eu-west-1': 'arn:aws:kms:eu-west-1:123456789012:key/k', 'us-west-2': null },
      pause_after_failures: 'never',
      deprecate_on_findings: 'high',
      scan_packages: 'nightly',
      retest_days: 7,
    });
  });

  test.each([
    ['--deprecate-after', 'soon'],
    ['--deprecate-after', '12h'],
    ['--cleanup', 'yes'],
    ['--grace', '30s'],
    ['--complete-within', '49h'],
    ['--complete-within', '20m'],
    ['--deprecate-on-findings', 'low'],
    ['--scan-packages', 'on'],
    ['--retest-after', '12h'],
    ['--encryption-key', 'arn'],
    [],
  ])('%j %j is wrong usage, and nothing is sent', async (...flags) => {
    const { code, requests } = await spawn(['stack', 'set', 'pytorch', ...flags]);
    expect([code, requests]).toEqual([2, []]);
  });

  test.each([
    ['--account', '222233334444'],
    ['--region', 'us-east-1'],
    ['--encryption-key', 'us-west-2='],
  ])('%s default beside another value is wrong usage: the other would be lost', async (flag, value) => {
    expect(await spawn(['stack', 'set', 'pytorch', flag, 'default', flag, value])).toMatchObject({
      code: 2,
      requests: [],
      err: expect.stringContaining('use it alone'),
    });
  });
});

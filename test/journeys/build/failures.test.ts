import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall, provisioned, script, startSmall } from '../../kit/small-recipe';

interface Failure {
  does: string;
  stack: string;
  recipe: Record<string, unknown>;
  ends: { name: string; stage: string; message: RegExp };
}

const longScript = (...lines: string[]) => ({ provision: [{ name: 'install', run: script(...lines), timeout: '3h' }] });
const silent = /the agent of i-\w+ last reported at \S+Z, 1[5-6]m ago, while .*'install'.* amazon-ssm-agent installed/;

const failures: Failure[] = [
  {
    does: 'finds no room on any type or subnet',
    stack: 'roomless',
    recipe: { instance_types: ['m6i.large', 'm5.large'], test: undefined },
    ends: {
      name: 'InsufficientCapacity',
      stage: 'launch',
      message:
        /m6i\.large, m5\.large.*InsufficientInstanceCapacity: We currently do not have sufficient m6i\.large.*sufficient m5\.large/,
    },
  },
  {
    does: 'asks for more than a quota of EC2 allows',
    stack: 'overquota',
    recipe: { instance_types: ['c5.metal'], test: undefined },
    ends: {
      name: 'QuotaExceeded',
      stage: 'launch',
      message: /VcpuLimitExceeded: .*current vCPU limit of 64.*'Running On-Demand Standard.*L-1216C47A/,
    },
  },
  {
    does: 'runs a script that exits with 3',
    stack: 'exits',
    recipe: provisioned('exit 3'),
    ends: { name: 'ScriptFailed', stage: 'provision', message: /'install' exited with code 3/ },
  },
  {
    does: 'runs a script that hangs',
    stack: 'hangs',
    recipe: provisioned('sleep 100000'),
    ends: { name: 'ScriptTimedOut', stage: 'provision', message: /'install'/ },
  },
  {
    does: 'runs a script that floods its output without end',
    stack: 'floods',
    recipe: provisioned('while true; do echo flood; done'),
    ends: { name: 'ScriptTimedOut', stage: 'provision', message: /'install'/ },
  },
  {
    does: 'runs a script that stops the agent',
    stack: 'kills',
    recipe: longScript('systemctl stop amazon-ssm-agent', 'sleep 60'),
    ends: { name: 'InstanceLost', stage: 'provision', message: silent },
  },
  {
    does: 'runs a script that removes the agent',
    stack: 'removes',
    recipe: longScript('dnf remove -y amazon-ssm-agent', 'sleep 60'),
    ends: { name: 'InstanceLost', stage: 'provision', message: silent },
  },
  {
    does: 'runs a script that reboots',
    stack: 'reboots',
    recipe: provisioned('reboot', 'sleep 60'),
    ends: { name: 'ScriptFailed', stage: 'provision', message: /'install' was interrupted .* exit code 194/ },
  },
  {
    does: 'runs a script that asks for a reboot for ever',
    stack: 'again',
    recipe: { provision: [{ name: 'install', run: script('exit 194'), timeout: '3h' }] },
    ends: { name: 'ScriptFailed', stage: 'provision', message: /'install' requested more than 10 reboots/ },
  },
  {
    does: 'runs a script that turns the builder off',
    stack: 'poweroff',
    recipe: provisioned('poweroff', 'sleep 60'),
    ends: { name: 'InstanceLost', stage: 'provision', message: /'install'/ },
  },
  {
    does: 'leaves a private key on the builder',
    stack: 'planted',
    recipe: provisioned(
      'mkdir -p /opt/keys',
      'printf -- "-----BEGIN RSA PRIVATE KEY-----\\nMIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gun\\n" >/opt/keys/id',
    ),
    ends: { name: 'ResidueFound', stage: 'clean', message: /private-keys: \/opt\/keys\/id:1 \(private-key\)/ },
  },
  {
    does: 'writes a secret of the recipe to the disk',
    stack: 'spilt',
    recipe: { secrets: { LICENSE: 'ssm:/spawn/dev/license' }, ...provisioned('echo "key=$LICENSE" >/opt/license') },
    ends: { name: 'ResidueFound', stage: 'clean', message: /secret-values: \/opt\/license:1 \(secret-value\)/ },
  },
  {
    does: 'writes a secret of the recipe to the disk in base64',
    stack: 'coded',
    recipe: {
      secrets: { LICENSE: 'ssm:/spawn/dev/license' },
      ...provisioned('echo "key=$LICENSE" | base64 >/opt/license'),
    },
    ends: { name: 'ResidueFound', stage: 'clean', message: /secret-values: \/opt\/license:1 \(secret-value\)/ },
  },
  {
    does: 'gets an image that EC2 gives up',
    stack: 'doomed',
    recipe: {},
    ends: { name: 'ImageFailed', stage: 'image', message: /the storage burnt/ },
  },
  {
    does: 'makes an image that fails its test',
    stack: 'untrue',
    recipe: { test: { run: script('exit 3'), timeout: '5m' } },
    ends: { name: 'TestFailed', stage: 'test', message: /m7i\.large.*3/ },
  },
];

describe('a build that fails ends with the stage and error of what went wrong, and leaves nothing', () => {
  let journey: Journey;
  const runs = new Map<string, any>();

  beforeAll(async () => {
    journey = await localStack({
      ec2: {
        limits: { standardVcpus: 64 },
        capacity: (type) => type.startsWith('m7i'),
        imageFailure: ({ name }) => (name.startsWith('doomed') ? 'the storage burnt' : undefined),
      },
    });
    await journey.clock.until(
      journey.local.call('ssm', 'PutParameter', home, {
        Name: '/spawn/dev/license',
        Value: 'winter-sleeps-deeply',
        Type: 'SecureString',
      }),
    );
    const ids = [];
    for (const { stack, recipe } of failures.slice(0, 11))
      ids.push([stack, await startSmall(journey, { stack, ...recipe })] as const);
    for (const [stack, id] of ids) runs.set(stack, await finished(journey, id));
    for (const { stack, recipe } of failures.slice(11))
      runs.set(stack, await buildSmall(journey, { stack, ...recipe }));
  }, 240_000);

  test.each(failures)('when it $does', ({ stack, ends }) => {
    const { status, failure, stages } = runs.get(stack);
    expect({ status, failure }).toEqual({
      status: 'failed',
      failure: { name: ends.name, stage: ends.stage, message: expect.stringMatching(ends.message) },
    });
    expect(stages.at(-1)).toMatchObject({ name: ends.stage, status: 'failed' });
  });

  test.each(['kills', 'removes'])('the build %s ends within 17 minutes of the last report of its agent', (stack) => {
    const { stages, ended_at } = runs.get(stack);
    const { started_at } = stages.find(({ name }: { name: string }) => name === 'provision');
    expect(Date.parse(ended_at) - Date.parse(started_at)).toBeLessThan(17 * minutes);
  });

  test('of all of them nothing is left, and no image is in the catalog', async () => {
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
    expect((await journey.request('GET', '/v1/images?region=all')).body.images).toEqual([]);
  });

  test('the reaper finds nothing to do afterwards', async () => {
    const before = journey.local.calls.length;
    await journey.advance(31 * minutes);
    const reaped = journey.local.calls
      .slice(before)
      .filter(({ action }) => /Terminate|Deregister|DeleteSnapshot/.test(action));
    expect(reaped).toEqual([]);
  });
});

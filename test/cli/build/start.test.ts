import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecipe } from '../../../core/recipe/parse';
import { messagesOf } from '../kit/json-output';
import { run } from '../kit/things';
import { spawn } from '../kit/spawn';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spawn-build-'));
  writeFileSync(join(directory, 'install.sh'), '#!/bin/bash\nyum install -y git\n');
});
afterEach(() => rmSync(directory, { recursive: true }));

const recipe = [
  'stack: pytorch',
  'version: 2.2.0',
  'base: al2023',
  'instance_types: [m7i.large]',
  'provision:',
  '  - script: install.sh',
  '',
];
function write(lines: string[] = recipe) {
  writeFileSync(join(directory, 'recipe.yaml'), lines.join('\n'));
}

describe('--check', () => {
  const check = (argv: string[] = []) => spawn(['build', 'recipe.yaml', '--check', ...argv], { directory });

  test('passes a right recipe without asking anybody', async () => {
    write();
    expect(await check()).toMatchObject({
      code: 0,
      out: 'recipe.yaml: the recipe is valid\n',
      err: expect.stringMatching(
        /^Not checked: the base, regions, instance types, .*: spawn build recipe\.yaml --dry-run\n$/m,
      ),
      requests: [],
    });
  });

  test('prints file, line and column of a misspelt key, and what it should be', async () => {
    write([...recipe.slice(0, 4), 'provison:', '  - script: install.sh', '']);
    const { code, out } = await check();
    expect(code).toBe(2);
    expect(out).toBe('recipe.yaml:5:1: unknown key `provison`: did you mean `provision`?\n');
  });

  test('refuses a link that leads out of the folder: a recipe must not send what it does not carry', async () => {
    write([...recipe.slice(0, 5), '  - script: link.sh', '']);
    symlinkSync('/etc/passwd', join(directory, 'link.sh'));
    const { code, err } = await check();
    expect(code).toBe(2);
    expect(err).toMatch(/'link\.sh' is a link to .*outside the recipe's folder/);
  });

  test('names the place of a script that is missing, and of one that is too large', async () => {
    write([...recipe.slice(0, 5), '  - script: instal.sh', '  - script: large.sh', 'test:', '  script: test.sh', '']);
    writeFileSync(join(directory, 'large.sh'), 'x'.repeat(1024 * 1024 + 1));
    const lines = (await check()).out.split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^recipe\.yaml:6:13: .*'instal\.sh'.* does not exist/),
      expect.stringMatching(/^recipe\.yaml:7:13: 'large\.sh' has 1048577 bytes.*1 MiB/),
      expect.stringMatching(/^recipe\.yaml:9:11: .*'test\.sh'.* does not exist/),
      '',
    ]);
  });

  test('warns of a recipe without a test, which is valid all the same', async () => {
    write(recipe.filter((line) => !/test/.test(line)));
    const { code, out, err } = await check();
    expect([code, out]).toEqual([0, 'recipe.yaml: the recipe is valid\n']);
    expect(err).toMatch(/^warning: recipe\.yaml: the recipe has no test/);
    expect(JSON.parse((await check(['--json'])).out).warnings).toEqual([expect.stringContaining('no test')]);
  });

  test('in JSON gives valid and the problems', async () => {
    write(['stack: pytorch']);
    const { code, out } = await check(['--json']);
    const answer = JSON.parse(out);
    expect([code, answer.valid]).toEqual([2, false]);
    expect(answer.problems[0]).toEqual({
      file: 'recipe.yaml',
      line: 1,
      column: expect.any(Number),
      message: expect.any(String),
    });
  });
});

test('a recipe with a mistake is not sent', async () => {
  write([...recipe, 'regoins: [eu-west-1]', '']);
  const { code, out, err, requests } = await spawn(['build', 'recipe.yaml'], { directory });
  expect([code, out, requests]).toEqual([2, '', []]);
  expect(err).toContain('recipe.yaml:8:1: unknown key `regoins`');
});

test('the recipe is sent as it is written, with the files that it names', async () => {
  write();
  const { code, requests, err } = await spawn(
    ['build', 'recipe.yaml', '--force', '--name', 'mine', '--region', 'eu-west-1', '--region', 'us-west-2'],
    {
      directory,
      answer: () => ({ status: 202, body: run() }),
    },
  );
  expect([code, requests]).toEqual([
    0,
    [
      {
        method: 'POST',
        path: '/v1/builds',
        body: {
          recipe: recipe.join('\n'),
          files: { 'install.sh': Buffer.from('#!/bin/bash\nyum install -y git\n').toString('base64') },
          image_name: 'mine',
          force: true,
          regions: ['eu-west-1', 'us-west-2'],
        },
      },
    ],
  ]);
  expect(err).toContain('spawn wait bld-0mk3f2k1a7x2m9q4c');
});

describe('--dry-run and --discard', () => {
  const plan = {
    answer: 'start',
    reason: 'it has not been built',
    discard: false,
    stack: 'pytorch',
    version: '2.2.0',
    variant: 'x86_64',
    image_name: 'pytorch-2.2.0-x86_64-20260128',
    description: 'PyTorch',
    architecture: 'x86_64',
    gpu: false,
    base: { ami_id: 'ami-0abc1230abc1230ab', source: 'al2023', name: 'al2023-ami-2023.6' },
    volume_size_gb: 30,
    launch: [{ instance_type: 'm7i.large', subnet_id: 'subnet-1', spot: false }],
    scripts: [{ name: 'install', timeout_seconds: 3600 }],
    cleanup: 'default',
    scan: false,
    approval: false,
    regions: ['us-east-1', 'eu-west-1'],
    accounts: [],
    most_minutes: 1560,
    expected: {
      minutes: 12.5,
      instances_usd: 0.0312,
      snapshots_usd_per_month: 3,
      based_on: ['bld-0mk3f2k1a7x2m9q4c'],
      unpriced_types: [],
      unpriced_regions: [],
      prices_of: '2026-01-14',
    },
  };

  test('--dry-run asks for a preview and prints candidates, regions, name, time and money', async () => {
    write();
    const answer = () => ({ status: 200, body: plan });
    const { code, out, requests } = await spawn(['build', 'recipe.yaml', '--dry-run', '--no-color'], {
      directory,
      answer,
    });
    expect([code, requests.map(({ method, path }) => `${method} ${path}`)]).toEqual([0, ['POST /v1/build-previews']]);
    expect(out).toContain('pytorch-2.2.0-x86_64-20260128');
    expect(out).toContain('about 12m30s, as 1 earlier build; at most 1d2h');
    expect(out).toContain('$0.03 for instances; at most $3.00 a month for snapshots (prices of 2026-01-14)');
    expect(out).toContain('m7i.large  subnet-1');
    expect(out).not.toContain('Files');
    expect(out).toMatch(/Nothing was made\.\n$/);
  });

  test('--dry-run prints the files that are copied', async () => {
    write();
    const place = { mode: '0640', owner: 'root:app', sha256: 'a'.repeat(64) };
    const files = [
      { source: 'app.conf', destination: '/etc/app.conf', ...place, size: 12 },
      { source: 'https://example.org/m', destination: '/opt/m', ...place },
    ];
    const answer = () => ({ status: 200, body: { ...plan, files } });
    const { out } = await spawn(['build', 'recipe.yaml', '--dry-run', '--no-color'], { directory, answer });
    expect(out).toContain('/etc/app.conf  0640 root:app  from app.conf (12 bytes)\n');
    expect(out).toContain('/opt/m  0640 root:app  from https://example.org/m\n');
  });

  test('--dry-run of a spot builder says what is tried as what, and that the price is the most', async () => {
    write();
    const [onDemand] = plan.launch;
    const launch = [{ ...onDemand, spot: true }, onDemand];
    const { out, requests } = await spawn(['build', 'recipe.yaml', '--dry-run', '--spot', '--no-color'], {
      directory,
      answer: () => ({ status: 200, body: { ...plan, launch } }),
    });
    expect(requests[0]?.body).toMatchObject({ spot: true });
    expect(out).toContain('at most $0.03 for instances, which is the price on demand; ');
    expect(out).toMatch(/m7i\.large {2}subnet-1 {2}spot\n.*m7i\.large {2}subnet-1 {2}on demand\n/);
  });

  test('--on-demand is sent as no spot instance, and the answer says what the builder was', async () => {
    write();
    const builder = { instance_id: 'i-0123456789abcdef0', instance_type: 'm7i.large', market: 'on-demand' as const };
    const answer = () => ({ status: 202, body: run({ builder }) });
    const { out, requests } = await spawn(['build', 'recipe.yaml', '--on-demand', '--no-color'], { directory, answer });
    expect(requests[0]?.body).toMatchObject({ spot: false });
    expect(out).toMatch(/Builder +m7i\.large, on demand\n/);
  });

  test('--discard is sent with the request', async () => {
    write();
    const answer = () => ({ status: 202, body: run() });
    const { requests } = await spawn(['build', 'recipe.yaml', '--discard'], { directory, answer });
    expect(requests[0]?.body).toMatchObject({ discard: true });
  });

  test.each([
    [['--dry-run', '--wait'], '--dry-run starts no build: leave --wait out'],
    [['--spot', '--on-demand'], '--spot and --on-demand contradict each other: use one'],
    [['--check', '--dry-run'], '--check starts no build: leave --dry-run out'],
    [['--discard', '--region', 'eu-west-1'], '--discard publishes nothing: leave --region out'],
  ])('%p contradict each other', async (flags, message) => {
    write();
    const { code, err, requests } = await spawn(['build', 'recipe.yaml', ...flags], { directory });
    expect([code, requests]).toEqual([2, []]);
    expect(err).toContain(message);
  });
});

test('--keep-failed is sent in seconds, and the failure says how to connect to the builder and how to remove it', async () => {
  write();
  const kept_builder = { instance_id: 'i-0123456789abcdef0', region: 'us-east-1', until: '2026-01-28T12:05:00Z' };
  const failed = run({
    status: 'failed',
    failure: { name: 'ScriptFailed', message: 'install exited with code 3', stage: 'provision' },
    kept_builder,
  });
  const { code, err, requests } = await spawn(['build', 'recipe.yaml', '--keep-failed', '2h', '--wait'], {
    directory,
    answer: ({ method, path }) =>
      method === 'POST'
        ? { status: 202, body: run() }
        : { status: 200, body: path.includes('/log') ? { lines: [], done: true } : failed },
  });
  expect([code, requests[0]?.body]).toEqual([1, expect.objectContaining({ keep_failed_seconds: 7200 })]);
  expect(err).toContain('is kept until 2026-01-28T12:05:00Z. To look at it: spawn connect i-0123456789abcdef0');
  expect(err).toContain('To remove it now: spawn terminate i-0123456789abcdef0');
});

test('in a git work tree the commit is sent, and whether the recipe or its files differ from it', async () => {
  write();
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=jo', '-c', 'user.email=jo@example.com', ...words], {
      cwd: directory,
      encoding: 'utf8',
    }).trim();
  const sent = async (): Promise<unknown> =>
    (
      (await spawn(['build', 'recipe.yaml'], { directory, answer: () => ({ status: 202, body: run() }) })).requests[0]
        ?.body as { source?: unknown }
    ).source;
  git('init', '--quiet');
  expect(await sent()).toBeUndefined();
  git('add', '.');
  git('commit', '--quiet', '--message', 'a recipe');
  writeFileSync(join(directory, 'notes.txt'), 'of no concern');
  const commit = git('rev-parse', 'HEAD');
  expect(await sent()).toEqual({ commit, changed: false });
  writeFileSync(join(directory, 'install.sh'), 'yum install -y gcc\n');
  expect(await sent()).toEqual({ commit, changed: true });
});

describe('--wait', () => {
  const at = (minute: number) => `2026-01-28T10:0${minute}:00Z`;
  const provision = { name: 'provision', status: 'running', started_at: at(1), detail: 'install.sh' } as const;
  const steps = [
    run({ stages: [provision] }),
    run({ stages: [provision] }),
    run({
      stages: [
        { ...provision, status: 'succeeded', ended_at: at(3) },
        { name: 'replicate', status: 'running', started_at: at(4) },
      ],
      replicas: [{ region: 'eu-west-1', status: 'copying' }],
    }),
  ];
  const done = run({
    ...steps[2],
    status: 'succeeded',
    ami_id: 'ami-1',
    replicas: [{ region: 'eu-west-1', status: 'available', ami_id: 'ami-2' }],
    stages: steps[2]!.stages.map((stage) => ({ ...stage, status: 'succeeded', ended_at: at(5) })),
  });
  const build = (answers: unknown[], argv: string[] = [], more = {}) => {
    const left = [...answers];
    write();
    return spawn(['build', 'recipe.yaml', '--wait', ...argv], {
      directory,
      ...more,
      answer: ({ method, path }) => {
        if (path.endsWith('/log')) return { body: { lines: [], done: true } };
        return { body: method === 'POST' ? run() : left.length > 1 ? left.shift() : left[0] };
      },
    });
  };

  test('tells each change of a stage or region once, on stderr, and prints the build', async () => {
    const { code, out, err } = await build([...steps, done], ['-o', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ build_id: 'bld-0mk3f2k1a7x2m9q4c', status: 'succeeded', ami_id: 'ami-1' });
    expect(messagesOf(err).slice(1)).toEqual([
      '… provision  us-east-1  install.sh',
      '✓ provision  us-east-1  install.sh  2m',
      '… replicate  us-east-1',
      '  eu-west-1  copying',
      '✓ replicate  us-east-1  1m',
      '  eu-west-1  available  ami-2',
    ]);
  });

  test('draws over its own lines on a terminal', async () => {
    const { err } = await build([...steps, done], [], { progressWidth: 60 });
    expect(err).toContain('… provision  us-east-1  install.sh  29m\n');
    expect(err).toContain('\u001b[1A\u001b[J');
    expect(err).toContain('\u001b[3A\u001b[J');
  });

  test('exits with 1 when the build fails, and says why and where to look', async () => {
    const failure = { name: 'ScriptFailed', message: 'install.sh exited with 3', stage: 'provision' as const };
    const { code, out, err } = await build([...steps, run({ status: 'failed', failure })]);
    expect(code).toBe(1);
    expect(out).toContain('ScriptFailed in provision: install.sh exited with 3');
    expect(err).toContain('error: bld-0mk3f2k1a7x2m9q4c failed: ScriptFailed in provision: install.sh exited with 3\n');
    expect(err).toContain('spawn builds logs bld-0mk3f2k1a7x2m9q4c');
  });

  test('gives the command that repairs the regions that failed', async () => {
    const replicas = [
      { region: 'eu-west-1', status: 'failed' as const, error: 'CopyFailed', message: 'no' },
      { region: 'us-west-2', status: 'available' as const },
    ];
    const { code, err } = await build([
      run({ status: 'failed', ami_id: 'ami-1', replicas, failure: { name: 'ReplicationIncomplete', message: 'm' } }),
    ]);
    expect(code).toBe(1);
    expect(err).toContain('spawn replicate-ami ami-1 --to-region eu-west-1\n');
  });

  test('exits with 5 when the time runs out, not before and not long after', async () => {
    const { code, err, seconds } = await build([run()], ['--timeout', '10m']);
    expect(code).toBe(5);
    expect(seconds).toBe(600);
    expect(err).toContain(
      'timed out after 10m waiting for bld-0mk3f2k1a7x2m9q4c; it is still running\nTo wait again: spawn wait bld-0mk3f2k1a7x2m9q4c\n',
    );
  });

  test('asks every 2 s at first and every 10 s later', async () => {
    const { requests } = await build([run()], ['--timeout', '10m']);
    expect(requests.length).toBeGreaterThan(60);
    expect(requests.length).toBeLessThan(75);
  });

  test('does not wait for what is published already', async () => {
    write();
    const { code, err, requests } = await spawn(['build', 'recipe.yaml', '--wait'], {
      directory,
      answer: () => ({ body: { ...done, reused: 'published' } }),
    });
    expect([code, requests.length]).toEqual([0, 1]);
    expect(err).toContain('already published this image (use --force to build again)');
  });
});

describe('--smoke', () => {
  const passed = run({
    discard: true,
    status: 'succeeded',
    ami_id: 'ami-0abc1230abc1230ab',
    created_at: '2026-01-28T10:30:00Z',
    ended_at: '2026-01-28T10:40:00Z',
  });
  const smoke = (end: object, argv: string[] = []) =>
    spawn(['build', '--smoke', ...argv], {
      answer: ({ method, path }) =>
        path.endsWith('/log')
          ? { body: { lines: [], done: true } }
          : method === 'POST'
            ? { status: 202, body: { ...passed, status: 'running' } }
            : { body: end },
    });

  test('builds what ships with the command, to be discarded, and says what was seen', async () => {
    const { code, out, requests } = await smoke(passed);
    expect([code, requests[0]?.path, requests[0]?.body.discard]).toEqual([0, '/v1/builds', true]);
    expect(parseRecipe(requests[0]?.body.recipe)).toMatchObject({
      recipe: { stack: 'smoke', architecture: 'x86_64', base: 'al2023', regions: [] },
    });
    expect(out).toContain(
      `This deployment can build images: ${passed.ami_id} was created, passed its test and was removed with its snapshot and instances (10m).`,
    );
  });

  test('on another architecture takes types of that', async () => {
    const { requests } = await smoke(passed, ['--arch', 'arm64']);
    expect(parseRecipe(requests[0]?.body.recipe).recipe).toMatchObject({
      architecture: 'arm64',
      instance_types: ['t4g.micro'],
    });
  });

  test('that fails exits with 1, and does not say that the deployment can build', async () => {
    const { code, out, err } = await smoke({
      ...passed,
      status: 'failed',
      failure: { name: 'InstanceUnreachable', message: 'no way', stage: 'launch' },
    });
    expect([code, out.includes('can build'), err.includes('InstanceUnreachable in launch: no way')]).toEqual([
      1,
      false,
      true,
    ]);
  });

  test.each([[['recipe.yaml']], [['--check']], [['--name', 'mine']], [['--region', 'eu-west-1']], [['--force']]])(
    'takes no %j',
    async (argv) => {
      const { code, requests } = await smoke(passed, argv);
      expect([code, requests]).toEqual([2, []]);
    },
  );

  test('is the only build without a recipe, and the only one with --arch', async () => {
    expect((await spawn(['build'])).code).toBe(2);
    write();
    expect((await spawn(['build', 'recipe.yaml', '--arch', 'arm64'], { directory })).code).toBe(2);
  });
});

import type * as z from 'zod';
import { launchInstanceRequest, replicateImageRequest } from '../../../core/api/contract/requests';
import { parseRequest } from '../../../core/lib/parse-request';
import { setStackRequest } from '../../../core/api/contract/stack';
import { spawn } from '../kit/spawn';

test('an unknown command suggests the nearest one', async () => {
  const { code, out, err } = await spawn(['list-ami']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain("unknown command 'list-ami'");
  expect(err).toContain('Did you mean list-amis?');
});

test('an unknown command of a group suggests the nearest one', async () => {
  const { code, err } = await spawn(['builds', 'shwo']);
  expect(code).toBe(2);
  expect(err).toContain('Did you mean show?');
});

test('an unknown flag is named, with the nearest one', async () => {
  const { code, err } = await spawn(['list-amis', '--stak', 'pytorch']);
  expect(code).toBe(2);
  expect(err).toContain("unknown option '--stak'");
  expect(err).toContain('Did you mean --stack?');
  expect(err).toContain('See: spawn list-amis --help\n');
});

test.each([
  [['list-amis', '--include-deprecated'], '--deprecated'],
  [['list-amis', '--filter-stack', 'x'], '--stack'],
  [['launch', '--type', 'm7i.large'], '--instance-type'],
  [['cleanup-amis', '--older-than-age=90d'], '--age'],
])('an unknown flag that shares a word with a known one suggests it: %j', async (argv, flag) => {
  const { code, err } = await spawn(argv);
  expect([code, err]).toEqual([2, expect.stringContaining(`(Did you mean ${flag}?)`)]);
  expect(JSON.parse((await spawn([...argv, '--json'])).err).message).toContain(`(Did you mean ${flag}?)`);
});

test.each([
  [['nightly', 'reprot'], "unknown command 'nightly reprot': did you mean 'nightly report'?"],
  [['nightly', 'x'], "unknown command 'nightly x': its subcommands are list, report"],
  [['completion', 'foo'], "<shell> is 'foo': use one of bash, zsh, fish"],
])('%j says what there is', async (argv, sentence) => {
  const { code, err } = await spawn(argv);
  expect([code, err]).toEqual([2, expect.stringContaining(`error: ${sentence}\n`)]);
});

test('a value that is not among the choices is named with the choices', async () => {
  const { code, err } = await spawn(['list-amis', '--arch', 'amd64']);
  expect(code).toBe(2);
  expect(err).toContain("argument 'amd64' is invalid. Allowed choices are x86_64, arm64.");
});

test.each([
  [['launch', '--instance-type', 'm7i.large', '--count', '0'], "'0' is not a whole number of at least 1"],
  [['launch', '--instance-type', 'm7i.large', '--ttl', 'soon'], "'soon' is not a duration"],
  [['launch', '--instance-type', 'm7i.large', '--ami', 'ami-1', '--ami-stack', 'pytorch'], '--ami and --ami-stack'],
  [['launch', '--instance-type', 'm7i.large', '--ami-version', '2.2'], '--ami-version 2.2 requires --ami-stack'],
  [['launch', 'one', '--name', 'two', '--instance-type', 'm7i.large'], "'one' and 'two'"],
  [
    ['replicate-ami', 'ami-1', '--to-region', 'eu-west-1', '--complete-within', '49h'],
    "'49h' is not valid: use 15m to 48h",
  ],
  [['launch', 'one'], "'--instance-type <type>' not specified"],
  [
    ['launch', '--instance-type', 'm7i.large', '--user-data', '@no-such-file.sh'],
    'cannot read no-such-file.sh of --user-data: no such file',
  ],
  [['create-ami', 'i-1'], "'--name <name>' not specified"],
  [['create-ami', 'i-1', '--name', 'x', '--tag', 'stack'], "'stack' of --tag is not a tag"],
  [
    ['tag-ami', '--filter-tag', 'env', '--tag', 'a=b'],
    "'env' of --filter-tag is not a tag: write --filter-tag key=value",
  ],
  [
    ['replicate-ami', 'ami-1', '--to-region', 'eu-west-1', '--kms-key', 'garbage'],
    "'garbage' of --kms-key is not a region and a key in it: write eu-west-1=arn:aws:kms:",
  ],
  [
    ['stack', 'set', 'pytorch', '--encryption-key', 'garbage'],
    "'garbage' of --encryption-key is not a region and a key in it",
  ],
  [['nightly', 'report', '--date', 'x'], "'x' is not a day: write for example 2026-03-01"],
  [['nightly', 'report', '--date', '2026-02-30'], "'2026-02-30' is not a date"],
  [['create-ami', 'i-1', '--name', 'x', '--tag', 'a=1', '--tag', 'a=2'], 'given twice'],
  [['create-ami', 'i-1', '--name', 'x', '--cleanup-script', 'cleanup.sh'], 'write --cleanup-script @cleanup.sh'],
  [['test-ami', 'ami-1', '--test-script', 'x.sh'], 'write --test-script @x.sh'],
  [['replicate-ami', '--to-region', 'eu-west-1'], 'name either one image (ami-…) or --stack'],
  [
    ['replicate-ami', 'ami-1', '--stack', 'pytorch', '--to-region', 'eu-west-1'],
    'name either one image (ami-…) or --stack',
  ],
  [['replicate-ami', 'ami-1'], 'name the regions to copy to'],
  [['wait', 'ami-builder'], "'ami-builder' is not the id of a build, operation, image, cleanup or nightly run"],
  [['build', 'no-such-recipe.yaml'], "cannot read the recipe 'no-such-recipe.yaml': no such file"],
  [['build', '.'], "'.' is a folder"],
])('%j is wrong usage, and nothing is sent', async (argv, sentence) => {
  const { code, out, err, requests } = await spawn(argv);
  expect([code, out, requests]).toEqual([2, '', []]);
  expect(err).toContain(sentence);
});

test.each<[string[], z.ZodType, unknown, string]>([
  [
    ['replicate-ami', 'ami-1', '--to-region', 'x'],
    replicateImageRequest,
    { regions: ['eu-west-1', 'x'] },
    '--to-region is "x": not a region: write, for example, eu-west-1.',
  ],
  [
    ['replicate-ami', 'ami-1', '--to-region', 'x'],
    replicateImageRequest,
    { regions: [] },
    '--to-region: it must have at least 1 item.',
  ],
  [
    ['replicate-ami', 'ami-1', '--to-region', 'x'],
    replicateImageRequest,
    { regions: ['eu-west-1'], kms_keys: { 'eu-west-1': 'k' } },
    '--kms-key eu-west-1 is "k": not the ARN of a KMS key',
  ],
  [
    ['replicate-ami', 'ami-1', '--to-region', 'x'],
    replicateImageRequest,
    { regions: ['eu-west-1'], complete_within_minutes: 20 },
    '--complete-within is 20: it must be a multiple of 15 minutes',
  ],
  [
    ['replicate-ami', 'ami-1', '--to-region', 'x'],
    replicateImageRequest,
    { regions: ['eu-west-1'], region: 7 },
    '--region is 7: it must be a text.',
  ],
  [
    ['stack', 'set', 'x', '--keep-latest', '3'],
    setStackRequest,
    { cleanup: { keep_latest: 1001 } },
    '--keep-latest is 1001: at most 1000.',
  ],
  [
    ['stack', 'set', 'x', '--keep-latest', '3'],
    setStackRequest,
    { deprecate_after_days: 'x' },
    '--deprecate-after is "x": it must be a number or never.',
  ],
  [
    ['launch', '--instance-type', 'm7i.large'],
    launchInstanceRequest,
    { instance_type: 'm7i.large', count: 60 },
    '--count is 60: it must be at most 50.',
  ],
  [
    ['launch', '--instance-type', 'm7i.large'],
    launchInstanceRequest,
    { instance_type: 'm7i.large', user_data: 'x'.repeat(17_000) },
    '--user-data: EC2 takes 16 KiB.',
  ],
])('what the API refuses of %j names the flag and what it takes (%#)', async (argv, schema, body, sentence) => {
  const refused = () => {
    try {
      return { body: parseRequest(schema, body) };
    } catch (error) {
      return { status: 400, body: { name: 'InvalidRequest', detail: (error as Error).message } };
    }
  };
  const { code, err } = await spawn(
    argv.map((word) => (word === 'x' ? 'eu-west-1' : word)),
    { answer: refused },
  );
  expect([code, err]).toEqual([2, expect.stringContaining(`error: ${sentence}`)]);
});

test('the version is printed, and a stack version is not taken for it', async () => {
  expect(await spawn(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
  const { requests } = await spawn(['list-amis', '--version', '2.2'], { answer: () => ({ body: { images: [] } }) });
  expect(requests[0]?.query).toMatchObject({ version: '2.2' });
});

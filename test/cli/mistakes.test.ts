import { spawn } from './spawn';

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

test('a value that is not among the choices is named with the choices', async () => {
  const { code, err } = await spawn(['list-amis', '--arch', 'amd64']);
  expect(code).toBe(2);
  expect(err).toContain("argument 'amd64' is invalid. Allowed choices are x86_64, arm64.");
});

test.each([
  [['launch', '--instance-type', 'm7i.large', '--count', '0'], "'0' is not a whole number of at least 1"],
  [['launch', '--instance-type', 'm7i.large', '--ttl', 'soon'], "'soon' is not a duration"],
  [['launch', '--instance-type', 'm7i.large', '--ami', 'ami-1', '--ami-stack', 'pytorch'], '--ami and --ami-stack'],
  [['launch', '--instance-type', 'm7i.large', '--ami-version', '2.2'], '--ami-version 2.2 needs --ami-stack'],
  [['launch', 'one', '--name', 'two', '--instance-type', 'm7i.large'], "'one' and 'two'"],
  [['launch', 'one'], "'--instance-type <type>' not specified"],
  [['launch', '--instance-type', 'm7i.large', '--user-data', '@no-such-file.sh'], 'cannot read no-such-file.sh of --user-data: there is no such file'],
  [['create-ami', 'i-1'], "'--name <name>' not specified"],
  [['create-ami', 'i-1', '--name', 'x', '--tag', 'stack'], "'stack' of --tag is not a tag"],
  [['create-ami', 'i-1', '--name', 'x', '--tag', 'a=1', '--tag', 'a=2'], 'given twice'],
  [['create-ami', 'i-1', '--name', 'x', '--cleanup-script', 'cleanup.sh'], 'write --cleanup-script @cleanup.sh'],
  [['test-ami', 'ami-1', '--test-script', 'x.sh'], 'write --test-script @x.sh'],
  [['replicate-ami', '--to-region', 'eu-west-1'], 'name either one image (ami-…) or --stack'],
  [['replicate-ami', 'ami-1', '--stack', 'pytorch', '--to-region', 'eu-west-1'], 'name either one image (ami-…) or --stack'],
  [['replicate-ami', 'ami-1'], "name the regions to copy to"],
  [['wait', 'ami-builder'], '--for-tag says what to wait for'],
  [['build', 'no-such-recipe.yaml'], "cannot read the recipe 'no-such-recipe.yaml': there is no such file"],
  [['build', '.'], "'.' is a folder"],
])('%j is wrong usage, and nothing is sent', async (argv, sentence) => {
  const { code, out, err, requests } = await spawn(argv);
  expect([code, out, requests]).toEqual([2, '', []]);
  expect(err).toContain(sentence);
});

test('the version is printed, and a stack version is not taken for it', async () => {
  expect(await spawn(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
  const { requests } = await spawn(['list-amis', '--version', '2.2'], { answer: () => ({ body: { images: [] } }) });
  expect(requests[0]?.query).toMatchObject({ version: '2.2' });
});

import { commands } from '../../../cli/commands/all';
import { globalFlags } from '../../../cli/framework/global-flags';
import { createProgram, forEachCommand } from '../../../cli/framework/program';
import { spawn } from '../kit/spawn';
import { cleanup } from '../kit/things';

const withArguments = (name: string): string[] => {
  const command = commands.find((each) => each.names.includes(name))!;
  return [
    ...name.split(' '),
    ...command.arguments.map(() => 'ami-builder'),
    ...command.flags.filter(({ required }) => required).flatMap((flag) => [`--${flag.name}`, 'text']),
  ];
};

describe.each(commands.map((command) => [command.names[0]!, command] as const))('spawn %s', (_, command) => {
  test('has flags in kebab-case that say what they are for', () => {
    for (const flag of [...command.flags, ...globalFlags]) {
      expect(flag.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(flag.description.length).toBeGreaterThan(5);
    }
  });

  test('gives no flag twice, and no global flag another meaning than a region', () => {
    const names = command.flags.map((flag) => flag.name);
    expect(new Set(names).size).toBe(names.length);
    const own = command.names.some((name) => writesFiles.includes(name)) ? ['region', 'output'] : ['region'];
    expect(globalFlags.map((flag) => flag.name).filter((name) => !own.includes(name) && names.includes(name))).toEqual(
      [],
    );
  });

  test('has a summary without a full stop and examples that call it', () => {
    expect(command.summary).toMatch(/^[A-Z].*[^.]$/);
    for (const example of command.examples)
      expect(command.names.some((name) => example.startsWith(`spawn ${name}`))).toBe(true);
    expect(command.examples.length).toBeGreaterThan(0);
  });

  test('has examples whose flags it knows', () => {
    const known = new Set([
      '--',
      ...[...command.flags, ...globalFlags].flatMap((flag) => [`--${flag.name}`, `-${flag.short}`]),
    ]);
    for (const example of command.examples) {
      for (const word of example.replace(/"[^"]*"/g, 'text').split(' '))
        if (word.startsWith('-')) expect(known).toContain(word);
    }
  });
});

test('every name of the conventions is a way to call its command', async () => {
  const names = [
    'create-ami',
    'ami create',
    'list-amis',
    'ami list',
    'ami show',
    'ami snapshots',
    'test-ami',
    'ami test',
    'replicate-ami',
    'ami replicate',
    'deprecate-ami',
    'ami deprecate',
    'ami undeprecate',
    'ami revoke',
    'revoke-ami',
    'ami restore',
    'restore-ami',
    'ami descendants',
    'tag-ami',
    'ami tag',
    'resolve',
    'ami resolve',
    'promote-ami',
    'ami promote',
    'list-channels',
    'ami channels',
    'rollback-channel',
    'ami rollback',
    'share-ami',
    'ami share',
    'ami shares',
    'cleanup-amis',
    'ami cleanup',
    'ami delete',
    'ami cleanups',
    'build',
    'builds list',
    'builds show',
    'builds logs',
    'builds cancel',
    'stack list',
    'stack show',
    'stack set',
    'launch',
    'list',
    'connect',
    'terminate',
    'wait',
    'nightly',
    'nightly list',
    'nightly report',
    'stack resume',
    'ami health',
    'doctor',
    'debts',
    'completion',
    'contexts list',
    'contexts add',
    'contexts use',
    'contexts remove',
    'version',
    'open',
    'console',
    'init',
  ];
  for (const name of names) {
    const { code, out } = await spawn([...name.split(' '), '--help']);
    expect([name, code, out.includes(`Usage: spawn ${name}`)]).toEqual([name, 0, true]);
  }
});

test('spawn cleanup means other infrastructure in the spawn of today, and is no command here', async () => {
  expect((await spawn(['cleanup'])).code).toBe(2);
});

// The template's own file is what the specification calls the output.
const writesFiles = ['generate-packer-template', 'packer'];

test('-o means the format, in every command that answers', () => {
  const program = createProgram(commands, '1.2.3', {} as never, () => {});
  forEachCommand(program, (command) => {
    if (command.commands.length > 0 || command.name() === 'help' || writesFiles.includes(command.name())) return;
    const output = command.options.find((option) => option.short === '-o');
    expect([command.name(), output?.long, output?.argChoices]).toEqual([
      command.name(),
      '--output',
      ['table', 'json', 'yaml'],
    ]);
  });
});

// These ask about a plan that they have made first: test/cli/cleanup/commands.test.ts.
const planning = ['cleanup-amis', 'ami cleanup'];

describe.each(
  commands
    .filter((command) => command.destructive)
    .flatMap((command) => command.names)
    .filter((name) => !planning.includes(name)),
)('spawn %s', (name) => {
  test.each([['table'], ['json'], ['yaml']])(
    'declined in %s: one quiet line, exit code 1, nothing sent, nothing on stdout',
    async (format) => {
      for (const typed of [undefined, ['n'], [''], ['nonsense'], []]) {
        const { code, out, err, requests } = await spawn([...withArguments(name), '-o', format], {
          typed,
          stdin: 'y\n',
        });
        expect([code, out, requests]).toEqual([1, '', []]);
        const line = err.replace(/^Deployment: .*\n.* \[y\/N\] \n?/, '');
        if (format === 'json' && typed === undefined)
          expect(JSON.parse(line)).toMatchObject({
            name: 'InvalidRequest',
            message: expect.stringMatching(/^Aborted: /),
          });
        else expect(line).toMatch(/^Aborted.*\n$/);
      }
    },
  );

  test('does it after yes, and with --yes without a question', async () => {
    for (const [extra, typed] of [
      [[], ['y']],
      [['--yes'], undefined],
      [['-y'], undefined],
    ] as const) {
      const { code, requests } = await spawn([...withArguments(name), ...extra], {
        typed: typed && [...typed],
        answer: () => ({ body: { ...cleanup(), images: [], gone: [], descendants: [], warnings: [] } }),
      });
      expect([code, requests.flatMap(({ method }) => (method === 'GET' ? [] : method))]).toEqual([
        0,
        [expect.stringMatching(/^(DELETE|POST)$/)],
      ]);
    }
  });
});

test('the commands that remove or stop something are the destructive ones', () => {
  expect(commands.filter((command) => command.destructive).map((command) => command.names[0])).toEqual([
    'builds cancel',
    'ami revoke',
    'cleanup-amis',
    'ami delete',
    'terminate',
  ]);
});

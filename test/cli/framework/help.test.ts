import { commands } from '../../../cli/commands/all';
import { commandGroups, helpSections, sectionOf } from '../../../cli/framework/groups';
import { spawn } from '../kit/spawn';

const shown = commands.filter(({ hidden }) => hidden !== true);
const headingsIn = (help: string): string[] => [...help.matchAll(/^([A-Z][a-z]+):$/gm)].map(([, title]) => title!);
const words = (name: string): string[] => name.split(' ');

test('the help groups the commands by what they are for, in the order of the life of an image', async () => {
  const { out } = await spawn(['--help']);
  expect(headingsIn(out)).toEqual(['Options', ...Object.keys(helpSections)]);
  expect(out).toMatch(/^Build:\n {2}init .*\n {2}rehearse .*\n {2}build .*\n {2}builds .*\n {2}create-ami /m);
});

test('every command has a section, and every name in a section is a command', () => {
  expect(shown.filter(({ names }) => sectionOf(names) === undefined).map(({ names }) => names[0])).toEqual([]);
  const known = new Set([...commands.flatMap(({ names }) => names), ...Object.keys(commandGroups)]);
  const listed = Object.values(helpSections).flat();
  expect(listed.filter((name) => !known.has(name))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
});

test.each([[''], ...Object.keys(commandGroups).map((name) => [name])])(
  'the help of spawn %s has one line of at most 80 columns for each command',
  async (name) => {
    const depth = name === '' ? 0 : words(name).length;
    const { out } = await spawn([...words(name).filter(Boolean), '--help']);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const below = shown.flatMap(({ names, summary }) =>
      names
        .filter((each) => words(each).length === depth + 1 && (depth === 0 || each.startsWith(`${name} `)))
        .map((each) => `${words(each).at(-1)} ${summary}`),
    );
    const groups = Object.entries(commandGroups)
      .filter(([each]) => words(each).length === depth + 1 && (depth === 0 || each.startsWith(`${name} `)))
      .map(([each, description]) => `${words(each).at(-1)} ${description}`);
    const lines = out.split('\n').map((line) => line.trim().replace(/ {2,}/, ' '));
    expect([...below, ...groups].filter((line) => !lines.includes(line))).toEqual([]);
  },
);

test('summaries and the descriptions of groups begin with a capital letter', () => {
  for (const text of [...commands.map(({ summary }) => summary), ...Object.values(commandGroups)])
    expect(text).toMatch(/^[A-Z].*[^.]$/);
});

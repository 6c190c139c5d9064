import { commands } from '../../../cli/commands/all';
import { renderManPages } from '../../../cli/document/man-pages';

const pages = renderManPages(commands, '1.2.3');

test('the manual has a page for spawn and one for every name of every command', () => {
  const names = commands.filter(({ hidden }) => hidden !== true).flatMap((command) => command.names);
  expect(Object.keys(pages).sort()).toEqual(
    ['spawn.1', ...names.map((name) => `spawn-${name.replaceAll(' ', '-')}.1`)].sort(),
  );
});

test('a page has every flag, argument and example of its command', () => {
  for (const { flags, examples, names, hidden } of commands) {
    if (hidden === true) continue;
    const page = pages[`spawn-${names[0]!.replaceAll(' ', '-')}.1`]!.replaceAll('\\-', '-');
    for (const flag of flags) expect(page).toContain(`--${flag.name}`);
    for (const example of examples) expect(page).toContain(example.replaceAll('\\', '\\e'));
  }
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorNames } from '../../core/errors';
import { errorTexts, renderErrorsDocument } from '../../scripts/errors/document';

const text = renderErrorsDocument();

test.each(errorNames)('%s has a meaning, a cause, what to do, an exit code and an HTTP status', (name) => {
  for (const part of Object.values(errorTexts[name])) expect(part).toMatch(/^[A-Z`].*\.$/s);
  const section = text.split(`\n### ${name}\n`)[1]?.split('\n##')[0];
  expect(section).toMatch(/- Cause: .*\n- What to do: .*\n- Exit code [1-4], HTTP status \d{3}\n/);
});

test('the list names each error once, and no other', () => {
  const listed = [...text.matchAll(/^### (\w+)$/gm)].map(([, name]) => name!);
  expect([...listed].sort()).toEqual([...errorNames].sort());
});

test('commands that the texts name have sections in the reference', () => {
  const commands = readFileSync(join(__dirname, '..', '..', 'docs', 'commands.md'), 'utf8');
  const named = [...text.matchAll(/`spawn ([a-z-]+(?: [a-z-]+)?)/g)].map(([, words]) => words!);
  const known = (words: string): boolean =>
    commands.includes(`\`spawn ${words}`) ||
    commands.includes(`\`spawn ${words.split(' ')[0]} `) ||
    commands.includes(`\`spawn ${words.split(' ')[0]}\``);
  expect(named.filter((words) => !known(words))).toEqual([]);
});

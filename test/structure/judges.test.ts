import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from './sources';

const judges = readdirSync(join(project, 'test/judges'));
const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const ci = readFileSync(join(project, '.ci/run'), 'utf8');

test('each judge has a command of its own', () => {
  const commands = Object.entries(scripts).filter(([name]) => name.startsWith('check:'));
  expect(Object.fromEntries(commands)).toEqual(
    Object.fromEntries(
      judges.map((name) => [`check:${name}`, `jest --config jest.checks.cjs test/judges/${name}`] as const),
    ),
  );
});

test.each(judges)('%s says what it is, and .ci/run runs it', (name) => {
  expect(existsSync(join(project, 'test/judges', name, 'README.md'))).toBe(true);
  expect(ci).toMatch(new RegExp(`^(\\S+=\\S+ )*npm run --silent check:${name}$`, 'm'));
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fieldRows, renderFieldDocument } from '../../scripts/field/document';
import { systems } from '../../scripts/field/row';
import { titlesOf } from './titles';

const root = join(__dirname, '..', '..');

test('rows 1 to 128 are there once, in their order', () => {
  expect(fieldRows.map(({ row }) => row)).toEqual(Array.from({ length: 128 }, (_, index) => index + 1));
});

test('every row has one letter for each of the other systems', () => {
  const wrong = fieldRows.filter(({ rivals }) => !new RegExp(`^[YPN-]{${systems.length}}$`).test(rivals));
  expect(wrong.map(({ row }) => row)).toEqual([]);
});

test('every test that a row names is in its file under that title', () => {
  const missing = fieldRows.flatMap(({ row, tests }) =>
    Object.entries(tests)
      .filter(([file, title]) => !existsSync(join(root, file)) || !titlesOf(file).includes(title))
      .map(([file, title]) => `${row}: ${file}: ${title}`),
  );
  expect(missing).toEqual([]);
});

test('a skipped test shows nothing', () => {
  expect(titlesOf('test/journeys/event/recorded.test.ts').filter((title) => title.includes('not run'))).toEqual([]);
});

test('yes has a test, and partly or no one sentence that says what is missing', () => {
  const bare = fieldRows.filter(({ ours, tests, missing }) =>
    ours === 'yes' ? Object.keys(tests).length === 0 || missing !== undefined : !/^[A-Z][^|]*\.$/.test(missing ?? ''),
  );
  expect(bare.map(({ row }) => row)).toEqual([]);
});

test('the page has a line for each row, and counts what it lists', () => {
  const text = renderFieldDocument();
  const lines = text.split('\n').filter((line) => /^\| \d+ \|/.test(line));
  const count = (ours: string) => lines.filter((line) => line.split(' | ')[2] === ours).length;
  expect(lines).toHaveLength(fieldRows.length);
  expect(lines.filter((line) => line.replace(/\\\|/g, '').split('|').length !== systems.length + 6)).toEqual([]);
  expect(text.replace(/\n/g, ' ')).toContain(
    `spawn has ${count('yes')}, ${count('partly')} partly, and ${count('no')} not.`,
  );
});

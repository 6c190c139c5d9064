import * as path from 'node:path';
import { folders, nameOf, sources, withoutComments } from './sources';

const all = sources();
const lines = (text: string) => text.split('\n').length - 1;

// Tables of data: a row is a line, and taking them apart would hide what is missing.
const tables = ['infra/function/table.ts', 'core/residue/rules.ts'];

test('no file has more than 250 lines, tables of data apart', () => {
  const long = all.filter(({ file, text }) => lines(text) > 250 && !tables.includes(file));
  expect(long.map(({ file, text }) => `${file}: ${lines(text)}`)).toEqual([]);
});

test.each(folders)('half of the files of %s have fewer than 80 lines', (folder) => {
  const lengths = all
    .filter((source) => source.folder === folder)
    .map(({ text }) => lines(text))
    .sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(80);
});

test('files are named in small letters with dashes, by their subject', () => {
  const names = all.map(({ file }) => file);
  expect(names.filter((file) => !/^[a-z0-9-]+(\/[a-z0-9-]+)*\.tsx?$/.test(file))).toEqual([]);
  expect(
    names.filter((file) => ['utils', 'util', 'helpers', 'helper', 'misc', 'index'].includes(nameOf(file))),
  ).toEqual([]);
});

test('no file only passes on what others export', () => {
  const barrels = all.filter(({ text }) => {
    const statements = withoutComments(text)
      .split(';')
      .map((statement) => statement.trim())
      .filter(Boolean);
    return statements.length > 0 && statements.every((statement) => /^export\b[^=]*\bfrom '/.test(statement));
  });
  expect(barrels.map(({ file }) => file)).toEqual([]);
});

test('only core/tags.ts writes the keys of our tags', () => {
  const others = all.filter(({ file }) => file !== path.join('core', 'tags.ts'));
  const writing = others.flatMap(({ file, text }) =>
    [...withoutComments(text).matchAll(/\bspawn:[a-z][a-z-]*/g)].map((match) => `${file}: ${match[0]}`),
  );
  expect(writing).toEqual([]);
});

test('only core/lib/text-boolean.ts decides what a text boolean means', () => {
  const app = all.filter(
    ({ file, folder }) =>
      ['core', 'aws', 'usecases', 'lambdas'].includes(folder) && file !== path.join('core', 'lib', 'text-boolean.ts'),
  );
  const comparing = app.flatMap(({ file, text }) =>
    [...withoutComments(text).matchAll(/[!=]== '(?:true|false)'/g)].map((match) => `${file}: ${match[0]}`),
  );
  expect(comparing).toEqual([]);
});

test('what is exported to do something says what it does', () => {
  const silent = all.flatMap(({ file, text }) =>
    [
      ...text.matchAll(
        /^(.*)\n(export (?:default )?(?:abstract )?(?:async )?(?:function\*?|class) \w+|export const handler\b)/gm,
      ),
    ]
      .filter((match) => !/\*\/\s*$/.test(match[1] ?? ''))
      .map((match) => `${file}: ${match[2]}`),
  );
  expect(silent).toEqual([]);
});

test('nothing is left for later in a comment', () => {
  expect(all.filter(({ text }) => /(\/\/|\*).*\b(TODO|FIXME|HACK)\b/.test(text)).map(({ file }) => file)).toEqual([]);
});

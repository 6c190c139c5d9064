import fc from 'fast-check';
import { styles } from '../../../cli/framework/style';
import { renderTable } from '../../../cli/render/layout/table';
import { collectTags, splitTag } from '../../../cli/framework/values';

const key = fc.string({ minLength: 1 }).filter((text) => !text.includes('='));

test('a tag is split at its first =, whatever its value contains', () => {
  fc.assert(
    fc.property(key, fc.string(), (name, value) => expect(splitTag('tag', `${name}=${value}`)).toEqual([name, value])),
  );
});

test('no tag is lost or taken twice', () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 8 }), (names) => {
      expect(
        Object.keys(
          collectTags(
            'tag',
            names.map((name) => `${name}=1`),
          ),
        ).sort(),
      ).toEqual([...names].sort());
    }),
  );
  expect(() => collectTags('tag', ['a=1', 'b=2', 'a=3'])).toThrow('--tag a=… is given twice');
});

test('a table keeps its columns under their headings, and is cut to the width wherever that is possible', () => {
  const cell = fc.stringMatching(/^[a-z0-9-]{0,40}$/);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 60, max: 120 }),
      (rows, width) => {
        const columns = [
          { heading: 'FIRST', cell: (row: [string, string]) => row[0], shrinkable: true },
          { heading: 'SECOND', cell: (row: [string, string]) => row[1] },
        ];
        const lines = renderTable(rows, columns, styles(false), width).trimEnd().split('\n');
        const second = lines[0]!.indexOf('SECOND');
        rows.forEach((row, index) => expect(lines[index + 1]!.slice(second)).toBe(row[1] || '-'));
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      },
    ),
  );
});

import fc from 'fast-check';
import stringWidth from 'string-width';
import { styles } from '../../../cli/framework/style';
import { cutNames, leastWidthOfNames } from '../../../cli/render/layout/names';
import { renderTable, type Column } from '../../../cli/render/layout/table';

type Row = readonly string[];
const plain = styles(false);
const text = fc.oneof(
  fc.stringMatching(/^[a-z0-9-]{0,40}$/),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('日本語の名前がとても長い', '⚠️⚠️⚠️', 'a\u001b[31mred', 'two\nlines', '👩‍👩‍👧 family', 'ﾊﾝｶｸ'),
);
const shape = fc.record({
  cut: fc.constantFrom(undefined, 'end' as const, 'middle' as const),
  drop: fc.constantFrom(undefined, 1, 2),
  optional: fc.boolean(),
});
const tables = fc.array(shape, { minLength: 1, maxLength: 10 }).chain((shapes) =>
  fc.record({
    shapes: fc.constant(shapes),
    whole: fc.boolean(),
    rows: fc.array(fc.array(text, { minLength: shapes.length, maxLength: shapes.length }), { maxLength: 5 }),
  }),
);
const columnsOf = ({ shapes, whole }: { shapes: Partial<Column<Row>>[]; whole: boolean }): Column<Row>[] =>
  shapes.map((each, index) => ({
    ...each,
    heading: `HEADING ${index}`,
    cell: (row) => row[index]!,
    whole: whole && index === shapes.length - 1,
  }));

test('a row takes no further line for empty cells alone', () => {
  const columns = columnsOf({ shapes: [{}, {}], whole: false });
  const rows = [
    ['one', ''],
    ['two', 'full'],
  ];
  expect(renderTable(rows, columns, plain, 12)).toBe('HEADING 0\n  HEADING 1\none\ntwo\n  full\n');
});

test.each([20, 60, 80, 120])('no line of any table is wider than a terminal of %d columns', (width) => {
  fc.assert(
    fc.property(tables, ({ rows, ...table }) => {
      const lines = renderTable(rows, columnsOf(table), plain, width).split('\n');
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});

test('a column that may neither be cut nor dropped is complete on every terminal that it fits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.stringMatching(/^[a-z0-9-]{0,40}$/), fc.stringMatching(/^[a-z0-9-]{0,40}$/)), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.integer({ min: 60, max: 120 }),
      (rows, width) => {
        const columns: Column<[string, string]>[] = [
          { heading: 'FIRST', cell: (row) => row[0], cut: 'middle' },
          { heading: 'SECOND', cell: (row) => row[1] },
        ];
        const out = renderTable(rows, columns, plain, width);
        for (const [, second] of rows) expect(out).toContain(second);
      },
    ),
  );
});

test('wide characters keep the columns under their headings', () => {
  const columns: Column<Row>[] = [
    { heading: 'NAME', cell: (row) => row[0]! },
    { heading: 'STATE', cell: (row) => row[1]! },
  ];
  expect(
    renderTable(
      [
        ['日本', 'ok'],
        ['abcdef', '⚠️'],
      ],
      columns,
      plain,
    ),
  ).toBe('NAME    STATE\n日本    ok\nabcdef  ⚠️\n');
});

test('a pipe gets every column in full, in one line for each row', () => {
  const columns: Column<Row>[] = [{ heading: 'A', cell: (row) => row[0]!, cut: 'end', drop: 1, whole: true }];
  expect(renderTable([['x'.repeat(300)], ['a\nb\u001b[2J']], columns, plain)).toBe(`A\n${'x'.repeat(300)}\na b [2J\n`);
});

test('a name is cut in the middle and keeps its date', () => {
  expect(cutNames(['pytorch-2.2-gpu-20260114'], 22)).toEqual(['pytorch-2.2-…-20260114']);
});

test('different names look different, however they are cut', () => {
  const name = fc
    .tuple(
      fc.constantFrom('pytorch', 'genomics'),
      fc.constantFrom('2.2.0', '2.2.1', '2.10.0'),
      fc.constantFrom('cuda12-x86_64', 'cuda11-x86_64', 'x86_64', 'arm64'),
      fc.constantFrom('20260114', '20260115'),
    )
    .map((parts) => parts.join('-'));
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 20 }), (names) => {
      const width = leastWidthOfNames(names, 18);
      const cut = cutNames(names, width);
      expect(new Set(cut).size).toBe(names.length);
      expect(Math.max(...cut.map((each) => each.length))).toBeLessThanOrEqual(width);
    }),
  );
});

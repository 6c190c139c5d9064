import type { Styles } from '../../framework/style';
import { cutNames, leastWidthOfNames } from './names';
import { cutEnd, oneLine, padTo, widthOf, wrap } from '../../framework/text';

/** One column: its heading, its cells, and what happens to it on a terminal that is too narrow. */
export interface Column<Row> {
  heading: string;
  cell: (row: Row) => string;
  /** Cut with `…` at the end, or for names in the middle, so that different names look different. */
  cut?: 'end' | 'middle';
  /** Omitted, the lowest number first, on a terminal that is too narrow for all columns even when they are cut. */
  drop?: number;
  /** Shown only on a terminal that is wide enough, and if a cell is not empty: a pipe always gets the same columns. */
  optional?: boolean;
  /** Never cut: a text that is too long continues on lines of its own. Only for the last column. */
  whole?: boolean;
}

/** A column with its texts, its width in full, and the least width to which it is cut. */
interface Measured extends Omit<Column<never>, 'cell'> {
  cells: string[];
  full: number;
  least: number;
}

/** Columns side by side, with their widths and the texts of their cells. */
interface Grid {
  columns: readonly Measured[];
  widths: readonly number[];
  texts: readonly (readonly string[])[];
}

const empty = '-';
const gap = '  ';
const indent = '  ';
const narrowest = { end: 10, middle: 14 };

/**
 * Renders a table in the convention's form: headings in capitals, columns two spaces apart, `-` for an empty cell, no
 * trailing spaces. No line is wider than `width` (a terminal): columns are cut, then omitted, and at last a row takes
 * several lines, indented after the first. Without a width, all columns are shown in full.
 */
export function renderTable<Row>(
  rows: readonly Row[],
  all: readonly Column<Row>[],
  styles: Styles,
  width?: number,
): string {
  const columns = withRoom(
    all.map((column) => measure(rows, column)),
    width,
  );
  const grids = width === undefined ? [inFull(columns)] : gridsOf(fitting(columns, width), width);
  const head = grids.map(({ columns, widths }, index) =>
    lineOf(
      columns.map(({ heading }, column) => cutEnd(heading, widths[column]!)),
      widths,
      index,
    ),
  );
  const body = rows.flatMap((_, row) =>
    grids
      // A further line that would show only empty cells says nothing.
      .flatMap((grid, index) => (index > 0 && isEmpty(grid, row) ? [] : linesOf(grid, row, index, width))),
  );
  return [...head.map(styles.bold), ...body].join('\n') + '\n';
}

const isEmpty = ({ texts }: Grid, row: number): boolean => texts.every((column) => column[row] === empty);

function measure<Row>(rows: readonly Row[], { cell, ...column }: Column<Row>): Measured {
  const { heading, cut } = column;
  const cells = rows.map((row) => oneLine(cell(row)) || empty);
  const full = Math.max(widthOf(heading), ...cells.map(widthOf));
  return {
    ...column,
    cells,
    full,
    least: Math.min(full, Math.max(widthOf(heading), leastWidthOf(cells, cut) ?? full)),
  };
}

function leastWidthOf(cells: readonly string[], cut: Column<never>['cut']): number | undefined {
  if (cut === undefined) return undefined;
  return cut === 'middle' ? leastWidthOfNames(cells, narrowest.middle) : narrowest.end;
}

const total = (widths: readonly number[]): number => widths.reduce((sum, each) => sum + each + gap.length, -gap.length);
const leastOf = (columns: readonly Measured[]): number => total(columns.map(({ least }) => least));

/** Returns the columns without the optional ones that are empty, or for which another would have to be cut. */
function withRoom(columns: readonly Measured[], width = 0): readonly Measured[] {
  const used = columns.filter(({ optional, cells }) => optional !== true || cells.some((cell) => cell !== empty));
  const next = firstToGo(used.filter(({ optional }) => optional === true));
  return next === undefined || total(used.map(({ full }) => full)) <= width
    ? used
    : withRoom(
        used.filter((column) => column !== next),
        width,
      );
}

const firstToGo = <Each extends { drop?: number }>(columns: readonly Each[]): Each | undefined =>
  [...columns].sort((left, right) => (left.drop ?? Infinity) - (right.drop ?? Infinity))[0];

function fitting(columns: readonly Measured[], width: number): readonly Measured[] {
  const next = firstToGo(columns.filter(({ drop }) => drop !== undefined));
  return leastOf(columns) <= width || next === undefined
    ? columns
    : fitting(
        columns.filter((column) => column !== next),
        width,
      );
}

/** Returns one grid if the columns fit side by side; otherwise one for each line of a row. */
function gridsOf(columns: readonly Measured[], width: number): Grid[] {
  const last = columns.at(-1);
  if (last?.whole === true && leastOf(columns) > width) {
    const others = columns.slice(0, -1);
    const most = width - leastOf(others) - gap.length;
    const room = Math.min(most, last.full, Math.max(Math.floor(width / 3), widthOf(last.heading)));
    if (room >= widthOf(last.heading)) {
      const widths = shrink(others, width - room - gap.length);
      return [gridOf(columns, [...widths, width - total(widths) - gap.length])];
    }
  }
  const lines: Measured[][] = [];
  for (const column of columns) {
    const line = lines.at(-1);
    if (line && leastOf([...line, column]) <= roomOf(lines.length - 1, width)) line.push(column);
    else lines.push([column]);
  }
  return lines.map((line, index) => gridOf(line, shrink(line, roomOf(index, width))));
}

const roomOf = (line: number, width: number): number => width - (line === 0 ? 0 : indent.length);

const gridOf = (columns: readonly Measured[], widths: readonly number[]): Grid => ({
  columns,
  widths,
  texts: columns.map((column, index) => textsOf(column, widths[index]!)),
});

const inFull = (columns: readonly Measured[]): Grid =>
  gridOf(
    columns,
    columns.map(({ full }) => full),
  );

function textsOf({ cells, cut, whole }: Measured, width: number): readonly string[] {
  if (whole === true) return cells;
  if (cut === 'end') return cells.map((cell) => cutEnd(cell, width));
  return cutNames(cells, width);
}

/** Returns the widths of columns that fit the room: the widest that may be cut are narrowed first. */
function shrink(columns: readonly Measured[], room: number): number[] {
  const widths = columns.map(({ full }) => full);
  while (total(widths) > room) {
    let widest = -1;
    widths.forEach((each, index) => {
      if (each > columns[index]!.least && (widest < 0 || each > widths[widest]!)) widest = index;
    });
    // A single column whose least width is more than the room.
    if (widest < 0) return widths.map((each) => Math.min(each, room));
    widths[widest]! -= 1;
  }
  return widths;
}

function linesOf({ columns, widths, texts }: Grid, row: number, index: number, width = Infinity): string[] {
  const line = texts.map((column) => column[row]!);
  const last = line.at(-1)!;
  if (columns.at(-1)?.whole !== true || widthOf(last) <= widths.at(-1)!) return [lineOf(line, widths, index)];
  const rest = wrap(last, width - indent.length).map((part) => indent + part);
  return columns.length === 1 ? rest : [lineOf(line.slice(0, -1), widths, index), ...rest];
}

function lineOf(texts: readonly string[], widths: readonly number[], index: number): string {
  const line = texts.map((text, column) => padTo(text, widths[column]!)).join(gap);
  return (index === 0 ? '' : indent) + line.trimEnd();
}

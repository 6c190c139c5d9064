import type { Styles } from '../../framework/style';

/** One column: its heading, and whether its cells may be cut with `…` when the terminal is too narrow. */
export interface Column<Row> {
  heading: string;
  cell: (row: Row) => string;
  shrinkable?: boolean;
  /** Shown only on a terminal that is wide enough, and if a cell is not empty: a pipe always gets the same columns. */
  optional?: boolean;
  /**
   * Omitted, the last of such columns first, on a terminal that is too narrow for the others even when they are cut.
   */
  dispensable?: boolean;
}

const gap = '  ';
const narrowest = 10;

/**
 * Renders a table in the convention's form: headings in capitals, columns two spaces apart, `-` for an empty cell, no
 * trailing spaces. With a width (a terminal), shrinkable columns are cut with `…`, the widest first, and dispensable
 * ones are omitted; without one, all columns are shown in full.
 */
export function renderTable<Row>(
  rows: readonly Row[],
  all: readonly Column<Row>[],
  styles: Styles,
  width?: number,
): string {
  const columns = fitting(rows, withRoom(rows, all, width), width);
  const cells = rows.map((row) => columns.map((column) => column.cell(row) || '-'));
  const widths = columns.map((column) => widthOf(rows, column));
  if (width !== undefined)
    shrink(
      widths,
      columns.map((column) => column.shrinkable === true),
      width,
    );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => fit(text, widths[index]!))
      .join(gap)
      .trimEnd();
  return [styles.bold(line(columns.map((column) => column.heading))), ...cells.map(line)].join('\n') + '\n';
}

const widthOf = <Row>(rows: readonly Row[], { heading, cell }: Column<Row>): number =>
  Math.max(heading.length, ...rows.map((row) => (cell(row) || '-').length));

/** Returns the columns, with the optional ones only if nothing has to be cut for them. */
function withRoom<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width = 0): Column<Row>[] {
  const total = columns.reduce((sum, column) => sum + widthOf(rows, column) + gap.length, -gap.length);
  return columns.filter(
    (column) => column.optional !== true || (total <= width && rows.some((row) => column.cell(row) !== '')),
  );
}

function fitting<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width = Infinity): readonly Column<Row>[] {
  const least = columns.reduce(
    (sum, column) =>
      sum +
      (column.shrinkable === true ? Math.min(narrowest, widthOf(rows, column)) : widthOf(rows, column)) +
      gap.length,
    -gap.length,
  );
  const last = columns.findLast(({ dispensable }) => dispensable === true);
  return least <= width || last === undefined
    ? columns
    : fitting(
        rows,
        columns.filter((column) => column !== last),
        width,
      );
}

function shrink(widths: number[], shrinkable: boolean[], width: number): void {
  const total = () => widths.reduce((sum, each) => sum + each + gap.length, -gap.length);
  while (total() > width) {
    let widest = -1;
    widths.forEach((each, index) => {
      if (shrinkable[index] === true && each > narrowest && (widest < 0 || each > widths[widest]!)) widest = index;
    });
    if (widest < 0) return;
    widths[widest]! -= 1;
  }
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

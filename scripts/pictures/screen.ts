import { Terminal } from '@xterm/headless';

/** A run of characters of one line that look the same. */
export interface Span {
  column: number;
  text: string;
  bold: boolean;
  dim: boolean;
  /** The number of the color in the palette of a terminal; undefined for the default color. */
  color?: number;
}

/** Every terminal of the pictures has this width. */
export const columns = 80;

/** A screen that keeps what was written to it, as a terminal of 80 columns shows it. */
export class Screen {
  // Enough rows that nothing scrolls away.
  private readonly terminal = new Terminal({ cols: columns, rows: 400, convertEol: true, allowProposedApi: true });

  /** Writes text with the control sequences of a terminal. */
  write(text: string): Promise<void> {
    return new Promise((done) => this.terminal.write(text, done));
  }

  /** Returns the lines, without empty lines at the end, each as spans. */
  lines(): Span[][] {
    const { buffer } = this.terminal;
    const lines = Array.from({ length: buffer.active.length }, (_, row) => this.spansOf(row));
    const last = lines.findLastIndex((spans) => spans.length > 0);
    return lines.slice(0, last + 1);
  }

  private spansOf(row: number): Span[] {
    const line = this.terminal.buffer.active.getLine(row);
    const spans: Span[] = [];
    for (let column = 0; line !== undefined && column < columns; column += 1) {
      const cell = line.getCell(column);
      const text = cell?.getChars() ?? '';
      if (cell === undefined || text.trim() === '') continue;
      const look = {
        bold: cell.isBold() !== 0,
        dim: cell.isDim() !== 0,
        color: cell.isFgPalette() ? cell.getFgColor() : undefined,
      };
      const before = spans.at(-1);
      const gap = before === undefined ? 0 : column - before.column - [...before.text].length;
      if (before !== undefined && gap <= 1 && sameLook(before, look)) before.text += ' '.repeat(gap) + text;
      else spans.push({ column, text, ...look });
    }
    return spans;
  }
}

const sameLook = (left: Omit<Span, 'column' | 'text'>, right: Omit<Span, 'column' | 'text'>): boolean =>
  left.bold === right.bold && left.dim === right.dim && left.color === right.color;

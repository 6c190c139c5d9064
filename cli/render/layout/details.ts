import { wrapMessage } from '../../framework/messages';
import type { Styles } from '../../framework/style';

/** Label and text of one line; a line whose text is empty or undefined is left out. */
export type Detail = readonly [label: string, text: string | undefined];

// Narrower text is harder to read than lines that the terminal breaks.
const leastText = 24;

/**
 * Returns lines of a text that begins at a column. In a terminal the text is broken at its width, and commands in it
 * stay whole where they fit.
 */
export function hanging(text: string, indent: number, { width }: Styles): string {
  if (width === undefined || width - indent < leastText) return text;
  return wrapMessage(text, width - indent).join(`\n${' '.repeat(indent)}`);
}

/** Renders aligned lines of `label  text`. */
export function renderDetails(details: readonly Detail[], styles: Styles): string {
  const shown = details.filter(([, text]) => text !== undefined && text !== '');
  const column = Math.max(0, ...shown.map(([label]) => label.length));
  return shown
    .map(([label, text = '']) => `${styles.bold(label.padEnd(column))}  ${hanging(text, column + 2, styles)}\n`)
    .join('');
}

/** Renders a heading and indented lines below it; empty if there are no lines. */
export function renderBlock(heading: string, lines: readonly string[], styles: Styles): string {
  if (lines.length === 0) return '';
  return `\n${styles.bold(heading)}\n${lines.map((line) => `  ${hanging(line, 2, styles)}\n`).join('')}`;
}

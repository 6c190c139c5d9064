import type { Styles } from '../../framework/style';

/** Label and text of one line; a line whose text is empty or undefined is left out. */
export type Detail = readonly [label: string, text: string | undefined];

/** Renders aligned lines of `label  text`. */
export function renderDetails(details: readonly Detail[], styles: Styles): string {
  const shown = details.filter(([, text]) => text !== undefined && text !== '');
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  return shown.map(([label, text]) => `${styles.bold(label.padEnd(width))}  ${text}\n`).join('');
}

/** Renders a heading and indented lines below it; empty if there are no lines. */
export function renderBlock(heading: string, lines: readonly string[], styles: Styles): string {
  return lines.length === 0 ? '' : `\n${styles.bold(heading)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

import stringWidth from 'string-width';

const ellipsis = '…';
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Returns the number of columns that a text takes in a terminal: two for each wide character. */
export function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

/** Returns the text in one line, without control characters: each run of them becomes a space. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** Pads a text with spaces to a width. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Cuts a text to a width, with `…` at its end if something is missing. */
export function cutEnd(text: string, width: number): string {
  return widthOf(text) <= width ? text : start(text, width - 1) + ellipsis;
}

/** Cuts a text to a width, with `…` before the last `tail` columns if something is missing. */
export function cutMiddle(text: string, width: number, tail: number): string {
  if (widthOf(text) <= width) return text;
  const kept = end(text, Math.min(tail, width - 1));
  return start(text, width - 1 - widthOf(kept)) + ellipsis + kept;
}

/** Breaks a text at spaces into lines of at most a width; a longer word is broken too. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (widthOf(line) > width) {
      const part = start(line, width) || graphemes(line)[0]!;
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  return line === '' ? lines : [...lines, line];
}

function graphemes(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

function start(text: string, width: number): string {
  return fitting(graphemes(text), width).join('');
}

function end(text: string, width: number): string {
  return fitting(graphemes(text).reverse(), width).reverse().join('');
}

function fitting(parts: readonly string[], width: number): string[] {
  let total = 0;
  const beyond = parts.findIndex((part) => (total += widthOf(part)) > width);
  return beyond < 0 ? [...parts] : parts.slice(0, beyond);
}

import { stripVTControlCharacters } from 'node:util';
import type { Context } from '../../framework/context';

/** Lines at the end of the terminal that are redrawn over themselves. */
export interface Display {
  /** Replaces the lines. */
  draw(lines: readonly string[]): void;
  /** Writes text above the lines. */
  print(text: string): void;
}

/**
 * Returns the width for redrawn lines; undefined if stderr is not a terminal, --verbose prints between them, or a
 * program reads.
 */
export function liveWidth(context: Context): number | undefined {
  // The lines of --verbose would break the redrawn lines.
  return context.verbose || context.format === 'json' ? undefined : context.terminal.progressWidth;
}

/** Tells whether one terminal shows the progress and, after it, the result. */
export function isWatched(context: Context): boolean {
  return liveWidth(context) !== undefined && context.terminal.width !== undefined;
}

/** Returns an empty display on stderr. If the terminal is too low for all lines, the last ones are shown. */
export function createDisplay(context: Context): Display {
  const { terminal } = context;
  const most = Math.max(1, (terminal.progressHeight ?? 24) - 1);
  let shown: readonly string[] = [];
  const show = (text: string, lines: readonly string[]): void => {
    const up = shown.length === 0 ? '' : `\u001b[${shown.length}A`;
    terminal.err(`${up}\u001b[J${text}${lines.map((line) => `${line}\n`).join('')}`);
    shown = lines;
  };
  return {
    draw: (lines) => {
      const next = lines.slice(-most);
      if (next.join('\n') !== shown.join('\n')) show('', next);
    },
    print: (text) => show(text, shown),
  };
}

/** Joins a text and a time to one line of the terminal; a text that is too long is cut, so that the time stays. */
export function fitTimed(text: string, time: string, width: number): string {
  const room = Math.max(8, width - 1 - (time === '' ? 0 : time.length + 2));
  const shown = [...text].length > room ? `${fitLine(text, room)}…` : text;
  return fitLine(time === '' ? shown : `${shown}  ${time}`, width);
}

/** Returns what a line of output shows in one line of the terminal: without control characters, cut at the width. */
export function fitLine(text: string, width: number): string {
  const last = stripVTControlCharacters(text.split('\r').findLast((part) => part !== '') ?? '');
  return [...last.replace(/[\u0000-\u001f\u007f]/g, ' ')].slice(0, width - 1).join('');
}

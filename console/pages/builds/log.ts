import type { AnswerOf } from '../../client/types';

export type LogPage = AnswerOf<'readBuildLog'>;
export type LogLine = LogPage['lines'][number];

/** What has been read of a log. */
export interface Log {
  lines: readonly LogLine[];
  /** How many lines were printed before those that are kept. */
  dropped: number;
  cursor?: string;
  /** Regions whose log cannot be read, with the reason. */
  unread: Readonly<Record<string, string>>;
  /** Whether nothing follows. */
  done: boolean;
}

export const emptyLog: Log = { lines: [], dropped: 0, unread: {}, done: false };

/** A page keeps this many lines of a log: a browser shows no more without delay. */
const most = 5_000;

/** Returns the log after another page, and whether more can be read at once. */
export function afterPage(log: Log, page: LogPage): { log: Log; more: boolean } {
  const all = [...log.lines, ...page.lines];
  const over = Math.max(0, all.length - most);
  const unread = Object.fromEntries((page.unread ?? []).map(({ region, reason }) => [region, reason]));
  return {
    log: {
      lines: over > 0 ? all.slice(over) : all,
      dropped: log.dropped + over,
      cursor: page.cursor ?? log.cursor,
      unread: { ...log.unread, ...unread },
      done: page.done,
    },
    more: page.lines.length > 0 && page.cursor !== undefined && page.cursor !== log.cursor,
  };
}

/** Returns the names of the scripts that have printed, the last one at the end. */
export function scriptsOf(lines: readonly LogLine[]): string[] {
  const names = new Set<string>();
  for (const { stage } of lines) {
    if (stage === undefined) continue;
    names.delete(stage);
    names.add(stage);
  }
  return [...names];
}

/**
 * Returns the script whose output explains a failure: the one that the failure names, otherwise the last that has
 * printed.
 */
export function failedScript(scripts: readonly string[], message: string | undefined): string | undefined {
  return scripts.findLast((name) => message?.includes(name.replace(/^test-/, ''))) ?? scripts.at(-1);
}

/** Returns the lines to show: of one script or of all, the last `count` of them, and how many are above. */
export function shownLines(
  lines: readonly LogLine[],
  script: string | undefined,
  count: number,
): { shown: readonly LogLine[]; above: number } {
  const wanted = script === undefined ? lines : lines.filter(({ stage }) => stage === script);
  const above = Math.max(0, wanted.length - count);
  return { shown: wanted.slice(above), above };
}

/** Returns the text of the button that shows lines above; a click shows `step` of them. */
export function earlierText(above: number, step: number): string {
  if (above > step) return `Show ${step} of ${above} earlier lines`;
  return above === 1 ? 'Show 1 earlier line' : `Show ${above} earlier lines`;
}

// Sequences that set colors and move the cursor, and other control characters.
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Returns a line as text: what a progress bar has drawn over is left out, and so are control characters. */
export function plainText(text: string): string {
  const last = text.split('\r').findLast((part) => part !== '') ?? '';
  return last.replace(sequences, '').replace(controls, '');
}

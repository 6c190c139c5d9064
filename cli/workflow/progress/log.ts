import type { LogPage } from '../../client/answers';
import type { Api } from '../../framework/api';

/** One line that a script has printed. */
export type LogLine = LogPage['lines'][number];

/** Reads the log of a build or an operation from its start, each line once. */
export interface LogReader {
  /** Returns the next lines, whether more can be read at once, and whether the log is complete. */
  page(): Promise<{ lines: LogLine[]; more: boolean; done: boolean }>;
  /** Regions whose log cannot be read, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
}

/** Returns a reader of the log of a run. */
export function logReader(api: Api, id: string): LogReader {
  const unread = new Map<string, string>();
  let cursor: string | undefined;
  return {
    unread,
    page: async () => {
      const page = await api.get<LogPage>(logPath(id), { cursor });
      for (const { region, reason } of page.unread ?? []) unread.set(region, reason);
      const moved = page.cursor !== undefined && page.cursor !== cursor;
      if (page.cursor !== undefined) cursor = page.cursor;
      return { lines: page.lines, more: page.lines.length > 0 && moved, done: page.done };
    },
  };
}

/** Formats a line with the name of its script: `[install] Collecting torch`. */
export function logLine({ stage, text }: LogLine): string {
  return `${stage === undefined ? '' : `[${stage}] `}${text}`;
}

function logPath(id: string): string {
  return `/v1/builds/${encodeURIComponent(id)}/log`;
}

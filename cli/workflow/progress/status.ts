import { formatRough } from '../../../core/lib/duration';
import type { Api } from '../../framework/api';
import type { Context } from '../../framework/context';
import { createDisplay, fitTimed, liveWidth } from './display';

/** What is waited for, and since when. */
export interface Status {
  text: string;
  time: string;
}

/** Returns the elapsed time, and the time until the limit: `1m20s, times out in 58m`; `word` replaces `times out`. */
export function formatElapsed(now: Date, since: Date, until?: Date, word = 'times out'): string {
  const elapsed = formatRough((now.getTime() - since.getTime()) / 1000);
  const left = until === undefined ? 0 : (until.getTime() - now.getTime()) / 1000;
  return left > 0 ? `${elapsed}, ${word} in ${formatRough(left)}` : elapsed;
}

/** Returns after how many seconds without a line one is printed where nothing can be redrawn. */
export function silentSeconds({ local }: Api): number {
  return local ? 2 : 30;
}

/**
 * Shows on stderr what a command waits for, until the returned function is called. In a terminal, one line is redrawn
 * every second and disappears at the end. Elsewhere a line is printed from time to time, except with `redrawnOnly`.
 */
export function showStatus(context: Context, api: Api, status: () => Status, redrawnOnly = false): () => void {
  const width = liveWidth(context);
  if (width !== undefined) {
    const display = createDisplay(context);
    const stop = context.every(1000, () => {
      const { text, time } = status();
      display.draw([fitTimed(`… ${text}`, time, width)]);
    });
    return () => {
      stop();
      display.draw([]);
    };
  }
  if (redrawnOnly) return () => {};
  return context.every(silentSeconds(api) * 1000, () => {
    const { text, time } = status();
    context.messages.raw(`… ${text}  ${time}\n`);
  });
}

/** Shows a text with the elapsed time until the work has ended, and returns its result. */
export async function whileWorking<Result>(
  context: Context,
  text: string,
  work: (api: Api) => Promise<Result>,
): Promise<Result> {
  const api = await context.api();
  const since = context.now();
  const stop = showStatus(context, api, () => ({ text, time: formatElapsed(context.now(), since) }));
  try {
    return await work(api);
  } finally {
    stop();
  }
}

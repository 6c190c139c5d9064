import { Cron } from 'croner';

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const fault = (expression: string, why: string): Error =>
  Object.assign(new Error(`The schedule '${expression}' ${why}.`), { name: 'ValidationException' });

/**
 * The first time of a schedule strictly after a moment, both in milliseconds; undefined when there is none any more.
 */
export type NextTime = (after: number) => number | undefined;

/**
 * Reads `rate(5 minutes)`, `cron(0 3 * * ? *)` or `at(2026-01-14T10:30:00)` in a time zone; a rate counts from `start`.
 * Throws ValidationException, which names the expression.
 */
export function parseSchedule(expression: string, timezone: string, start: number): NextTime {
  const match = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim());
  if (match?.[1] === 'rate') return rate(expression, match[2]!, start);
  if (match?.[1] === 'cron') return cron(expression, match[2]!, timezone);
  if (match?.[1] === 'at') return once(expression, match[2]!, timezone);
  throw fault(expression, 'is neither rate(…), cron(…) nor at(…)');
}

function rate(expression: string, text: string, start: number): NextTime {
  const match = /^(\d+) (minute|hour|day)(s?)$/.exec(text);
  const count = Number(match?.[1]);
  if (!match || count < 1 || (count === 1) !== (match[3] === ''))
    throw fault(expression, 'is not a rate such as rate(5 minutes)');
  const step = count * UNITS[match[2]!]!;
  return (after) => start + (Math.floor((after - start) / step) + 1) * step;
}

/** AWS counts weekdays from Sunday = 1 and allows `0/15`; croner counts from 0 and wants `0-59/15`. */
function cron(expression: string, text: string, timezone: string): NextTime {
  const fields = text.split(/\s+/);
  if (fields.length !== 6)
    throw fault(expression, 'needs six fields: minutes hours day-of-month month day-of-week year');
  const [minutes, hours, monthday, month, weekday, year] = fields as [string, string, string, string, string, string];
  if ((monthday === '?') === (weekday === '?'))
    throw fault(expression, 'needs ? in exactly one of day-of-month and day-of-week');
  const stepped = (field: string, last: number): string => field.replace(/(^|,)(\d+)\//g, `$1$2-${last}/`);
  const shifted = weekday.replace(/(?<![#\d])([1-7])(?!\d)/g, (digit) => String(Number(digit) - 1));
  const pattern = [
    '0',
    stepped(minutes, 59),
    stepped(hours, 23),
    stepped(monthday, 31),
    stepped(month, 12),
    shifted,
    year,
  ].join(' ');
  try {
    const job = new Cron(pattern.replaceAll('?', '*'), { timezone, domAndDow: true });
    return (after) => job.nextRun(new Date(after))?.getTime();
  } catch (error) {
    throw fault(expression, `is not understood: ${(error as Error).message}`);
  }
}

function once(expression: string, text: string, timezone: string): NextTime {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text))
    throw fault(expression, 'is not a time such as at(2026-01-14T10:30:00)');
  const wall = Date.parse(`${text}Z`);
  const offset = (moment: number): number => {
    const digits = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const;
    const parts = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, hourCycle: 'h23', ...digits }).format(moment);
    return Date.parse(`${parts.replace(', ', 'T')}Z`) - Math.floor(moment / 1000) * 1000;
  };
  const time = wall - offset(wall - offset(wall));
  return (after) => (time > after ? time : undefined);
}

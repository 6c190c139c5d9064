const names = {
  month: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  weekday: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

/** No clock is set back by more. */
const setBackHours = 3;

interface Cron {
  minutes: number[];
  hours: number[];
  days: number[];
  months: number[];
  /** Sunday is 1, as EventBridge counts. */
  weekdays: number[];
  years: number[];
}

/** Returns whether the text is a cron expression of EventBridge: six fields, without L, W and #. */
export function isCron(text: string): boolean {
  return parseCron(text) !== undefined;
}

/** Returns whether the time zone is a known IANA time zone. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns whether the schedule had a time after `since` and not after `now`, by the clock of the time zone. Looks back
 * a year at most. When the clock is set back, a time that comes twice counts at the first (EventBridge Scheduler's user
 * guide, "Daylight savings time"); when it is set forward, a time that is left out counts at once.
 */
export function cronDue(text: string, timeZone: string, since: Date, now: Date): boolean {
  const cron = parseCron(text);
  if (!cron) return false;
  const to = latestShown(now.getTime(), timeZone);
  const from = latestShown(Math.max(since.getTime(), now.getTime() - 366 * 86_400_000), timeZone);
  const times = cron.hours.flatMap((hour) => cron.minutes.map((minute) => `${two(hour)}:${two(minute)}`));
  for (let day = from.slice(0, 10); day <= to.slice(0, 10); day = nextDay(day)) {
    if (fits(cron, day) && times.some((time) => `${day}T${time}` > from && `${day}T${time}` <= to)) return true;
  }
  return false;
}

function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  if (fields.length !== 6 || (day === '?') === (weekday === '?')) return undefined;
  const parsed = {
    minutes: valuesOf(minute, 0, 59),
    hours: valuesOf(hour, 0, 23),
    days: valuesOf(day, 1, 31),
    months: valuesOf(month, 1, 12, names.month),
    weekdays: valuesOf(weekday, 1, 7, names.weekday),
    years: valuesOf(year, 1970, 2199),
  };
  return Object.values(parsed).every((values) => values.length > 0) ? parsed : undefined;
}

/** Returns the numbers of a field; none when it cannot be parsed. */
function valuesOf(field: string, least: number, most: number, words: readonly string[] = []): number[] {
  const parts = field.split(',').map((part): number[] => {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [from, to, ...more] =
      range === '*' || range === '?' ? [least, most] : range.split('-').map((text) => numberOf(text, words));
    const last = to ?? (step === undefined ? from : most);
    if (
      from === undefined ||
      last === undefined ||
      more.length > 0 ||
      !(from >= least) ||
      !(last <= most) ||
      !(from <= last) ||
      step === '0'
    )
      return [];
    return Array.from(
      { length: Math.floor((last - from) / Number(step ?? 1)) + 1 },
      (_, index) => from + index * Number(step ?? 1),
    );
  });
  return parts.some((values) => values.length === 0) ? [] : parts.flat();
}

function numberOf(text: string, words: readonly string[]): number {
  const word = words.indexOf(text.toUpperCase());
  return word >= 0 ? word + 1 : /^\d+$/.test(text) ? Number(text) : NaN;
}

function fits({ days, months, weekdays, years }: Cron, day: string): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return (
    years.includes(year) &&
    months.includes(month) &&
    days.includes(date) &&
    weekdays.includes(new Date(`${day}T00:00:00Z`).getUTCDay() + 1)
  );
}

/** Returns the latest local time that a clock has shown until now: a later one than it shows after it is set back. */
function latestShown(time: number, timeZone: string): string {
  const wall = wallClock(timeZone);
  const hoursAgo = (hours: number): number => Date.parse(`${wall(time - hours * 3_600_000)}Z`) + hours * 3_600_000;
  const wasSetBack = hoursAgo(setBackHours) > hoursAgo(0);
  const minutesAgo = wasSetBack ? Array.from({ length: setBackHours * 60 + 1 }, (_, minutes) => minutes) : [0];
  return minutesAgo
    .map((minutes) => wall(time - minutes * 60_000))
    .reduce((latest, shown) => (shown > latest ? shown : latest));
}

/** Returns what a clock in a time zone shows, such as `2026-01-14T10:30`. */
function wallClock(timeZone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
  };
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

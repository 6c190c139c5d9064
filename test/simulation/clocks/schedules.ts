import { cronDue } from '../../../core/lib/cron';
import { hour, minute, zones, type Draw } from './moments';

/** Hours and minutes that a schedule has, and those that a change of summer time leaves out or has twice. */
const times = ['0 0', '30 1', '0 2', '30 2', '59 2', '0 3', '15 12', '59 23', '*/20 *', '0 */6'];
const days = ['* * ?', '? * SUN', '? * MON-FRI', '29 2 ?', '1 * ?', '31 12 ?', '28-31 * ?'];

const parts = new Map<string, Intl.DateTimeFormat>();

/** What a clock on a wall of a zone shows: minute, hour, day, month and weekday. */
function wallOf(
  time: number,
  timeZone: string,
): { text: string; minute: number; hour: number; day: number; month: number; weekday: number } {
  let format = parts.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      weekday: 'short',
    });
    parts.set(timeZone, format);
  }
  const found = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const number = (name: string): number => Number(found[name]);
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(found.weekday ?? '') + 1;
  const text = [
    found.year,
    ...['month', 'day', 'hour', 'minute'].map((name) => String(number(name)).padStart(2, '0')),
  ].join('-');
  return { text, minute: number('minute'), hour: number('hour'), day: number('day'), month: number('month'), weekday };
}

const inField = (field: string, value: number, words: readonly string[] = []): boolean => {
  const at = (text: string): number => (words.includes(text) ? words.indexOf(text) + 1 : Number(text));
  const [range = '', step] = field.split('/');
  if (range === '*' || range === '?') return step === undefined || value % Number(step) === 0;
  const [from = '', to = from] = range.split('-');
  return value >= at(from) && value <= at(to);
};
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * A schedule is due when the wall clock of its zone has shown one of its times since, and not otherwise: compared with
 * a look at every minute. A time that summer time leaves out is due when the clock jumps over it; one that comes twice
 * is due at the first only.
 */
export function wrongSchedule(draw: Draw): string | undefined {
  const now = draw.moment().getTime();
  const span = draw.pick([5 * minute, hour, 3 * hour, 26 * hour]);
  const since = now - 1 - draw.below(span);
  const timeZone = draw.pick(zones);
  const [time, date] = [draw.pick(times), draw.pick(days)];
  const cron = `${time} ${date} *`;
  const [minutes = '', hours = ''] = time.split(' ');
  const [dayField = '', monthField = '', weekdayField = ''] = date.split(' ');
  const shown = new Set<string>();
  const start = Math.floor(since / minute) * minute;
  // What the wall has shown before does not come again.
  for (let at = start - 3 * hour; at <= start; at += minute) shown.add(wallOf(at, timeZone).text);
  let [isDue, jumped] = [false, false];
  let before = wallOf(start, timeZone).text;
  for (let at = start + minute; at <= now; at += minute) {
    const wall = wallOf(at, timeZone);
    if (Date.parse(utc(wall.text)) - Date.parse(utc(before)) > minute) jumped = true;
    before = wall.text;
    // EventBridge's years end with 2199.
    if (shown.has(wall.text) || wall.text > '2200') continue;
    shown.add(wall.text);
    const fits =
      inField(minutes, wall.minute) &&
      inField(hours, wall.hour) &&
      inField(dayField, wall.day) &&
      inField(monthField, wall.month) &&
      inField(weekdayField, wall.weekday, weekdays);
    if (!fits) continue;
    isDue = true;
  }
  const found = cronDue(cron, timeZone, new Date(since), new Date(now));
  const isRight = found === isDue || (jumped && found);
  return isRight
    ? undefined
    : `${cron} ${timeZone} from ${new Date(since).toISOString()} to ${new Date(now).toISOString()}: ${found}`;
}

const utc = (text: string): string => text.replace(/^(\d+)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/, '$1-$2-$3T$4:$5:00Z');

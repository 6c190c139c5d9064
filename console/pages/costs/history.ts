import { flag } from '../../shared/command-text';
import { moneyText } from '../../shared/money-text';
import type { AnswerOf } from '../../client/types';
import type { Division } from '../../shared/division';
import type { CostQuestion } from './question';
import { sumText, type Sum } from './sums';

export type NightCosts = AnswerOf<'readCostHistory'>['nights'][number];

const mostSeries = 6;
export const periods = [30, 90, 365] as const;

/** What the chart over time shows: its sums, and the one stack or region that the page is about. */
export interface HistoryQuestion {
  by: Division;
  only?: string;
  days: (typeof periods)[number];
}

/**
 * Returns what the chart shows for a page about everything, one stack or one region; undefined if nights keep no such
 * sum, as of a stack in a region or of one image.
 */
export function historyOf(
  { stack, region, ami }: CostQuestion,
  chosen: Pick<HistoryQuestion, 'by' | 'days'>,
): HistoryQuestion | undefined {
  if (ami !== undefined || (stack !== undefined && region !== undefined)) return undefined;
  if (stack !== undefined) return { ...chosen, by: 'stack', only: stack };
  return region === undefined ? chosen : { ...chosen, by: 'region', only: region };
}

/** A series of the chart: an amount for each night, in the order of the nights. */
export interface CostSeries {
  title: string;
  points: { x: Date; y: number; text: string }[];
}

/**
 * Returns the series of the chart: the stacks or regions that cost most in the newest night, and one for all others, so
 * that they add up to the total of each night. A night in which one had no image counts as zero.
 */
export function seriesOf(nights: readonly NightCosts[], { by, only }: HistoryQuestion): CostSeries[] {
  const sumsOf = (night: NightCosts): Readonly<Record<string, Sum>> =>
    by === 'stack' ? night.by_stack : night.by_region;
  const named = only === undefined ? mostExpensive(nights.map(sumsOf)) : [only];
  const series = named.map((name) => ({
    title: name || 'Without a stack',
    points: nights.map((night) => {
      const sum = sumsOf(night)[name];
      return { x: dayOf(night), y: sum?.usd ?? 0, text: sum === undefined ? moneyText(0) : sumText(sum) };
    }),
  }));
  if (only !== undefined) return series;
  const rest = nights.map((night, index) => {
    const known = series.reduce((sum, { points }) => sum + (points[index]?.y ?? 0), 0);
    const usd = Math.max(0, Math.round((night.total.usd - known) * 100) / 100);
    return { x: dayOf(night), y: usd, text: moneyText(usd, night.total.measured) };
  });
  return rest.some(({ y }) => y > 0) ? [...series, { title: 'Others', points: rest }] : series;
}

/** Returns the names with the highest amounts, by the newest night that knows them. */
function mostExpensive(nights: readonly Readonly<Record<string, Sum>>[]): string[] {
  const last = new Map(nights.flatMap((sums) => Object.entries(sums)));
  const priced = [...last].filter(([, { usd }]) => usd > 0);
  return priced
    .sort(([left, some], [right, more]) => more.usd - some.usd || left.localeCompare(right))
    .slice(0, mostSeries - 1)
    .map(([name]) => name);
}

// The chart puts its ticks at midnights of the browser's time zone.
const dayOf = ({ date }: NightCosts): Date => new Date(`${date}T00:00:00`);

/** Returns a day as the axis shows it: `14 Jan`. */
export function dayText(day: Date): string {
  return day.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

/** Returns the text of a tick: of a few nights, ticks between two days have none. */
export function tickText(tick: Date): string {
  return tick.getHours() === 0 ? dayText(tick) : '';
}

/** Returns how the total has changed from the first night to the last; undefined with fewer than two nights. */
export function changeText(nights: readonly NightCosts[], series: readonly CostSeries[]): string | undefined {
  const [first, last] = [nights[0], nights.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const totalAt = (index: number): number => series.reduce((sum, { points }) => sum + (points.at(index)?.y ?? 0), 0);
  const change = Math.round((totalAt(-1) - totalAt(0)) * 100) / 100;
  const amount = `${moneyText(Math.abs(change))} a month`;
  const words = change === 0 ? 'As much as' : change > 0 ? `${amount} more than` : `${amount} less than`;
  return `${words} on ${dayText(dayOf(first))}`;
}

/** Returns the words of the command that shows the same nights. */
export function historyCommand({ by, only, days }: HistoryQuestion): string[] {
  return ['ami', 'cost', '--history', '--days', String(days), ...flag(`--${by}`, only)];
}

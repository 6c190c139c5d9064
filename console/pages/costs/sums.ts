import { pluralize } from '../../../core/lib/pluralize';
import type { AnswerOf } from '../../client/types';
import { moneyText } from '../../shared/money-text';

type Costs = AnswerOf<'readCosts'>;
export type Sum = Costs['total'];

/** The sum of a stack or of a region. */
export interface SumRow extends Sum {
  /** Empty for images without a stack. */
  id: string;
  title: string;
}

/** Returns the sums as rows, the most expensive first. */
export function rowsOf(sums: Readonly<Record<string, Sum>>): SumRow[] {
  return Object.entries(sums)
    .map(([id, sum]) => ({ ...sum, id, title: id || 'Without a stack' }))
    .sort((left, right) => right.usd - left.usd || right.gib - left.gib || left.title.localeCompare(right.title));
}

/** Returns the dollars of a sum; undefined if no image of it has a price, which is not the same as nothing to pay. */
export function dollarsOf({ usd, images, unpriced }: Sum): number | undefined {
  return images > 0 && unpriced === images ? undefined : usd;
}

/** Returns an amount with what it leaves out: `≤ $1.50`, `unpriced`, `$1.50 and 2 images unpriced`. */
export function sumText(sum: Sum): string {
  const dollars = dollarsOf(sum);
  const text = moneyText(dollars, sum.measured);
  return dollars === undefined || sum.unpriced === 0
    ? text
    : `${text} and ${pluralize(sum.unpriced, 'image')} unpriced`;
}

/** A part of a chart. */
export interface Part {
  title: string;
  value: number;
  sum: Sum;
}

/** Returns the parts of a chart: rows with a price, at most `most`, the last of them all that is left. */
export function partsOf(rows: readonly SumRow[], most: number): Part[] {
  const priced = rows.filter(({ usd }) => usd > 0);
  const shown = priced.length > most ? priced.slice(0, most - 1) : priced;
  const rest = priced.slice(shown.length);
  const parts = shown.map(({ title, ...sum }) => ({ title, value: sum.usd, sum }));
  return rest.length === 0 ? parts : [...parts, partOf(`${rest.length} others`, rest)];
}

function partOf(title: string, rows: readonly SumRow[]): Part {
  const add = (name: 'images' | 'gib' | 'usd' | 'unpriced'): number => rows.reduce((sum, row) => sum + row[name], 0);
  const sum = {
    images: add('images'),
    gib: add('gib'),
    usd: add('usd'),
    unpriced: add('unpriced'),
    measured: rows.every(({ measured }) => measured),
  };
  return { title, value: sum.usd, sum };
}

/** Returns a size; one that EC2 has not measured as an upper estimate. */
export function sizeText({ gib, measured }: Pick<Sum, 'gib' | 'measured'>): string {
  return `${measured ? '' : '≤ '}${gib.toFixed(1)} GiB`;
}

/** Returns the number of launches from which the images pay for themselves. */
export function breakEvenText({ launches_per_month }: Costs['break_even']): string {
  return launches_per_month === null
    ? 'None: a launch saves no time'
    : `${pluralize(Math.ceil(launches_per_month), 'launch', 'launches')} a month`;
}

/** Returns what is not known about these costs, a sentence each. `given` says whether somebody gave the minutes. */
export function unknownsOf({ images, total, break_even }: Costs, given: boolean): string[] {
  const unpriced = images.filter(({ usd }) => usd === undefined);
  const regions = [...new Set(unpriced.map(({ region }) => region))].sort().join(', ');
  const unmeasured = images.filter(({ measured }) => !measured).length;
  return [
    ...(unpriced.length === 0
      ? []
      : [
          `The price of ${pluralize(unpriced.length, 'image')} is not known (${regions}): ${unpriced.length === 1 ? 'it is' : 'they are'} in no sum of dollars and not in the break-even. Set the price of the region in snapshot_prices.`,
        ]),
    ...(unmeasured === 0
      ? []
      : [
          `The stored size of ${pluralize(unmeasured, 'image')} is not measured yet: the larger volume size is used (≤), until the nightly run measures.`,
        ]),
    ...(total.images === 0 || break_even.minutes_measured || given
      ? []
      : [
          `No build has measured the minutes that a launch saves: ${break_even.minutes_saved} minutes are assumed for the break-even.`,
        ]),
  ];
}

/** What these costs never hold, for whoever compares them with a bill. */
export const notCounted =
  'Only snapshots of images are counted, each in full: data that snapshots share is charged once, so the bill may be lower. Builders, launched instances and the deployment itself are not counted.';

import type { CostAnswer, CostHistoryAnswer } from '../../core/api/contract/cost';
import type { Styles } from '../framework/style';
import { pluralize } from '../../core/lib/pluralize';
import { wrap } from '../framework/text';
import { renderTable } from './layout/table';

/** Formats an amount such as `$1.50`; `unpriced` if the region has no price. */
export const dollars = (usd: number | undefined): string => (usd === undefined ? 'unpriced' : `$${usd.toFixed(2)}`);
/** Formats an amount that is an upper estimate unless it was measured: `≤ $1.50`. */
export const dollarsAtMost = (usd: number | undefined, measured: boolean | undefined): string =>
  `${usd === undefined || measured !== false ? '' : '≤ '}${dollars(usd)}`;
const gib = (size: number, measured = true): string => `${measured ? '' : '≤ '}${size.toFixed(1)}`;

/**
 * Renders a table of images, most expensive first, the sum of each stack, the total, and the break-even number of
 * launches.
 */
export function renderCosts(
  { images, by_stack, total, break_even, prices_of }: CostAnswer,
  styles: Styles,
  width?: number,
): string {
  if (total.images === 0) return 'No images found.\n';
  const table = renderTable(
    images,
    [
      { heading: 'NAME', cell: ({ name }) => name, cut: 'middle' },
      { heading: 'AMI ID', cell: ({ ami_id }) => ami_id },
      { heading: 'REGION', cell: ({ region }) => region },
      { heading: 'STACK', cell: ({ stack }) => stack ?? '', cut: 'end', drop: 1 },
      { heading: 'GIB', cell: (line) => gib(line.gib, line.measured) },
      { heading: 'PER MONTH', cell: ({ usd, measured }) => dollarsAtMost(usd, measured) },
    ],
    styles,
    width,
  );
  const stacks = renderTable(
    Object.entries(by_stack),
    [
      { heading: 'STACK', cell: ([stack]) => stack, cut: 'end' },
      { heading: 'IMAGES', cell: ([, sum]) => String(sum.images) },
      { heading: 'GIB', cell: ([, sum]) => gib(sum.gib, sum.measured) },
      { heading: 'PER MONTH', cell: ([, sum]) => dollarsAtMost(sum.usd, sum.measured) },
    ],
    styles,
    width,
  );
  const unpriced =
    total.unpriced > 0 ? ` (${total.unpriced} unpriced: set the price of their region in snapshot_prices)` : '';
  const estimated =
    total.measured === false ? ' (≤: an upper estimate by volume sizes, until the nightly run measures)' : '';
  const { minutes_saved, minutes_measured, hourly_value_usd, value_per_launch_usd, launches_per_month } = break_even;
  const saved = `${minutes_saved.toFixed(1)} minutes saved per launch${minutes_measured ? ' (measured)' : ''} at $${hourly_value_usd} per hour = $${value_per_launch_usd.toFixed(2)}`;
  const even =
    launches_per_month === null
      ? 'No break-even: a launch saves no time'
      : `Break-even: ${pluralize(Math.ceil(launches_per_month), 'launch', 'launches')} per month`;
  const sentences = [
    `Total: ${dollarsAtMost(total.usd, total.measured)} per month${unpriced}${estimated}, with prices of ${prices_of}`,
    `${even} (${saved})`,
  ].flatMap((sentence) => (width === undefined ? [sentence] : wrap(sentence, width)));
  return `${table}\n${stacks}\n${sentences.join('\n')}\n`;
}

/** Renders what each night measured, the oldest first: of all images, of one stack or of one region. */
export function renderCostHistory(
  { nights }: CostHistoryAnswer,
  { stack, region }: { stack?: string; region?: string },
  styles: Styles,
  width?: number,
): string {
  const lines = nights.flatMap((night) => {
    const sum =
      stack !== undefined ? night.by_stack[stack] : region !== undefined ? night.by_region[region] : night.total;
    return sum === undefined ? [] : [{ ...sum, date: night.date }];
  });
  if (lines.length === 0) return 'No nightly run measured this yet.\n';
  return renderTable(
    lines,
    [
      { heading: 'DATE', cell: ({ date }) => date },
      { heading: 'IMAGES', cell: ({ images }) => String(images) },
      { heading: 'GIB', cell: (line) => gib(line.gib, line.measured) },
      { heading: 'PER MONTH', cell: ({ usd, measured }) => dollarsAtMost(usd, measured) },
      ...(lines.some(({ unpriced }) => unpriced > 0)
        ? [{ heading: 'UNPRICED', cell: ({ unpriced }: (typeof lines)[number]) => String(unpriced) }]
        : []),
    ],
    styles,
    width,
  );
}

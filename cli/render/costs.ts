import type { CostAnswer } from '../../core/api/contract/cost';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** `$1.50`; `unpriced` where the region has no price. */
export const dollars = (usd: number | undefined): string => (usd === undefined ? 'unpriced' : `$${usd.toFixed(2)}`);
const gib = (size: number, measured = true): string => `${measured ? '' : '≤ '}${size.toFixed(1)}`;

/**
 * A table of images, the dearest first, the sum of each stack and of all, and the launches from which they pay for
 * themselves.
 */
export function renderCosts(
  { images, by_stack, total, break_even, prices_of }: CostAnswer,
  styles: Styles,
  width?: number,
): string {
  if (total.images === 0) return 'no images, no cost\n';
  const table = renderTable(
    images,
    [
      { heading: 'NAME', cell: ({ name }) => name, shrinkable: true },
      { heading: 'AMI ID', cell: ({ ami_id }) => ami_id },
      { heading: 'REGION', cell: ({ region }) => region },
      { heading: 'STACK', cell: ({ stack }) => stack ?? '', shrinkable: true },
      { heading: 'GIB', cell: (line) => gib(line.gib, line.measured) },
      { heading: 'A MONTH', cell: ({ usd }) => dollars(usd) },
    ],
    styles,
    width,
  );
  const stacks = renderTable(
    Object.entries(by_stack),
    [
      { heading: 'STACK', cell: ([stack]) => stack, shrinkable: true },
      { heading: 'IMAGES', cell: ([, sum]) => String(sum.images) },
      { heading: 'GIB', cell: ([, sum]) => gib(sum.gib) },
      { heading: 'A MONTH', cell: ([, sum]) => dollars(sum.usd) },
    ],
    styles,
    width,
  );
  const unpriced =
    total.unpriced > 0 ? ` (${total.unpriced} unpriced: the setting snapshot_prices takes their region's price)` : '';
  const { minutes_saved, minutes_measured, hourly_value_usd, value_per_launch_usd, launches_per_month } = break_even;
  const saved = `${minutes_saved.toFixed(1)} minutes saved a launch${minutes_measured ? ' (measured)' : ''} at $${hourly_value_usd} an hour are $${value_per_launch_usd.toFixed(2)}`;
  const even =
    launches_per_month === null
      ? 'a launch saves nothing'
      : `Break-even: ${launches_per_month.toFixed(2)} launches a month`;
  return `${table}\n${stacks}\nTotal: ${dollars(total.usd)} a month${unpriced}, by prices of ${prices_of}\n${even} (${saved})\n`;
}

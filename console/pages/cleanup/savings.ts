import { pluralize } from '../../../core/lib/pluralize';
import type { Division } from '../../shared/division';
import { moneyText, type MoneyBar } from '../../shared/money-text';
import type { Cleanup, CleanupDetails, Removal } from './state';

const mostBars = 10;

interface Part {
  title: string;
  usd: number;
  measured: boolean;
  remove: number;
  unpriced: number;
}

/** Returns the bars of a chart: what saves most first, and all that is left as the last of them. */
export function savingBars(cleanup: Pick<CleanupDetails, 'by_stack' | 'regions'>, by: Division): MoneyBar[] {
  const parts = (by === 'stack' ? stacksOf(cleanup) : regionsOf(cleanup)).filter(({ usd }) => usd > 0);
  parts.sort((left, right) => right.usd - left.usd || left.title.localeCompare(right.title));
  const shown = parts.length > mostBars ? parts.slice(0, mostBars - 1) : parts;
  const rest = parts.slice(shown.length);
  return [...shown, ...(rest.length > 0 ? [sumOf(rest)] : [])].map((part) => ({
    title: part.title,
    value: part.usd,
    text: `${moneyText(part.usd, part.measured)} for ${pluralize(part.remove, 'removal')}${part.unpriced > 0 ? `, ${part.unpriced} unpriced` : ''}`,
  }));
}

const stacksOf = ({ by_stack }: Pick<CleanupDetails, 'by_stack'>): Part[] =>
  Object.entries(by_stack).map(([stack, { monthly_saving_usd: usd, ...part }]) => ({
    title: stack || 'Without a stack',
    usd,
    ...part,
  }));

const regionsOf = ({ regions }: Pick<Cleanup, 'regions'>): Part[] =>
  regions.map(({ region, monthly_saving_usd: usd, measured, remove }) => ({
    title: region,
    usd,
    measured: measured !== false,
    remove,
    unpriced: 0,
  }));

function sumOf(parts: readonly Part[]): Part {
  const add = (name: 'usd' | 'remove' | 'unpriced'): number => parts.reduce((sum, part) => sum + part[name], 0);
  return {
    title: `${parts.length} others`,
    usd: add('usd'),
    remove: add('remove'),
    unpriced: add('unpriced'),
    measured: parts.every(({ measured }) => measured),
  };
}

/** Returns the saving of a plan with what it leaves out: `≤ $1.50 a month`. */
export function savingText({ monthly_saving_usd, measured }: Pick<Cleanup, 'monthly_saving_usd' | 'measured'>): string {
  return `${moneyText(monthly_saving_usd, measured)} a month`;
}

/** Returns how the results of a cleanup add up, such as `3 removed, 1 kept after all, $2.10 a month saved`. */
export function resultText(removals: readonly Removal[]): string {
  const of = (status: Removal['status']) => removals.filter((removal) => removal.status === status);
  const removed = of('removed');
  const saved = removed.reduce((sum, { monthly_cost_usd = 0 }) => sum + monthly_cost_usd, 0);
  const measured = removed.every((removal) => removal.measured !== false);
  const counts = [
    [of('marked').length, 'marked'],
    [removed.length, 'removed'],
    [of('taken-back').length, 'kept after all'],
    [of('failed').length, 'failed'],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return [...said, ...(removed.length > 0 ? [`${moneyText(saved, measured)} a month saved`] : [])].join(', ');
}

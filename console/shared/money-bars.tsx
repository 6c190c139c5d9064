import BarChart from '@cloudscape-design/components/bar-chart';
import { EmptyState } from './empty-state';
import { moneyText, type MoneyBar } from './money-text';

/** Shows dollars a month as bars, in the order that is given. */
export function MoneyBars({ bars, label, empty }: { bars: readonly MoneyBar[]; label: string; empty: string }) {
  const textOf = (title: string, usd: number): string =>
    bars.find((each) => each.title === title)?.text ?? moneyText(usd);
  const series = {
    title: 'A month',
    type: 'bar',
    data: bars.map(({ title, value }) => ({ x: title, y: value })),
    valueFormatter: (usd: number, title: string) => textOf(title, usd),
  } as const;
  return (
    <BarChart
      horizontalBars
      hideFilter
      hideLegend
      height={Math.max(120, bars.length * 36)}
      ariaLabel={label}
      xScaleType="categorical"
      xDomain={bars.map(({ title }) => title)}
      yDomain={[0, Math.max(0.01, ...bars.map(({ value }) => value))]}
      yTickFormatter={(usd) => moneyText(usd)}
      yTitle="US dollars a month"
      series={bars.length === 0 ? [] : [series]}
      empty={<EmptyState title={empty} />}
      i18nStrings={{ chartAriaRoleDescription: 'bar chart', detailPopoverDismissAriaLabel: 'Close' }}
    />
  );
}

import AreaChart from '@cloudscape-design/components/area-chart';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useAnswer } from '../../client/use-answer';
import { CommandLine } from '../../shared/command-line';
import { DivisionControl } from '../../shared/division-control';
import type { Division } from '../../shared/division';
import { EmptyState } from '../../shared/empty-state';
import { moneyText } from '../../shared/money-text';
import { ProblemAlert } from '../../shared/problem-alert';
import {
  changeText,
  historyCommand,
  historyOf,
  periods,
  seriesOf,
  tickText,
  type HistoryQuestion,
  type NightCosts,
} from './history';
import type { CostQuestion } from './question';

const options = periods.map((days) => ({ value: String(days), label: `${days} days` }));

/** What the nights measured over time; nothing for a question that no night keeps a sum of. */
export function CostHistory({ question }: { question: CostQuestion }) {
  const [by, setBy] = useState<Division>('stack');
  const [days, setDays] = useState<HistoryQuestion['days']>(90);
  const asked = historyOf(question, { by, days });
  const reading = useAnswer('readCostHistory', asked && { query: { days: String(asked.days) } }, {
    refreshEvery: 60_000,
  });
  if (asked === undefined) return null;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={<CommandLine words={historyCommand(asked)} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {asked.only === undefined && <DivisionControl label="Costs over time by" by={by} onChange={setBy} />}
              <Select
                ariaLabel="Period"
                options={options}
                selectedOption={options.find(({ value }) => value === String(days)) ?? null}
                onChange={({ detail }) =>
                  setDays(periods.find((each) => String(each) === detail.selectedOption.value) ?? 90)
                }
              />
            </SpaceBetween>
          }
        >
          Over time
        </Header>
      }
    >
      {reading.problem && <ProblemAlert problem={reading.problem} retry={reading.refresh} />}
      {reading.answer && <Chart nights={reading.answer.nights} asked={asked} />}
    </Container>
  );
}

function Chart({ nights, asked }: { nights: readonly NightCosts[]; asked: HistoryQuestion }) {
  const series = seriesOf(nights, asked);
  const days = series[0]?.points.map(({ x }) => x) ?? [];
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || first === last)
    return (
      <EmptyState title={nights.length === 0 ? 'No night has measured yet' : 'One night has measured so far'}>
        Each nightly run measures what images cost. The chart begins with the second one.
        <CommandLine words={['nightly']} />
      </EmptyState>
    );
  const most = Math.max(0.01, ...days.map((_, index) => series.reduce((sum, { points }) => sum + points[index]!.y, 0)));
  return (
    <SpaceBetween size="s">
      <div>{changeText(nights, series)}</div>
      <AreaChart
        hideFilter
        height={220}
        ariaLabel={`US dollars a month by ${asked.by}, night by night`}
        xScaleType="time"
        xDomain={[first, last]}
        yDomain={[0, most]}
        xTickFormatter={tickText}
        yTickFormatter={(usd) => moneyText(usd)}
        detailTotalFormatter={(usd) => moneyText(usd)}
        xTitle="Night"
        yTitle="US dollars a month"
        series={series.map(({ title, points }) => ({
          title,
          type: 'area',
          data: points.map(({ x, y }) => ({ x, y })),
          valueFormatter: (usd: number, day: Date) =>
            points.find(({ x }) => x.getTime() === day.getTime())?.text ?? moneyText(usd),
        }))}
        i18nStrings={{
          chartAriaRoleDescription: 'area chart',
          detailPopoverDismissAriaLabel: 'Close',
          legendAriaLabel: `What is divided by ${asked.by}`,
          detailTotalLabel: 'Total',
        }}
      />
    </SpaceBetween>
  );
}

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { AnswerOf } from '../client/types';
import { moneyText } from './money-text';

/** Shows from how many launches a month images pay for themselves, and what that is computed from. */
export function BreakEven({ cost: { break_even } }: { cost: AnswerOf<'readCosts'> }) {
  const { minutes_saved, minutes_measured, hourly_value_usd, value_per_launch_usd, launches_per_month } = break_even;
  return (
    <Container header={<Header variant="h2">Break-even</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: 'Launches a month',
            value: launches_per_month === null ? 'None: a launch saves no time' : launches_per_month.toFixed(2),
          },
          {
            label: 'Minutes saved by a launch',
            value: `${minutes_saved.toFixed(1)} (${minutes_measured ? 'measured by a build' : 'assumed'})`,
          },
          { label: 'Value of an hour', value: moneyText(hourly_value_usd) },
          { label: 'Value of a launch', value: moneyText(value_per_launch_usd) },
        ]}
      />
    </Container>
  );
}

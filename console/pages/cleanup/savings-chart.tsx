import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState } from 'react';
import type { Division } from '../../shared/division';
import { DivisionControl } from '../../shared/division-control';
import { MoneyBars } from '../../shared/money-bars';
import { savingBars, savingText } from './savings';
import type { CleanupDetails } from './state';

/** What the plan saves a month, as a number and as bars by stack or by region. */
export function Savings({ cleanup }: { cleanup: CleanupDetails }) {
  const [by, setBy] = useState<Division>('stack');
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            cleanup.measured === false ? '≤: an upper estimate, EC2 has not measured every snapshot' : undefined
          }
          actions={<DivisionControl label="Savings by" by={by} onChange={setBy} />}
        >
          The plan saves {savingText(cleanup)}
        </Header>
      }
    >
      <MoneyBars
        bars={savingBars(cleanup, by)}
        label={`US dollars a month saved by ${by}`}
        empty="Nothing that is removed has a price of its own"
      />
    </Container>
  );
}

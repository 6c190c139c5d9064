import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import PieChart from '@cloudscape-design/components/pie-chart';
import { MoneyBars } from '../../shared/money-bars';
import { EmptyState } from '../../shared/empty-state';
import { partsOf, sizeText, sumText, type SumRow } from './sums';

const mostBars = 10;
const mostSegments = 6;
const noPrice = 'Nothing here has a price';

/** The most expensive stacks as bars. */
export function CostsByStack({ rows }: { rows: readonly SumRow[] }) {
  const bars = partsOf(rows, mostBars).map(({ title, value, sum }) => ({ title, value, text: sumText(sum) }));
  return (
    <Container fitHeight header={<Header variant="h2">By stack</Header>}>
      <MoneyBars bars={bars} label="US dollars a month by stack" empty={noPrice} />
    </Container>
  );
}

/** The regions as parts of the whole. */
export function CostsByRegion({ rows }: { rows: readonly SumRow[] }) {
  return (
    <Container fitHeight header={<Header variant="h2">By region</Header>}>
      <PieChart
        hideFilter
        hideTitles
        hideDescriptions
        size="medium"
        ariaLabel="US dollars a month by region"
        data={partsOf(rows, mostSegments)}
        detailPopoverContent={({ sum }, total) => [
          { key: 'A month', value: sumText(sum) },
          { key: 'Share', value: `${((sum.usd / total) * 100).toFixed(0)}%` },
          { key: 'Stored', value: sizeText(sum) },
          { key: 'Images', value: sum.images },
        ]}
        empty={<EmptyState title={noPrice} />}
        i18nStrings={{
          chartAriaRoleDescription: 'pie chart',
          segmentAriaRoleDescription: 'segment',
          legendAriaLabel: 'Regions',
          detailPopoverDismissAriaLabel: 'Close',
        }}
      />
    </Container>
  );
}

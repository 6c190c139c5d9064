import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { AnswerOf } from '../../client/types';
import { useAnswer } from '../../client/use-answer';
import { CommandLine } from '../../shared/command-line';
import { EmptyState } from '../../shared/empty-state';
import type { PageProps } from '../../shared/navigation/route';
import { ProblemAlert } from '../../shared/problem-alert';
import { CostsByRegion, CostsByStack } from './charts';
import { CostFields } from './fields';
import { CostHistory } from './history-chart';
import { costCommand, costsQuery, questionOf, type CostQuestion } from './question';
import { breakEvenText, notCounted, rowsOf, sizeText, sumText, unknownsOf } from './sums';
import { ImageCosts, SumTable } from './tables';

/** What images cost a month: by stack, by region and by image, and when they pay for themselves. */
export function CostsPage({ route }: PageProps) {
  const question = questionOf(route);
  const query = costsQuery(question);
  const costs = useAnswer('readCosts', query && { query }, { refreshEvery: 60_000 });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<CommandLine words={costCommand(question)} />}
          actions={<Button iconName="refresh" ariaLabel="Refresh" loading={costs.refreshing} onClick={costs.refresh} />}
        >
          Costs
        </Header>
      }
    >
      <SpaceBetween size="l">
        <CostFields question={question} />
        {costs.problem && <ProblemAlert problem={costs.problem} retry={costs.refresh} />}
        {costs.loading && <Spinner size="large" />}
        {costs.answer && <Answer costs={costs.answer} question={question} />}
      </SpaceBetween>
    </ContentLayout>
  );
}

function Answer({ costs, question }: { costs: AnswerOf<'readCosts'>; question: CostQuestion }) {
  if (costs.total.images === 0)
    return (
      <EmptyState title="No images to pay for">
        <CommandLine words={['build', 'recipe.yaml']} />
      </EmptyState>
    );
  const stacks = rowsOf(costs.by_stack);
  const regions = rowsOf(costs.by_region);
  const halves = [{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }];
  return (
    <SpaceBetween size="l">
      <Summary costs={costs} />
      <Unknown costs={costs} given={question.minutes !== undefined} />
      <Grid gridDefinition={halves}>
        <CostsByStack rows={stacks} />
        <CostsByRegion rows={regions} />
      </Grid>
      <CostHistory question={question} />
      <SumTable title="Stacks" rows={stacks} by="stack" question={question} />
      <SumTable title="Regions" rows={regions} by="region" question={question} />
      <ImageCosts images={costs.images} />
    </SpaceBetween>
  );
}

function Summary({ costs: { total, break_even, prices_of } }: { costs: AnswerOf<'readCosts'> }) {
  const { minutes_saved, minutes_measured, hourly_value_usd, value_per_launch_usd } = break_even;
  const facts = [
    ['Total a month', sumText(total)],
    ['Break-even', breakEvenText(break_even)],
    ['Saved per launch', `${minutes_saved.toFixed(1)} minutes${minutes_measured ? ' (measured)' : ''}`],
    ['Value per launch', `$${value_per_launch_usd.toFixed(2)} at $${hourly_value_usd} an hour`],
    ['Images', String(total.images)],
    ['Stored', sizeText(total)],
    ['Prices of', prices_of],
  ] as const;
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <KeyValuePairs columns={4} items={facts.map(([label, value]) => ({ label, value }))} />
    </Container>
  );
}

function Unknown({ costs, given }: { costs: AnswerOf<'readCosts'>; given: boolean }) {
  const unknowns = unknownsOf(costs, given);
  if (unknowns.length === 0) return <Box color="text-body-secondary">{notCounted}</Box>;
  return (
    <Alert type="info" header="What is not known">
      <ul>
        {unknowns.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {notCounted}
    </Alert>
  );
}

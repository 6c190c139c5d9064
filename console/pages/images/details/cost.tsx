import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useAnswer } from '../../../client/use-answer';
import type { AnswerOf } from '../../../client/types';
import { BreakEven } from '../../../shared/break-even';
import { EmptyState } from '../../../shared/empty-state';
import { Money } from '../../../shared/money';
import { ProblemAlert } from '../../../shared/problem-alert';

/** What an image and its copies cost a month, and from how many launches on it pays off. */
export function CostTab({ image: { ami_id } }: { image: AnswerOf<'showImage'> }) {
  const { answer, problem, loading, refresh } = useAnswer('readCosts', { query: { ami: ami_id } });
  if (problem) return <ProblemAlert problem={problem} retry={refresh} />;
  return (
    <SpaceBetween size="m">
      <Table
        variant="borderless"
        items={answer?.images ?? []}
        loading={loading}
        loadingText="Reading costs"
        header={
          <Header variant="h2" description={answer && `Prices of ${answer.prices_of}`}>
            Cost a month
          </Header>
        }
        columnDefinitions={[
          { id: 'region', header: 'Region', isRowHeader: true, cell: ({ region }) => region },
          { id: 'ami_id', header: 'AMI ID', cell: (line) => line.ami_id },
          {
            id: 'gib',
            header: 'Stored',
            cell: ({ gib, measured }) => `${measured ? '' : '≤ '}${gib.toFixed(1)} GiB`,
          },
          { id: 'usd', header: 'A month', cell: ({ usd, measured }) => <Money usd={usd} measured={measured} /> },
        ]}
        footer={
          answer && (
            <>
              Total: <Money usd={answer.total.usd} measured={answer.total.measured} /> a month
            </>
          )
        }
        empty={<EmptyState title="No snapshots are stored for this image" />}
      />
      {answer && <BreakEven cost={answer} />}
    </SpaceBetween>
  );
}

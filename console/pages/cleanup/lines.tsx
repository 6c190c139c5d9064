import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { usePages } from '../../client/use-pages';
import { Age } from '../../shared/age';
import { EmptyState } from '../../shared/empty-state';
import { Money } from '../../shared/money';
import { hrefOf, type Route } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { Paging } from '../../shared/paging/pages';
import { ProblemAlert } from '../../shared/problem-alert';
import { KeepButton } from './actions';
import { Subject, Why } from './cells';
import { copiesText, isUnderway, nextOf, type CleanupDetails, type Entry } from './state';

const pageSize = 25;
const decisions = ['remove', 'keep'] as const;

const columns: readonly TableProps.ColumnDefinition<Entry>[] = [
  {
    id: 'name',
    header: 'Image and snapshots',
    isRowHeader: true,
    minWidth: 240,
    cell: (entry) => <Subject line={entry} />,
  },
  { id: 'region', header: 'Region', minWidth: 110, cell: ({ region }) => region },
  { id: 'age', header: 'Age', cell: ({ creation_date }) => <Age since={creation_date || undefined} suffix="" /> },
  { id: 'why', header: 'Why', minWidth: 220, cell: (entry) => <Why line={entry} note={copiesText([entry])} /> },
  {
    id: 'cost',
    header: 'A month',
    minWidth: 110,
    cell: ({ monthly_cost_usd, measured }) => <Money usd={monthly_cost_usd} measured={measured} />,
  },
  {
    id: 'action',
    header: 'Take out',
    minWidth: 100,
    cell: (entry) => <KeepButton entry={entry} />,
  },
];

/** The plan image by image: what is removed or what is kept, each with all its reasons. */
export function Lines({ cleanup, route }: { cleanup: CleanupDetails; route: Route }) {
  const { cleanup_id: id, counts } = cleanup;
  const canKeep = isUnderway(cleanup) || nextOf(cleanup) !== undefined;
  const asked = decisions.find((each) => each === route.query.decision);
  const decision = asked ?? (counts.remove > 0 ? 'remove' : 'keep');
  const list = usePages('showCleanup', { parameters: { id }, query: { decision, limit: String(pageSize) } });
  const show = (chosen: string): void => navigate(hrefOf('cleanup', [id], { decision: chosen }), { replace: true });
  return (
    <SpaceBetween size="s">
      {list.problem && <ProblemAlert problem={list.problem} retry={list.refresh} />}
      <Table
        columnDefinitions={columns}
        columnDisplay={columns.map(({ id: column = '' }) => ({
          id: column,
          visible: column !== 'action' || (decision === 'remove' && canKeep),
        }))}
        items={list.answer?.entries ?? []}
        trackBy={({ kind, region, id: line }) => `${kind}/${region}/${line}`}
        loading={list.loading}
        loadingText="Reading the plan"
        wrapLines
        header={
          <Header
            variant="h2"
            actions={
              <SegmentedControl
                label="Lines of the plan"
                selectedId={decision}
                options={[
                  { id: 'remove', text: `To remove (${counts.remove})` },
                  { id: 'keep', text: `To keep (${counts.keep})` },
                ]}
                onChange={({ detail }) => show(detail.selectedId)}
              />
            }
          >
            Plan
          </Header>
        }
        pagination={<Paging list={list} />}
        empty={<EmptyState title={decision === 'remove' ? 'Nothing is removed' : 'Nothing is kept'} />}
      />
    </SpaceBetween>
  );
}

import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { keptText } from '../../../core/api/cleanup-words';
import { Money } from '../../shared/money';
import type { Cleanup } from './state';

/** The plan region by region. One that could not be checked is incomplete, and keeps everything. */
export function Regions({ regions }: Pick<Cleanup, 'regions'>) {
  return (
    <Table
      header={<Header variant="h2" counter={`(${regions.length})`} children="Regions" />}
      items={regions}
      trackBy="region"
      wrapLines
      columnDefinitions={[
        { id: 'region', header: 'Region', isRowHeader: true, minWidth: 120, cell: ({ region }) => region },
        {
          id: 'plan',
          header: 'Plan',
          minWidth: 140,
          cell: ({ error }) => (
            <StatusIndicator type={error === undefined ? 'success' : 'warning'}>
              {error === undefined ? 'Complete' : 'Incomplete'}
            </StatusIndicator>
          ),
        },
        { id: 'remove', header: 'To remove', cell: ({ remove }) => remove },
        { id: 'keep', header: 'To keep', cell: ({ keep }) => keep },
        {
          id: 'saving',
          header: 'Saves a month',
          minWidth: 120,
          cell: ({ monthly_saving_usd, measured }) => <Money usd={monthly_saving_usd} measured={measured} />,
        },
        {
          id: 'why',
          header: 'Kept because',
          minWidth: 240,
          cell: (region) => region.error ?? (keptText(region.kept_because) || '-'),
        },
      ]}
    />
  );
}

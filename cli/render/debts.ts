import type { Debt } from '../../core/model/debt';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** Renders the table of resources that could not be removed yet. */
export function renderDebts(debts: readonly Debt[], styles: Styles, width?: number): string {
  if (debts.length === 0) return 'No resources left to remove.\n';
  return renderTable(
    debts,
    [
      { heading: 'WHAT', cell: ({ kind }) => kind },
      { heading: 'ID', cell: ({ id }) => id },
      {
        heading: 'REGION',
        cell: ({ region, account }) => (account === undefined ? region : `${region} of ${account}`),
      },
      { heading: 'SINCE', cell: ({ since }) => since },
      { heading: 'TRIES', cell: ({ attempts }) => String(attempts), drop: 1 },
      { heading: 'BUILD', cell: ({ build_id }) => build_id ?? '', drop: 2 },
      { heading: 'ERROR', cell: ({ error, message }) => `${error}: ${message}`, whole: true },
    ],
    styles,
    width,
  );
}

import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import { columns, firstColumns } from './columns';

export const pageSizes = [20, 50, 100];

/** Chooses the columns of the table and how many images a page has. */
export function TablePreferences({
  shown,
  pageSize,
  onChange,
}: {
  shown: readonly string[];
  pageSize: number;
  onChange: (shown: readonly string[], pageSize: number) => void;
}) {
  return (
    <CollectionPreferences
      title="Preferences"
      confirmLabel="Confirm"
      cancelLabel="Cancel"
      preferences={{ pageSize, visibleContent: shown }}
      pageSizePreference={{
        title: 'Images on a page',
        options: pageSizes.map((value) => ({ value, label: `${value} images` })),
      }}
      visibleContentPreference={{
        title: 'Columns',
        options: [
          {
            label: 'Images',
            options: columns.map(({ id = '', header }) => ({ id, label: String(header), editable: id !== 'name' })),
          },
        ],
      }}
      onConfirm={({ detail }) => onChange(detail.visibleContent ?? firstColumns, detail.pageSize ?? pageSize)}
    />
  );
}

import PropertyFilter from '@cloudscape-design/components/property-filter';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ImageAnswer } from '../../client/types';
import type { ImageFilter } from './filter';
import { filterOfTokens, properties, suggestions, tokensOf } from './tokens';

const views = [
  { id: 'all', text: 'All' },
  { id: 'outdated', text: 'Out of date' },
  { id: 'latest', text: 'Newest of each stack' },
];

/** The filters of the table: a choice of views, and conditions that the API takes. */
export function ImageFilters({
  filter,
  images,
  onChange,
}: {
  filter: ImageFilter;
  images: readonly ImageAnswer[];
  onChange: (filter: ImageFilter) => void;
}) {
  return (
    <SpaceBetween size="xs">
      <SegmentedControl
        label="Images to show"
        selectedId={filter.outdated ? 'outdated' : filter.latest ? 'latest' : 'all'}
        options={views}
        onChange={({ detail: { selectedId } }) =>
          onChange({
            ...filter,
            outdated: selectedId === 'outdated' || undefined,
            latest: selectedId === 'latest' || undefined,
          })
        }
      />
      <PropertyFilter
        query={{ operation: 'and', tokens: tokensOf(filter) }}
        hideOperations
        filteringProperties={properties.map(({ key, label, group }) => ({
          key,
          propertyLabel: label,
          groupValuesLabel: group,
          operators: ['='],
        }))}
        filteringOptions={suggestions(images)}
        filteringPlaceholder="Filter by name, stack, region, tag…"
        filteringAriaLabel="Filter images"
        filteringEmpty="Type a value"
        customGroupsText={[]}
        onChange={({ detail }) => onChange(filterOfTokens(detail.tokens, filter))}
      />
    </SpaceBetween>
  );
}

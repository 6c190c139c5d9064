import { useCollection } from '@cloudscape-design/collection-hooks';
import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useAnswer } from '../../../client/use-answer';
import type { AnswerOf } from '../../../client/types';
import { EmptyState } from '../../../shared/empty-state';
import { ProblemAlert } from '../../../shared/problem-alert';
import { changeOf, versionsToCompare } from './package-change';

interface Row {
  manager: string;
  name: string;
  before?: string;
  version?: string;
}

/** The packages of an image, or what differs from another version. */
export function PackagesTab({
  image,
  from,
  onCompare,
}: {
  image: AnswerOf<'showImage'>;
  from: string | undefined;
  onCompare: (from: string | undefined) => void;
}) {
  const { region, stack, ami_id } = image;
  const versions = useAnswer(
    'listImages',
    stack === undefined
      ? undefined
      : {
          query: {
            stack,
            region,
            deprecated: 'true',
            revoked: 'true',
            sort_by: 'version',
            reverse: 'true',
            limit: '100',
          },
        },
  );
  const options = [
    { value: '', label: 'None: list all packages' },
    ...versionsToCompare(versions.answer?.images ?? [], image).map(({ ami_id: value, version, name }) => ({
      value,
      label: version ?? name,
      description: name,
      tags: [value],
    })),
  ];
  const chosen = options.find(({ value }) => value === (from ?? '')) ?? { value: from ?? '', label: from };
  return (
    <SpaceBetween size="m">
      {stack !== undefined && (
        <FormField label="Compare with another version" description="Versions of this stack in the same region">
          <Select
            selectedOption={chosen}
            options={options}
            filteringType="auto"
            statusType={versions.loading ? 'loading' : versions.problem ? 'error' : 'finished'}
            errorText={versions.problem?.message}
            onChange={({ detail }) => onCompare(detail.selectedOption.value || undefined)}
          />
        </FormField>
      )}
      {from === undefined ? (
        <Packages id={ami_id} region={region} />
      ) : (
        <Difference from={from} to={ami_id} region={region} />
      )}
    </SpaceBetween>
  );
}

function Packages({ id, region }: { id: string; region: string }) {
  const { answer, problem, loading, refresh } = useAnswer('listPackages', { parameters: { id }, query: { region } });
  if (problem) return <ProblemAlert problem={problem} retry={refresh} />;
  return (
    <Rows title="Packages" rows={answer?.packages ?? []} loading={loading} none="The build recorded no packages" />
  );
}

function Difference({ from, to, region }: { from: string; to: string; region: string }) {
  const { answer, problem, loading, refresh } = useAnswer('diffImages', { query: { from, to, region } });
  if (problem) return <ProblemAlert problem={problem} retry={refresh} />;
  const facts = [...(answer?.facts ?? []), ...(answer?.tags ?? []).map((tag) => ({ ...tag, fact: `tag ${tag.fact}` }))];
  return (
    <SpaceBetween size="m">
      {answer?.packages.compared === false && (
        <Alert type="warning" header="The packages cannot be compared">
          No package list: {answer.packages.missing.join(', ')}
        </Alert>
      )}
      <Rows
        title={`Packages that changed since ${answer?.from.name ?? from}`}
        rows={
          answer?.packages.changes.map(({ from: before, to: version, ...one }) => ({ ...one, before, version })) ?? []
        }
        loading={loading}
        none="No package differs"
        changes
      />
      <Table
        variant="borderless"
        items={facts}
        loading={loading}
        header={<Header variant="h2">What else differs</Header>}
        columnDefinitions={[
          { id: 'fact', header: 'Fact', isRowHeader: true, cell: ({ fact }) => fact },
          { id: 'from', header: 'Before', cell: ({ from: before }) => before ?? '-' },
          { id: 'to', header: 'This image', cell: ({ to: after }) => after ?? '-' },
        ]}
        empty={<EmptyState title="Nothing else differs" />}
      />
    </SpaceBetween>
  );
}

function Rows({
  title,
  rows,
  loading,
  none,
  changes = false,
}: {
  title: string;
  rows: readonly Row[];
  loading: boolean;
  none: string;
  changes?: boolean;
}) {
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(rows, {
    filtering: { empty: <EmptyState title={none} />, noMatch: <EmptyState title="No package matches" /> },
    pagination: { pageSize: 50 },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      variant="borderless"
      items={items}
      loading={loading}
      loadingText="Reading packages"
      header={
        <Header variant="h2" counter={loading ? undefined : `(${rows.length})`}>
          {title}
        </Header>
      }
      filter={
        <TextFilter
          {...filterProps}
          filteringAriaLabel="Find packages"
          filteringPlaceholder="Find packages"
          countText={`${filteredItemsCount ?? 0} found`}
        />
      }
      pagination={<Pagination {...paginationProps} />}
      columnDefinitions={[
        { id: 'name', header: 'Package', isRowHeader: true, sortingField: 'name', cell: ({ name }) => name },
        { id: 'manager', header: 'Manager', sortingField: 'manager', cell: ({ manager }) => manager },
        ...(changes
          ? [
              { id: 'before', header: 'Before', cell: ({ before }: Row) => before ?? '-' },
              { id: 'version', header: 'This image', cell: ({ version }: Row) => version ?? '-' },
              { id: 'change', header: 'Change', cell: (row: Row) => changeOf(row) },
            ]
          : [{ id: 'version', header: 'Version', cell: ({ version }: Row) => version ?? '-' }]),
      ]}
    />
  );
}

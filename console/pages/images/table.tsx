import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { usePages } from '../../client/use-pages';
import type { ImageAnswer } from '../../client/types';
import { CommandLine } from '../../shared/command-line';
import { hrefOf, type PageProps } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { Paging } from '../../shared/paging/pages';
import { ProblemAlert } from '../../shared/problem-alert';
import { ImageActions } from './action/menu';
import { columns, firstColumns } from './columns';
import { NoImages } from './empty';
import { addressQuery, columnOrder, filterOf, imagesQuery, listCommand, sortKeys, type ImageFilter } from './filter';
import { ImageFilters } from './filters';
import { pageSizes, TablePreferences } from './preferences';

const ids = columns.map(({ id = '' }) => id);
const keyOf = ({ region, ami_id }: ImageAnswer): string => `${region}/${ami_id}`;

/** The table of images. The API filters, sorts and pages: nothing reads all images to show some. */
export function ImageTable({ route }: PageProps) {
  const filter = filterOf(route);
  const [shown, setShown] = useState<readonly string[]>(firstColumns);
  const [pageSize, setPageSize] = useState(pageSizes[0]!);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const list = usePages('listImages', { query: imagesQuery(filter, pageSize) }, { refreshEvery: 15_000 });
  const images = list.answer?.images ?? [];
  const chosen = images.filter((image) => selected.includes(keyOf(image)));
  const show = (wanted: ImageFilter): void => navigate(hrefOf('images', [], addressQuery(wanted)), { replace: true });
  return (
    <SpaceBetween size="s">
      {list.problem && <ProblemAlert problem={list.problem} retry={list.refresh} />}
      <Table
        variant="full-page"
        columnDefinitions={columns}
        columnDisplay={columnOrder(ids, filter.outdated).map((id) => ({ id, visible: shown.includes(id) }))}
        items={images}
        trackBy={keyOf}
        selectionType="multi"
        selectedItems={chosen}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems.map(keyOf))}
        ariaLabels={{
          selectionGroupLabel: 'Selection of images',
          allItemsSelectionLabel: () => 'Select all images of this page',
          itemSelectionLabel: (_, image) => `Select ${image.name} in ${image.region}`,
          tableLabel: 'Images',
        }}
        sortingColumn={{ sortingField: filter.sort ?? 'age' }}
        sortingDescending={filter.reverse === true}
        onSortingChange={({ detail }) =>
          show({
            ...filter,
            sort: sortKeys.find((key) => key === detail.sortingColumn.sortingField),
            reverse: detail.isDescending === true ? true : undefined,
          })
        }
        loading={list.loading}
        loadingText="Reading images"
        resizableColumns
        stickyHeader
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={chosen.length > 0 ? `(${chosen.length} selected)` : undefined}
            description={<CommandLine words={listCommand(filter)} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh" loading={list.refreshing} onClick={list.refresh} />
                <ImageActions images={chosen} onDone={() => setSelected([])} />
              </SpaceBetween>
            }
          >
            Images
          </Header>
        }
        filter={<ImageFilters filter={filter} images={images} onChange={show} />}
        pagination={<Paging list={list} />}
        preferences={
          <TablePreferences
            shown={shown}
            pageSize={pageSize}
            onChange={(columnsShown, size) => {
              setShown(columnsShown);
              setPageSize(size);
            }}
          />
        }
        empty={<NoImages failed={list.problem !== undefined} filter={filter} onClear={() => show({})} />}
      />
    </SpaceBetween>
  );
}

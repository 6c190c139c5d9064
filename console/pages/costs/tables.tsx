import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { AnswerOf } from '../../client/types';
import { Money } from '../../shared/money';
import { PageLink } from '../../shared/navigation/page-link';
import { Paging } from '../../shared/paging/pages';
import { usePart } from '../../shared/paging/use-part';
import { Small } from '../../shared/small';
import { addressQuery, type CostQuestion } from './question';
import { sizeText, sumText, type SumRow } from './sums';

const pageSize = 20;

/** The sums of stacks or regions. The name of one shows the costs of it alone. */
export function SumTable({
  title,
  rows,
  by,
  question,
}: {
  title: string;
  rows: readonly SumRow[];
  by: 'stack' | 'region';
  question: CostQuestion;
}) {
  const part = usePart(rows, pageSize);
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${rows.length})`}>
          {title}
        </Header>
      }
      items={part.items}
      pagination={part.known > 1 && <Paging list={part} />}
      trackBy="id"
      columnDefinitions={[
        {
          id: by,
          header: by === 'stack' ? 'Stack' : 'Region',
          isRowHeader: true,
          cell: ({ id, title: name }) =>
            id === '' ? (
              name
            ) : (
              <PageLink page="costs" query={addressQuery({ ...question, [by]: id })}>
                {name}
              </PageLink>
            ),
        },
        { id: 'images', header: 'Images', cell: ({ images }) => images },
        { id: 'size', header: 'Stored', cell: (row) => sizeText(row) },
        { id: 'usd', header: 'A month', cell: (row) => sumText(row) },
      ]}
    />
  );
}

/** What each image costs, the most expensive first. */
export function ImageCosts({ images }: { images: AnswerOf<'readCosts'>['images'] }) {
  const part = usePart(images, pageSize);
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${images.length})`}>
          Images
        </Header>
      }
      items={part.items}
      pagination={part.known > 1 && <Paging list={part} />}
      trackBy={({ region, ami_id }) => `${region}/${ami_id}`}
      wrapLines
      columnDefinitions={[
        {
          id: 'name',
          header: 'Name',
          isRowHeader: true,
          cell: ({ name, region, ami_id }) => (
            <>
              <PageLink page="images" segments={[region, ami_id]}>
                {name}
              </PageLink>
              <Small>{ami_id}</Small>
            </>
          ),
        },
        { id: 'region', header: 'Region', cell: ({ region }) => region },
        { id: 'stack', header: 'Stack', cell: ({ stack }) => stack ?? '-' },
        { id: 'version', header: 'Version', cell: ({ version }) => version ?? '-' },
        { id: 'size', header: 'Stored', cell: (line) => sizeText(line) },
        { id: 'usd', header: 'A month', cell: ({ usd, measured }) => <Money usd={usd} measured={measured} /> },
      ]}
    />
  );
}

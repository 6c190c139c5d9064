import type { ReferenceChangeAnswer, RegisteredAnswer } from '../client/answers';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** Renders a line for each image whose registered references changed. */
export function renderReferenceChange({ references }: ReferenceChangeAnswer, words: string): string {
  return references.map(({ ami_id, region, name }) => `${ami_id} in ${region}: ${words} ${name}\n`).join('');
}

/** Renders the table of registered references. */
export function renderRegistered(references: RegisteredAnswer['references'], styles: Styles, width?: number): string {
  return renderTable(
    references,
    [
      { heading: 'NAME', cell: ({ name }) => name, cut: 'middle' },
      { heading: 'AMI ID', cell: ({ ami_id }) => ami_id },
      { heading: 'REGION', cell: ({ region }) => region },
      {
        heading: 'UNTIL',
        cell: ({ until, expired }) => (until === undefined ? '' : `${until}${expired ? ' (expired)' : ''}`),
      },
      { heading: 'REASON', cell: ({ reason }) => reason ?? '', cut: 'end' },
      { heading: 'URL', cell: ({ url }) => url ?? '', whole: true },
    ],
    styles,
    width,
  );
}

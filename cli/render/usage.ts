import type { ReferencesAnswer } from '../client/answers';
import { renderBlock } from './layout/details';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** Renders the table of what uses an image and its copies; a sentence if nothing does or the usage is unknown. */
export function renderUsage({ references, unread }: ReferencesAnswer, styles: Styles, width?: number): string {
  if (references.length === 0)
    return unread.length > 0 ? 'No usage found, but some sources could not be checked.\n' : 'No usage found.\n';
  return renderTable(
    references,
    [
      { heading: 'USED BY', cell: ({ kind }) => kind },
      { heading: 'NAME', cell: ({ name }) => name, cut: 'middle' },
      { heading: 'DETAIL', cell: ({ detail }) => detail ?? '', cut: 'end' },
      { heading: 'AMI ID', cell: ({ ami_id }) => ami_id },
      { heading: 'REGION', cell: ({ region }) => region },
    ],
    styles,
    width,
  );
}

/** Renders what uses an image and its copies as a block; includes sources that could not be checked. */
export function renderUsedBy({ references, unread }: ReferencesAnswer, styles: Styles): string {
  const used = references.map(({ kind, name, detail, region }) =>
    [kind, name, detail, region].filter(Boolean).join('  '),
  );
  return renderBlock(
    'Used by',
    [...used, ...unread.map(({ kind, region, reason }) => `unknown: ${kind} in ${region}: ${reason}`)],
    styles,
  );
}

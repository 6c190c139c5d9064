import type { ReferencesAnswer } from '../client/answers';
import { renderBlock } from './layout/details';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** The table of what uses an image and its copies; a sentence when nothing does, or when nobody knows. */
export function renderUsage({ references, unread }: ReferencesAnswer, styles: Styles, width?: number): string {
  if (references.length === 0)
    return unread.length > 0
      ? 'Nothing was found that uses it, but not everything could be looked at.\n'
      : 'Nothing uses it.\n';
  return renderTable(
    references,
    [
      { heading: 'USED BY', cell: ({ kind }) => kind },
      { heading: 'NAME', cell: ({ name }) => name, shrinkable: true },
      { heading: 'DETAIL', cell: ({ detail }) => detail ?? '', shrinkable: true },
      { heading: 'AMI ID', cell: ({ ami_id }) => ami_id },
      { heading: 'REGION', cell: ({ region }) => region },
    ],
    styles,
    width,
  );
}

/** What uses an image and its copies, as a part of what is shown of it; what could not be looked at is said too. */
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

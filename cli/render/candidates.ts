import type { ResolveAnswer } from '../client/answers';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** The explanation of a result. */
export type Explained = Pick<ResolveAnswer, 'reason' | 'candidates'>;

/** Renders the reason and the table of all candidates, the selected one first. */
export function renderCandidates({ reason, candidates }: Explained, styles: Styles, width?: number): string {
  const sorted = [...candidates].sort((one, other) => Number(other.taken) - Number(one.taken));
  const table = renderTable(
    sorted,
    [
      { heading: 'AMI ID', cell: ({ ami_id }) => ami_id },
      { heading: 'NAME', cell: ({ name }) => name, cut: 'middle' },
      { heading: 'VERSION', cell: ({ version }) => version ?? '' },
      { heading: 'REGION', cell: ({ region }) => region },
      { heading: 'TAKEN', cell: ({ taken }) => (taken ? 'yes' : 'no') },
      { heading: 'WHY', cell: (candidate) => candidate.reason, whole: true },
    ],
    styles,
    width,
  );
  return `${reason}\n\n${table}`;
}

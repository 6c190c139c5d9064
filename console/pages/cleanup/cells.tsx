import Box from '@cloudscape-design/components/box';
import { PageLink } from '../../shared/navigation/page-link';
import type { Entry } from './state';

type Line = Pick<Entry, 'kind' | 'id' | 'region' | 'name' | 'unmanaged' | 'reasons' | 'snapshots'>;

/** Shows an image of a plan with its id and its snapshots, as a link if spawn manages it, or a snapshot. */
export function Subject({ line: { kind, id, region, name, unmanaged, snapshots } }: { line: Line }) {
  const shown = name || id;
  const ids = [id, ...snapshots.filter((snapshot) => snapshot !== id)];
  return (
    <>
      {kind === 'image' && !unmanaged ? (
        <PageLink page="images" segments={[region, id]}>
          {shown}
        </PageLink>
      ) : (
        shown
      )}
      <Box fontSize="body-s" color="text-body-secondary">
        {(name ? ids : ids.slice(1)).map((each) => (
          <div key={each}>{each}</div>
        ))}
      </Box>
    </>
  );
}

/** Shows all reasons of a decision, a line each. */
export function Why({ line: { reasons }, note }: { line: Line; note?: string }) {
  return (
    <>
      {[...reasons, ...(note === undefined ? [] : [note])].map((reason) => (
        <div key={reason}>{reason}</div>
      ))}
    </>
  );
}

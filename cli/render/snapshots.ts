import { formatAge } from '../../core/lib/duration';
import type { SnapshotAnswer } from '../client/answers';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** Returns the JSON and YAML fields of a snapshot, under the names that spawn prints today. */
export function snapshotFields(snapshot: SnapshotAnswer): Record<string, unknown> {
  return {
    SnapshotID: snapshot.snapshot_id,
    VolumeSize: snapshot.size_gb,
    State: snapshot.state,
    StartTime: snapshot.started_at,
    Encrypted: snapshot.encrypted,
    Description: snapshot.description ?? '',
    SharedWith: snapshot.shared_with ?? [],
  };
}

/** Renders the table of an image's snapshots. */
export function renderSnapshots(
  snapshots: readonly SnapshotAnswer[],
  now: Date,
  styles: Styles,
  width?: number,
): string {
  return renderTable(
    snapshots,
    [
      { heading: 'SNAPSHOT', cell: (snapshot) => snapshot.snapshot_id },
      { heading: 'SIZE', cell: (snapshot) => `${snapshot.size_gb}GB` },
      { heading: 'STATE', cell: (snapshot) => snapshot.state },
      { heading: 'ENCRYPTED', cell: (snapshot) => (snapshot.encrypted ? 'yes' : 'no') },
      { heading: 'AGE', cell: (snapshot) => formatAge(new Date(snapshot.started_at), now) },
      { heading: 'SHARED', cell: (snapshot) => (snapshot.shared_with ?? []).join(','), cut: 'end' },
    ],
    styles,
    width,
  );
}

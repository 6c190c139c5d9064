import type { PageProps } from '../../shared/navigation/route';
import { NewBuild } from './new/form';
import { RunTable } from './table';
import { RunView } from './view';

/** Builds and operations: the table, a new build (`#/builds/new`), or one of them (`#/builds/bld-…`). */
export function BuildsPage({ route }: PageProps) {
  const [id] = route.segments;
  if (id === undefined) return <RunTable route={route} />;
  // Another run starts with a log of its own.
  return id === 'new' ? <NewBuild route={route} /> : <RunView key={id} id={id} />;
}

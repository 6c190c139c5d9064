import type { PageProps } from '../../shared/navigation/route';
import { NewPlan } from './new/form';
import { CleanupTable } from './table';
import { CleanupView } from './view';

/** Cleanups: the list, a new plan (`#/cleanup/new`), or one of them with its plan and results (`#/cleanup/cln-…`). */
export function CleanupPage({ route }: PageProps) {
  const [id] = route.segments;
  if (id === undefined) return <CleanupTable />;
  return id === 'new' ? <NewPlan route={route} /> : <CleanupView key={id} id={id} route={route} />;
}

import type { Run, RunKind } from '../../core/model/run';
import { findAll } from './store/queries';

const kinds: RunKind[] = ['build', 'test', 'replicate'];

/** All runs that use an image while they are under way, read from the index of those that run. */
export async function runsUnderWay(): Promise<Run[]> {
  const found = await Promise.all(kinds.map((kind) => findAll<Run>({ index: 'gsi2', partition: `RUNNING#${kind}` })));
  return found.flat();
}

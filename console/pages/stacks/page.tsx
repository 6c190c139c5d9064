import type { PageProps } from '../../shared/navigation/route';
import { StackTable } from './table';
import { StackView } from './view';

/** The stacks: the table, or one of them (`#/stacks/pytorch?tab=channels`). */
export function StacksPage({ route }: PageProps) {
  const [stack] = route.segments;
  return stack === undefined ? <StackTable /> : <StackView key={stack} stack={stack} query={route.query} />;
}

import type { PageProps } from '../../shared/navigation/route';
import { NightTable } from './table';
import { NightView } from './view';

/** The nightly runs: the table, or one report (`#/nights/…` by id, by date, or `latest`). */
export function NightsPage({ route }: PageProps) {
  const [night] = route.segments;
  return night === undefined ? <NightTable /> : <NightView id={night} />;
}

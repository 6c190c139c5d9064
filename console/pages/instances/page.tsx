import type { PageProps } from '../../shared/navigation/route';
import { LaunchInstance } from './launch-form';
import { InstanceTable } from './table';
import { InstanceView } from './view';

/** The instances: the table, one of them (`#/instances/us-east-1/i-…`), or the launch of one (`#/instances/launch`). */
export function InstancesPage({ route }: PageProps) {
  const [region, id] = route.segments;
  if (region === 'launch') return <LaunchInstance key={JSON.stringify(route.query)} route={route} />;
  return region !== undefined && id !== undefined ? (
    <InstanceView region={region} id={id} />
  ) : (
    <InstanceTable route={route} />
  );
}

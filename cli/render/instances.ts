import { formatAge } from '../../core/lib/duration';
import type { InstanceAnswer } from '../client/answers';
import { renderDetails } from './layout/details';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** Renders the table of instances. */
export function renderInstances(
  instances: readonly InstanceAnswer[],
  now: Date,
  styles: Styles,
  width?: number,
): string {
  return renderTable(
    instances,
    [
      { heading: 'NAME', cell: (instance) => instance.name ?? '', cut: 'middle' },
      { heading: 'INSTANCE ID', cell: (instance) => instance.instance_id },
      { heading: 'TYPE', cell: (instance) => instance.instance_type, drop: 7 },
      { heading: 'STATE', cell: (instance) => instance.state },
      { heading: 'REGION', cell: (instance) => instance.region, drop: 5 },
      { heading: 'PUBLIC IP', cell: (instance) => instance.public_ip ?? '', drop: 4 },
      { heading: 'AMI ID', cell: (instance) => instance.ami_id, drop: 1 },
      {
        heading: 'STACK',
        cell: (instance) => [instance.stack, instance.version].filter(Boolean).join(' '),
        cut: 'end',
        drop: 2,
      },
      { heading: 'TTL', cell: (instance) => instance.ttl ?? '', drop: 6 },
      { heading: 'AGE', cell: (instance) => formatAge(new Date(instance.launch_time), now), drop: 3 },
    ],
    styles,
    width,
  );
}

/** Renders one instance, as `launch` prints it. */
export function renderInstance(instance: InstanceAnswer, styles: Styles): string {
  return renderDetails(
    [
      ['Name', instance.name],
      ['Instance ID', instance.instance_id],
      ['Type', instance.instance_type],
      ['State', instance.state],
      ['Region', [instance.region, instance.availability_zone].filter(Boolean).join(', ')],
      ['AMI ID', instance.ami_id],
      ['Public IP', instance.public_ip],
      ['Private IP', instance.private_ip],
      [
        'TTL',
        instance.ttl === undefined
          ? undefined
          : `${instance.ttl}${instance.ttl_deadline === undefined ? '' : ` (until ${instance.ttl_deadline})`}`,
      ],
    ],
    styles,
  );
}

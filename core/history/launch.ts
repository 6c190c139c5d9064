import type { Ec2Instance } from '../model/ec2';
import type { HistoryEvent } from './record';

/** Returns the event of a launch by a person, with the image that was chosen. */
export function launchEvent(
  image: { ami_id: string; stack?: string; name: string },
  launched: readonly Pick<Ec2Instance, 'instance_id' | 'region' | 'instance_type'>[],
  by: string,
  now: Date,
): HistoryEvent {
  const [first] = launched;
  return {
    time: now.toISOString(),
    action: 'launched',
    by,
    stack: image.stack,
    region: first?.region,
    ami_id: image.ami_id,
    instance_ids: launched.map(({ instance_id }) => instance_id),
    detail: `${launched.length} ${first?.instance_type} of ${image.name}`,
  };
}

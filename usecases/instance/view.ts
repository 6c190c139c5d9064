import type { Ec2Instance } from '../../core/model/ec2';
import { tagKeys } from '../../core/tags';

/**
 * Returns an instance as the API shows it. Stack and version are those of its image: the instance's own version tag is
 * the version of the command.
 */
export function instanceView(
  instance: Ec2Instance,
  image?: { stack?: string; version?: string },
): Record<string, unknown> {
  const { tags } = instance;
  return {
    instance_id: instance.instance_id,
    name: instance.name,
    state: instance.state,
    instance_type: instance.instance_type,
    ami_id: instance.image_id,
    region: instance.region,
    availability_zone: instance.availability_zone,
    launch_time: instance.launch_time,
    public_ip: instance.public_ip,
    private_ip: instance.private_ip,
    ttl: tags[tagKeys.ttl],
    ttl_deadline: tags[tagKeys.ttlDeadline],
    stack: image?.stack,
    version: image?.version,
    tags,
  };
}

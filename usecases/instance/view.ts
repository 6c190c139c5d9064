import type { Ec2Instance } from '../../core/model/ec2';
import { tagKeys } from '../../core/tags';

/**
 * An instance as the API tells of it; stack and version are its image's, since the tag of that name on an instance is
 * the command's version.
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

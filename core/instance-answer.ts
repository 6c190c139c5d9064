import type { InstanceAnswer } from './api-answers';
import type { Ec2Instance } from './ec2-facts';
import type { Image } from './image';
import { tagKeys } from './tags';

/** An instance as the API shows it; stack and version are those of its image, since an instance's own version tag is another. */
export function instanceOf(instance: Ec2Instance, image?: Pick<Image, 'stack' | 'version'>): InstanceAnswer {
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
    ttl: instance.tags[tagKeys.ttl],
    ttl_deadline: instance.tags[tagKeys.ttlDeadline],
    stack: image?.stack,
    version: image?.version,
    tags: instance.tags,
  };
}

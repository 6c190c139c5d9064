import { onlineInstances } from '../../aws/instance/commands';
import { environment } from '../../aws/client/environment';
import { describeInstances } from '../../aws/instance/describe';
import type { Ec2Instance } from '../../core/model/ec2';
import { agentOffline, checkConnectable } from '../../core/instance/command';
import { chooseInstance, queryOfInstance } from '../../core/instance/name';

/** Returns the instance with an id or a name. Throws InstanceNotFound or AmbiguousName. */
export async function findInstance(region: string, idOrName: string): Promise<Ec2Instance> {
  return chooseInstance(await describeInstances(region, queryOfInstance(idOrName)), idOrName);
}

/**
 * Returns an instance that this deployment manages, that runs and whose agent is online. Throws NotManaged or
 * WrongState otherwise.
 */
export async function findConnectable(region: string, idOrName: string): Promise<Ec2Instance> {
  const instance = await findInstance(region, idOrName);
  checkConnectable(instance, environment().settings.managed_tags);
  const [online] = await onlineInstances(region, [instance.instance_id]);
  if (online === undefined) throw agentOffline(instance);
  return instance;
}

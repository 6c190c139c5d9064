import { terminateInstances } from '../../../aws/end-instances';
import { environment } from '../../../aws/environment';
import { describeInstances } from '../../../aws/instances';
import { regionQuery } from '../../../core/api-requests';
import { checkOurs, chooseInstance, queryOfInstance } from '../../../core/instance-name';
import { parse, type HttpAnswer, type HttpRequest } from '../http';
import { instanceView } from './instance-view';

/** Terminates one instance by id or name. Throws InstanceNotFound, AmbiguousName or NotManaged before that. */
export async function terminateInstance({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { region = environment().homeRegion } = parse(regionQuery, query);
  const id = path.id ?? '';
  const instance = chooseInstance(await describeInstances(region, queryOfInstance(id)), id);
  checkOurs(instance, environment().settings.managed_tags);
  await terminateInstances(region, [instance.instance_id]);
  return { status: 200, body: instanceView({ ...instance, state: 'shutting-down' }) };
}

import { terminateInstances } from '../../../aws/instance/end';
import { environment } from '../../../aws/client/environment';
import { describeInstances } from '../../../aws/instance/describe';
import { regionQuery } from '../../../core/api/contract/requests';
import { checkOurs, chooseInstance, queryOfInstance } from '../../../core/instance/name';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { instanceView } from '../../../usecases/instance/view';

/** Terminates one instance by id or name. Throws InstanceNotFound, AmbiguousName or NotManaged before that. */
export async function terminateInstance({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { region = environment().homeRegion } = parse(regionQuery, query);
  const id = path.id ?? '';
  const instance = chooseInstance(await describeInstances(region, queryOfInstance(id)), id);
  checkOurs(instance, environment().settings.managed_tags);
  await terminateInstances(region, [instance.instance_id]);
  return { status: 200, body: instanceView({ ...instance, state: 'shutting-down' }) };
}

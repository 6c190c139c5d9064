import { environment } from '../../../aws/environment';
import { describeInstances } from '../../../aws/instances';
import { listInstancesQuery } from '../../../core/api-requests';
import { isOurs } from '../../../core/instance-tags';
import { splitTags } from '../../../core/user-tags';
import { parse, type HttpAnswer, type HttpRequest } from '../http';
import { instanceView } from './instance-view';

/** Instances that spawn manages, newest first, in one region or in all of the deployment. */
export async function listInstances({ query }: HttpRequest): Promise<HttpAnswer> {
  const asked = parse(listInstancesQuery, query);
  const { homeRegion, regions, settings } = environment();
  const wanted = asked.region === 'all' ? regions : [asked.region ?? homeRegion];
  const tags = asked.tag === undefined ? undefined : splitTags([asked.tag]);
  const named = asked.name === undefined ? {} : asked.name.startsWith('i-') ? { ids: [asked.name] } : { name: asked.name };
  const found = await Promise.all(wanted.map((region) => describeInstances(region, { ...named, tags, states: asked.state && [asked.state] })));
  const ours = found.flat().filter((instance) => isOurs(instance.tags, settings.managed_tags));
  ours.sort((a, b) => b.launch_time.localeCompare(a.launch_time) || a.instance_id.localeCompare(b.instance_id));
  return { status: 200, body: { instances: ours.map(instanceView) } };
}

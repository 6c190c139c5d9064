import { getImage } from '../../../aws/catalog/images';
import { environment } from '../../../aws/client/environment';
import { describeInstances } from '../../../aws/instance/describe';
import { listInstancesQuery } from '../../../core/api/contract/requests';
import type { Image } from '../../../core/model/image';
import { queryOfInstance } from '../../../core/instance/name';
import { isOurs } from '../../../core/instance/tags';
import { splitTags } from '../../../core/model/user-tags';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { instanceView } from '../../../usecases/instance/view';

function imageOf(key: string): Promise<Image | undefined> {
  const [region = '', id = ''] = key.split(' ');
  return getImage(region, id);
}

/** Returns the instances that spawn manages, newest first, in one region or in all regions of the deployment. */
export async function listInstances({ query }: HttpRequest): Promise<HttpAnswer> {
  const asked = parse(listInstancesQuery, query);
  const { homeRegion, regions, settings } = environment();
  const wanted = asked.region === 'all' ? regions : [asked.region ?? homeRegion];
  const tags = asked.tag === undefined ? undefined : splitTags([asked.tag]);
  const named = asked.name === undefined ? {} : queryOfInstance(asked.name);
  const found = await Promise.all(
    wanted.map((region) => describeInstances(region, { ...named, tags, states: asked.state && [asked.state] })),
  );
  const ours = found.flat().filter((instance) => isOurs(instance.tags, settings.managed_tags));
  ours.sort((a, b) => b.launch_time.localeCompare(a.launch_time) || a.instance_id.localeCompare(b.instance_id));
  const images = new Map(
    await Promise.all(
      [...new Set(ours.map(({ region, image_id }) => `${region} ${image_id}`))].map(
        async (key) => [key, await imageOf(key)] as const,
      ),
    ),
  );
  return {
    status: 200,
    body: {
      instances: ours.map((instance) => instanceView(instance, images.get(`${instance.region} ${instance.image_id}`))),
    },
  };
}

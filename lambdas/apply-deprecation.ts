import { enableImageDeprecation } from '../aws/image-deprecation';
import { tagResources } from '../aws/resource-tags';
import type { DeprecationChange } from '../core/deprecation';

/** Makes a deprecation of one image true in EC2: its own time where that changes, then our tags. */
export async function applyDeprecation({ region, ami_id }: { region: string; ami_id: string }, { deprecate_at, tags }: DeprecationChange): Promise<void> {
  if (deprecate_at) await enableImageDeprecation(region, ami_id, deprecate_at);
  await tagResources(region, [ami_id], tags);
}

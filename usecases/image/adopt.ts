import { recordImageEvent } from '../../aws/catalog/image-events';
import { findImage, getImage, saveImage } from '../../aws/catalog/images';
import { environment } from '../../aws/client/environment';
import { putEvent } from '../../aws/flow/events';
import { describeImage } from '../../aws/image/describe';
import { adoptionTags } from '../../core/catalog/adoption';
import { knownOwners } from '../../core/model/base';
import { catalogRecord } from '../../core/catalog/record';
import type { Ec2Image } from '../../core/model/ec2';
import { SpawnError } from '../../core/errors';
import type { Image } from '../../core/model/image';
import type { TagImageAnswer } from '../../core/api/contract/image-change';
import { eventOfPerson } from '../../core/image/event';
import type { TagChange } from '../../core/image/tag-change';
import { checkTagCount } from '../../core/model/user-tags';
import { moveLatest } from '../channel/move-latest';
import { tagWithSnapshots } from './tag-with-snapshots';
import type { HttpRequest } from '../runtime/http';

/** Returns the source of an image according to EC2: its catalog record, or the name of a vendor's image. */
async function sourceOf({ region, source_image_id }: Ec2Image): Promise<{ source?: Image; source_name?: string }> {
  if (source_image_id === undefined) return {};
  const source = await findImage(source_image_id);
  if (source) return { source };
  return {
    source_name: (await describeImage(region, source_image_id, knownOwners(environment().settings.base_owners)))?.name,
  };
}

/**
 * Brings an image that was made elsewhere under management: tags it and its snapshots in EC2, then adds it to the
 * catalog.
 */
export async function adoptImage(image: Ec2Image, change: TagChange, request: HttpRequest): Promise<TagImageAnswer> {
  if (change.remove.length > 0) {
    throw new SpawnError(
      'NotManaged',
      `${image.image_id} is not under management yet, so its tags cannot be removed: bring it under management first, without --remove-tag.`,
      { ami_id: image.image_id },
    );
  }
  const { now } = request;
  const tags = adoptionTags(image, change, { deployment: environment().deployment, ...(await sourceOf(image)), now });
  const all = { ...image.tags, ...tags };
  checkTagCount(all, change.tags);
  const record = catalogRecord({ ...image, ami_id: image.image_id, tags: all, now });
  const tagging = { ami_id: record.ami_id, set: tags, remove: [], tags: all };
  await tagWithSnapshots(
    image.region,
    tagging,
    record.snapshots.map(({ snapshot_id }) => snapshot_id),
  );
  const saved = await saveImage(record);
  await recordImageEvent(eventOfPerson(request.caller, saved, 'adopted', now));
  if (saved.stack !== undefined) await moveLatest({ stack: saved.stack, variant: saved.variant }, [saved]);
  await putEvent('Image Adopted', {
    ami_id: saved.ami_id,
    region: saved.region,
    stack: saved.stack,
    version: saved.version,
  });
  return { adopted: true, changed: true, images: [(await getImage(saved.region, saved.ami_id)) ?? saved], gone: [] };
}

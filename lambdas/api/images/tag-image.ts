import { findImage, getImage, saveImage } from '../../../aws/catalog/images';
import { environment } from '../../../aws/client/environment';
import { putEvent } from '../../../aws/flow/events';
import { describeImage } from '../../../aws/image/describe';
import { vendorOwners } from '../../../core/model/base';
import { catalogRecord } from '../../../core/catalog/record';
import type { Ec2Image } from '../../../core/model/ec2';
import { SpawnError } from '../../../core/errors';
import type { Image } from '../../../core/model/image';
import { tagImageRequest } from '../../../core/api/contract/image-change';
import { checkChangeable } from '../../../core/image/check';
import { allChannels, strandedWarnings, type MovedChannels } from '../../../core/channel/moves';
import { atHome, locationOf } from '../../../core/model/location';
import { signedTagsWarning } from '../../../core/provenance/statement';
import { readTagChange, retag, type TagChange } from '../../../core/image/tag-change';
import { tagKeys } from '../../../core/tags';
import { checkTagCount } from '../../../core/model/user-tags';
import { moveChannels } from '../../../usecases/channel/move';
import { moveLatest } from '../../../usecases/channel/move-latest';
import { tagWithSnapshots } from '../../../usecases/image/tag-with-snapshots';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { checkRegions } from '../../../usecases/build/check-regions';
import { adoptImage } from '../../../usecases/image/adopt';
import { answerOfChange, changeImages, releaseInAllAccounts, type ImageChange } from '../../../usecases/image/change';

/**
 * Returns an image as EC2 describes it. Throws ForeignOwner for a vendor's image, and ImageNotFound when this account
 * has no such image in the region.
 */
async function requireOwn(region: string, id: string): Promise<Ec2Image> {
  const own = await describeImage(region, id);
  if (own && own.state !== 'deregistered') return own;
  const foreign = own ? undefined : await describeImage(region, id, vendorOwners(environment().settings.base_owners));
  if (foreign)
    throw new SpawnError(
      'ForeignOwner',
      `${id} belongs to ${foreign.owner_alias ?? `account ${foreign.owner_id}`}, and only its owner can tag it: copy it first.`,
      { ami_id: id, owner_id: foreign.owner_id },
    );
  throw new SpawnError(
    'ImageNotFound',
    `this account has no image ${id} in ${region}: check the id, or name its region.`,
    { ami_id: id, region },
  );
}

/** Tags an image of ours with its snapshots and copies, or brings an image that was made elsewhere under management. */
export async function tagImage(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(tagImageRequest, request.body);
  const id = request.path.id ?? '';
  const change = readTagChange(body);
  const known = body.region === undefined ? await findImage(id) : await getImage(body.region, id);
  const region = body.region ?? known?.region ?? environment().homeRegion;
  await checkRegions([region]);
  const image = await requireOwn(region, id);
  if (image.tags[tagKeys.deployment] !== environment().deployment)
    return { status: 200, body: await adoptImage(image, change, request) };
  const record = known ?? catalogRecord({ ...image, ami_id: id, now: request.now });
  checkChangeable(record, environment().deployment, 'tagged');
  if (!known) await saveImage(record);
  return {
    status: 200,
    body: {
      ...(await tagRelease(record, await releaseInAllAccounts(record, body.region), change, request)),
      adopted: false,
    },
  };
}

async function tagRelease(image: Image, release: readonly Image[], change: TagChange, request: HttpRequest) {
  const warnings = new Set<string>();
  const channels: MovedChannels[] = [];
  const changes = release.flatMap((each): ImageChange[] => {
    const changed = retag(each, change, request.now);
    if (!changed) return [];
    checkTagCount(changed.image.tags, change.tags);
    const warning = signedTagsWarning(each, changed);
    if (warning !== undefined) warnings.add(warning);
    const tagging = { ami_id: each.ami_id, set: changed.tags, remove: changed.remove, tags: changed.image.tags };
    const act = () =>
      tagWithSnapshots(
        locationOf(each),
        tagging,
        each.snapshots.map(({ snapshot_id }) => snapshot_id),
      );
    const detail = [
      ...Object.entries(changed.tags).map(([key, value]) => `${key}=${value}`),
      ...changed.remove.map((key) => `without ${key}`),
    ].join(', ');
    return [{ image: each, act, record: (record) => retag(record, change, request.now)?.image, detail }];
  });
  const result = await changeImages(changes, 'tagged', request);
  const after = result.changed.find(({ ami_id }) => ami_id === image.ami_id) ?? image;
  const hasMoved =
    [after.stack, after.version, after.variant].join('\n') !== [image.stack, image.version, image.variant].join('\n');
  // Both the old and the new stack may have another latest image. Channels point only to releases of their own stack
  // and variant.
  for (const stack of new Set(hasMoved ? [image.stack, after.stack] : [])) {
    if (stack === undefined) continue;
    await moveLatest({ stack }, atHome(result.changed));
    channels.push(
      await moveChannels(
        { stack, fresh: atHome(result.changed), by: request.caller, now: request.now },
        `${image.name} was tagged as another release`,
      ),
    );
  }
  if (result.changed.length > 0)
    await putEvent('Image Tagged', {
      ami_id: image.ami_id,
      images: result.changed.map(({ ami_id, region, account }) => ({ ami_id, region, account })),
    });
  const moved = allChannels(channels);
  return {
    ...(await answerOfChange(image.ami_id, release, result)),
    channels: moved.moved,
    warnings: [...warnings, ...strandedWarnings(moved)],
  };
}

import { allImages, listImagesOfStack } from '../../../aws/catalog/releases';
import { environment } from '../../../aws/client/environment';
import { putEvent } from '../../../aws/flow/events';
import { disableImageDeprecation } from '../../../aws/image/deprecation';
import { untagResources } from '../../../aws/client/resource-tags';
import {
  deprecate,
  deprecationKeys,
  deprecationTime,
  deprecationWith,
  undeprecate,
  type Deprecation,
} from '../../../core/image/deprecation';
import { parseSchedule } from '../../../core/image/schedule';
import { descendantsOf } from '../../../core/image/descendants';
import type { Image } from '../../../core/model/image';
import { deprecateImageRequest, undeprecateImageQuery } from '../../../core/api/contract/image-change';
import { allChannels, strandedWarnings, type MovedChannels } from '../../../core/channel/moves';
import { locationOf } from '../../../core/model/location';
import { checkReplacement, replacementIn, replacementWarnings } from '../../../core/release/images';
import { lostLastUsable } from '../../../core/release/stale-images';
import { applyDeprecation } from '../../../usecases/image/apply-deprecation';
import { moveAll } from '../../../usecases/channel/move-all';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import {
  answerOfChange,
  changeImages,
  copiesInMembers,
  releaseInAllAccounts,
  releaseOf,
  type ChangedImages,
  type ImageChange,
} from '../../../usecases/image/change';
import { changeableOf } from '../../../usecases/image/descendants';
import { requireImage } from '../../../usecases/image/find';
import { requireChangeable } from '../../../usecases/image/require-changeable';

/** Returns the replacement of each image, undefined if none was requested, and warnings about it. */
async function replacements(
  id: string | undefined,
  image: Image,
  release: readonly Image[],
): Promise<{ replacementOf: (image: Image) => string | undefined; doubts: string[] }> {
  if (id === undefined) return { replacementOf: () => undefined, doubts: [] };
  const replacement = checkReplacement(await requireImage(id), release);
  const copies = await releaseInAllAccounts(replacement);
  return {
    replacementOf: (each) => replacementIn(locationOf(each), replacement, copies),
    doubts: replacementWarnings(replacement, image),
  };
}

/**
 * Deprecates an image and its copies, in our tags and in EC2; on request also the images that were built on it. Refuses
 * an image of another deployment, an image that is not published, and an unsuitable replacement.
 */
export async function deprecateImage(request: HttpRequest): Promise<HttpAnswer> {
  const { now, path } = request;
  const body = parse(deprecateImageRequest, request.body);
  const at = deprecationTime(body.at, now);
  const image = await requireChangeable(path.id ?? '', 'deprecated');
  const release = await releaseOf(image);
  const { replacementOf, doubts } = await replacements(body.replacement, image, release);
  const schedule = parseSchedule(body, image, at, now);
  const asked = await releaseInAllAccounts(image, body.region);
  const changes = asked.flatMap((each) =>
    deprecation(each, { at, reason: body.reason, replacement: replacementOf(each), ...schedule }, now),
  );
  // What was built on it may belong to any stack.
  const all = body.descendants
    ? await allImages('all')
    : image.stack === undefined
      ? release
      : await listImagesOfStack(image.stack);
  const { ours, warnings } = body.descendants
    ? changeableOf(descendantsOf(asked, all), 'deprecated')
    : { ours: [], warnings: [] };
  const built = [...ours, ...(await copiesInMembers(ours))];
  for (const each of built) {
    const wanted = deprecationWith(image, { at, reason: body.reason }, each, now);
    if (wanted) changes.push(...deprecation(each, wanted, now));
  }
  const result = await changeImages(changes, 'deprecated', request);
  const channels = await tellOthers(request, image, result, 'Image Deprecated', {
    reason: body.reason,
    replacement: body.replacement,
    at: body.at,
    disable_at: body.disable_at,
    remove_at: body.remove_at,
  });
  const stacks = new Set([image, ...ours].map(({ stack }) => stack));
  const lost = lostLastUsable(
    all.filter((each) => stacks.has(each.stack) && each.deployment === environment().deployment),
    [...result.changed, ...result.gone],
  );
  return {
    status: 200,
    body: {
      ...(await answerOfChange(image.ami_id, [...asked, ...built], result)),
      channels: channels.moved,
      warnings: [...doubts, ...warnings, ...lost, ...strandedWarnings(channels)],
    },
  };
}

function detailOf({ at, reason, disable_at, remove_at }: Deprecation): string | undefined {
  const when = at && `from ${at.toISOString()} on`;
  const then = [
    disable_at && `disabled at ${disable_at.toISOString()}`,
    remove_at && `removed at ${remove_at.toISOString()}`,
  ];
  return [[when, reason].filter(Boolean).join(': '), ...then].filter(Boolean).join('; ') || undefined;
}

/** Returns the change that deprecates one image; none when it is deprecated with these values. */
function deprecation(image: Image, wanted: Deprecation, now: Date): ImageChange[] {
  const change = deprecate(image, wanted, now);
  if (!change) return [];
  return [
    {
      image,
      act: () => applyDeprecation(image, change),
      record: (record) => deprecate(record, wanted, now)?.image,
      detail: detailOf(wanted),
    },
  ];
}

/**
 * Removes the deprecation of an image and its copies, from our tags and from EC2; on request also that of images which
 * were built on it and deprecated with it.
 */
export async function undeprecateImage(request: HttpRequest): Promise<HttpAnswer> {
  const { now, path } = request;
  const { region, descendants } = parse(undeprecateImageQuery, request.query);
  const image = await requireChangeable(path.id ?? '', 'undeprecated');
  const release = await releaseInAllAccounts(image, region);
  const withIt = descendants
    ? descendantsOf(release, await allImages('all')).filter(({ deprecated_because_of: because }) =>
        release.some(({ ami_id }) => ami_id === because),
      )
    : [];
  const { ours, warnings } = changeableOf(withIt, 'undeprecated');
  const asked = [...release, ...ours, ...(await copiesInMembers(ours))];
  const changes = asked
    .filter((each) => undeprecate(each, now))
    .map((each): ImageChange => {
      const act = async () => {
        await disableImageDeprecation(locationOf(each), each.ami_id);
        await untagResources(locationOf(each), [each.ami_id], deprecationKeys);
      };
      return { image: each, act, record: (record) => undeprecate(record, now) };
    });
  const result = await changeImages(changes, 'undeprecated', request);
  await tellOthers(request, image, result, 'Image Undeprecated', {});
  return { status: 200, body: { ...(await answerOfChange(image.ami_id, asked, result)), warnings } };
}

/**
 * Moves `spawn:latest` and channels away from deprecated images, and publishes an event for every change. Returns the
 * channels that moved or stayed.
 */
async function tellOthers(
  { caller, now }: HttpRequest,
  image: Image,
  { changed, gone }: ChangedImages,
  event: string,
  detail: Record<string, unknown>,
): Promise<MovedChannels> {
  if (changed.length + gone.length === 0) return allChannels([]);
  const reason = `${image.name} was ${event === 'Image Deprecated' ? 'deprecated' : 'changed'}`;
  const channels = await moveAll([...changed, ...gone], { by: caller, now }, reason);
  const images = changed.map(({ ami_id, region, account }) => ({ ami_id, region, account }));
  if (changed.length > 0)
    await putEvent(event, { ami_id: image.ami_id, stack: image.stack, version: image.version, images, ...detail });
  return channels;
}

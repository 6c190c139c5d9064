import { listChannels, listChannelsOfStack } from '../../aws/catalog/channels';
import { allImages } from '../../aws/catalog/releases';
import { listStackPolicies } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { putEvent } from '../../aws/flow/events';
import { actInMembers } from '../../aws/client/members';
import type { Channel } from '../../core/channel/record';
import { deprecate } from '../../core/image/deprecation';
import { truncateLines } from '../../core/lib/truncate';
import { atHome, nameOfLocation, locationOf } from '../../core/model/location';
import { replacementIn } from '../../core/release/images';
import { groupReleases } from '../../core/release/group';
import { staleReleases, type StaleRelease } from '../../core/release/stale-images';
import { policyOf } from '../../core/stack/policy';
import { nightInput } from '../../core/run/step-inputs';
import { changeImages, copiesInMembers, type ImageChange } from '../../usecases/image/change';
import { applyDeprecation } from '../../usecases/image/apply-deprecation';
import { moveChannels } from '../../usecases/channel/move';
import { moveLatest } from '../../usecases/channel/move-latest';
import { step } from '../../usecases/runtime/step';
import { groupBy } from '../../core/lib/group';

actInMembers();

/** Returns the changes of a stale release and of its copies in member accounts. */
async function changesOf({ images, reason, replacement }: StaleRelease, now: Date): Promise<ImageChange[]> {
  const source = replacement?.images.find(({ ami_id }) => ami_id === replacement.release) ?? replacement?.images[0];
  const copies = await copiesInMembers(images);
  const replacements = [
    ...(replacement?.images ?? []),
    ...(copies.length === 0 ? [] : await copiesInMembers(replacement?.images ?? [])),
  ];
  return [...images, ...copies].flatMap((image): ImageChange[] => {
    const wanted = { reason, replacement: source && replacementIn(locationOf(image), source, replacements) };
    const change = deprecate(image, wanted, now);
    if (!change) return [];
    return [
      {
        image,
        act: () => applyDeprecation(image, change),
        record: (record) => (record.deprecated ? undefined : deprecate(record, wanted, now)?.image),
        detail: reason,
      },
    ];
  });
}

/**
 * Deprecates releases that are stale by the policies of their stacks. The last usable image of a variant in a region
 * always stays, and the report says so.
 */
export const handler = step(nightInput, async (_input, now) => {
  const { deployment } = environment();
  const [images, channels, policies] = await Promise.all([allImages('all'), listChannels(), listStackPolicies()]);
  const promotedOf = (some: readonly Channel[]) => new Set(some.map(({ release }) => release));
  const lines: string[] = [];
  let deprecated = 0;
  let kept = 0;
  for (const [stack, ofStack] of groupBy(
    images.filter((image) => image.deployment === deployment),
    (image) => image.stack,
  )) {
    if (stack === undefined) continue;
    const releases = groupReleases(ofStack);
    const policy = policyOf(policies.find((record) => record.stack === stack));
    const first = staleReleases(
      releases,
      policy,
      promotedOf(channels.filter((channel) => channel.stack === stack)),
      now,
    );
    // The index of all channels is a moment behind, so the channels of a stack are read consistently before a
    // deprecation.
    const plan =
      first.deprecate.length === 0
        ? first
        : staleReleases(releases, policy, promotedOf(await listChannelsOfStack(stack)), now);
    for (const stale of plan.deprecate) {
      const { changed, gone, failed } = await changeImages(await changesOf(stale, now), 'deprecated', { now });
      const fresh = atHome([...changed, ...gone]);
      await moveLatest({ stack }, fresh);
      await moveChannels({ stack, fresh, now }, `${stale.release.image_name} was deprecated`);
      await putEvent('Image Deprecated', {
        ami_id: stale.release.release,
        stack,
        version: stale.release.version,
        images: changed.map(({ ami_id, region, account }) => ({ ami_id, region, account })),
        reason: stale.reason,
        replacement: stale.replacement?.release,
      });
      deprecated += changed.length;
      lines.push(
        `${stale.release.image_name} deprecated: ${stale.reason}`,
        ...failed.map(
          (copy) =>
            `${copy.ami_id} in ${nameOfLocation(copy)} could not be deprecated (${copy.error}): ${copy.message}`,
        ),
      );
    }
    kept += plan.kept.length;
    lines.push(
      ...plan.kept.map(
        ({ release, reason, because }) => `${release.image_name} is stale (${reason}) and kept because ${because}`,
      ),
    );
  }
  return { deprecated, kept, lines: truncateLines(lines) };
});

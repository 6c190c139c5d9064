import { listChannelsOfStack } from '../../aws/catalog/channels';
import { listImagesOfStack } from '../../aws/catalog/releases';
import { readStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { messageOf } from '../../aws/client/errors';
import type { PolicyPreviewAnswer, PreviewedImage } from '../../core/api/policy/preview';
import type { CleanupEntry } from '../../core/cleanup/request';
import { mostPerNight, firstToGo } from '../../core/cleanup/run';
import { policyChangeText } from '../../core/history/policy-change';
import type { Image } from '../../core/model/image';
import { groupReleases } from '../../core/release/group';
import { staleReleases } from '../../core/release/stale-images';
import { changedPolicy, policyOf, type StackPolicyChange } from '../../core/stack/policy';
import { judgeUnder } from '../cleanup/judge-images';

// What makes an image not due yet. What else keeps it protects it.
const notYet = ['too-young', 'not-deprecated', 'not-due'];

/**
 * Returns what a night would do with the images of a stack now, under a changed policy: it deprecates stale releases,
 * then plans the cleanup with these as deprecated. Changes nothing. Snapshots without an image are not looked for.
 */
export async function previewPolicy(stack: string, change: StackPolicyChange, now: Date): Promise<PolicyPreviewAnswer> {
  const { deployment, regions } = environment();
  const [record, images, channels] = await Promise.all([
    readStackPolicy(stack),
    listImagesOfStack(stack),
    listChannelsOfStack(stack),
  ]);
  const members = changedPolicy(record?.policy ?? {}, change);
  const policy = policyOf({ policy: members });
  const own = groupReleases(images.filter((image) => image.deployment === deployment));
  const stale = staleReleases(own, policy, new Set(channels.map(({ release }) => release)), now);
  const deprecate = stale.deprecate.flatMap(({ images: some, reason }) => some.map((image) => shown(image, [reason])));
  const deprecated = new Set(deprecate.map(({ ami_id }) => ami_id));
  const judged = await Promise.all(
    regions.map((region) =>
      judgeUnder(new Map([[stack, policy.cleanup]]), {
        region,
        request: { kind: 'policy', stack },
        now,
        expected: (image) => (deprecated.has(image.ami_id) ? { ...image, deprecated: true } : image),
      }).then(
        ({ entries }) => ({ entries, unread: [] }),
        (error: unknown) => ({ entries: [], unread: [{ region, reason: messageOf(error) }] }),
      ),
    ),
  );
  const entries = judged.flatMap((each) => each.entries);
  const remove = firstToGo(entries, mostPerNight, () => policy.cleanup.most_per_run);
  return {
    stack,
    change: policyChangeText(record?.policy ?? {}, members),
    cleanup_enabled: policy.cleanup.enabled,
    deprecate,
    remove: remove.map((entry) => shown({ ...entry, ami_id: entry.id }, entry.reasons)),
    later: entries.filter(({ decision }) => decision === 'remove').length - remove.length,
    keep: [
      ...stale.kept.flatMap(({ release, reason, because }) =>
        release.images.map((image) => ({ ...shown(image, [reason, because]), from: 'deprecation' as const })),
      ),
      ...entries
        .filter(isProtected)
        .map((entry) => ({ ...shown({ ...entry, ami_id: entry.id }, entry.reasons), from: 'removal' as const })),
    ],
    unread: judged.flatMap((each) => each.unread),
  };
}

function isProtected({ decision, codes }: CleanupEntry): boolean {
  return decision === 'keep' && !codes.some((code) => notYet.includes(code));
}

function shown(
  image: Pick<Image, 'ami_id' | 'region' | 'name' | 'version' | 'variant' | 'creation_date'>,
  reasons: string[],
): PreviewedImage {
  const { ami_id, region, name, version, variant, creation_date } = image;
  return { ami_id, region, name, version, variant, creation_date, reasons };
}

import { updateImage } from '../../aws/catalog/images';
import { listImagesOfStack } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { tagResources, untagResources } from '../../aws/client/resource-tags';
import type { Image } from '../../core/model/image';
import { latestMoves } from '../../core/release/latest';
import { tagKeys } from '../../core/tags';
import { written } from '../../core/lib/text-boolean';
import { isGone } from '../../core/image/usability';

/**
 * Moves `spawn:latest` to the newest usable image of this deployment; each stack, variant and region has at most one.
 * `fresh` are records written a moment ago, which the stack's index may not contain yet.
 */
export async function moveLatest(
  of: { stack: string; variant?: string; region?: string },
  fresh: readonly Image[] = [],
): Promise<void> {
  const listed = (await listImagesOfStack(of.stack)).filter(
    ({ ami_id }) => !fresh.some((image) => image.ami_id === ami_id),
  );
  const { deployment } = environment();
  const images = [...listed, ...fresh].filter(
    (image) =>
      image.stack === of.stack &&
      image.deployment === deployment &&
      (of.region === undefined || image.region === of.region) &&
      !isGone(image),
  );
  for (const { image, latest } of latestMoves(images, of.variant)) {
    if (latest) await tagResources(image.region, [image.ami_id], { [tagKeys.latest]: written });
    else await untagResources(image.region, [image.ami_id], [tagKeys.latest]);
    await updateImage(image.region, image.ami_id, (record) => {
      const { [tagKeys.latest]: _, ...tags } = record.tags;
      return { ...record, tags: latest ? { ...tags, [tagKeys.latest]: written } : tags };
    });
  }
}

import { environment } from '../../aws/client/environment';
import { tagResources, untagResources } from '../../aws/client/resource-tags';
import { describeImages } from '../../aws/image/describe';
import { imagesInBin } from '../../aws/image/recycle-bin';
import { findSnapshots } from '../../aws/image/snapshots';
import { orphanMarks } from '../../core/cleanup/orphans';
import { orphanSnapshots } from '../../core/cleanup/snapshots';
import { truncateLines } from '../../core/lib/truncate';
import { tagTime } from '../../core/image/tags';
import { nightInput } from '../../core/run/step-inputs';
import { tagKeys } from '../../core/tags';
import { step } from '../../usecases/runtime/step';

// A removal that runs deletes the snapshots a moment after the image.
const settlingDays = 1;

/**
 * Reports the snapshots of this deployment whose image is gone, and tags them with the time when they were found, from
 * which the policy of a stack counts. A snapshot that an image uses again loses the tag.
 */
export const handler = step(nightInput, async ({ regions }, now) => {
  const { deployment } = environment();
  const lines: string[] = [];
  let orphans = 0;
  for (const region of regions) {
    const snapshots = await findSnapshots(region, { [tagKeys.deployment]: deployment });
    const images = await describeImages(region, { includeDisabled: true });
    const found = orphanSnapshots(snapshots, images, {
      deployment,
      minimum_age_days: settlingDays,
      binned: (await imagesInBin(region)).keys(),
      now,
    });
    const { mark, unmark } = orphanMarks(snapshots, found);
    await tagResources(region, mark, { [tagKeys.orphanedSince]: tagTime(now) });
    await untagResources(region, unmark, [tagKeys.orphanedSince]);
    orphans += found.length;
    lines.push(
      ...found.map(
        ({ id, stack, size_gb, reasons }) =>
          `${id} in ${region} (${stack ?? 'without a stack'}, ${size_gb} GiB): ${reasons.join('; ')}`,
      ),
    );
  }
  return { orphans, lines: truncateLines(lines) };
});

import { updateImage } from '../../aws/catalog/images';
import { putNightCosts } from '../../aws/catalog/nights';
import { allImages } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { ownSnapshots } from '../../aws/image/snapshots';
import { costReport } from '../../core/cost/estimate';
import { nightCosts } from '../../core/cost/history';
import { costLines, withSizes } from '../../core/cost/summary';
import { snapshotPrices } from '../../core/model/price';
import { nightInput } from '../../core/run/step-inputs';
import { step } from '../../usecases/runtime/step';

/**
 * Records how much EC2 stores for each image and what all images cost a month, and reports it. Lists the snapshots of
 * each region once.
 */
export const handler = step(nightInput, async (_input, now) => {
  const images = await allImages('all');
  const sizes = new Map<string, number>();
  for (const region of new Set(images.map((image) => image.region))) {
    for (const { snapshot_id, full_size_bytes } of await ownSnapshots(region))
      if (full_size_bytes !== undefined) sizes.set(snapshot_id, full_size_bytes);
  }
  const measured = images.map((image) => withSizes(image, sizes) ?? image);
  for (const [index, image] of measured.entries()) {
    if (image !== images[index]) await updateImage(image.region, image.ami_id, (record) => withSizes(record, sizes));
  }
  const report = costReport(
    measured.filter(({ lifecycle }) => lifecycle !== 'candidate'),
    { ...snapshotPrices, ...environment().settings.snapshot_prices },
  );
  await putNightCosts(nightCosts(report, now));
  return {
    images: report.total.images,
    usd_a_month: Math.round(report.total.usd * 100) / 100,
    unpriced: report.total.unpriced,
    lines: costLines(report),
  };
});

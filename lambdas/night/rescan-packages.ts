import { listChannels } from '../../aws/catalog/channels';
import { updateImage } from '../../aws/catalog/images';
import { allImages } from '../../aws/catalog/releases';
import { listStackPolicies } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { putEvents } from '../../aws/flow/events';
import { piecesOf } from '../../aws/client/pages';
import { truncateLines } from '../../core/lib/truncate';
import { packageScan, scanText } from '../../core/provenance/package-scan';
import type { PackageScan } from '../../core/model/vulnerability';
import { isSameScan, releasesToScan, type Rescan } from '../../core/provenance/rescan';
import { policyOf } from '../../core/stack/policy';
import { nightInput } from '../../core/run/step-inputs';
import { comparePackages, keepComparison } from '../../usecases/build/compare-packages';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { step } from '../../usecases/runtime/step';

// AWS charges for every comparison. What exceeds the limit is left for the next night.
const mostANight = 50;
const atOnce = 5;

/**
 * Repeats the comparison of a release's packages and updates its images. A failed comparison does not replace an
 * earlier result.
 */
async function rescan({ source, images }: Rescan, now: Date): Promise<{ scan: PackageScan; isNew: boolean }> {
  const compared = await comparePackages(source.packages_key);
  const known = source.package_scan;
  const seen = packageScan(compared.found, now, known?.report);
  const isNew = !isSameScan(known, seen);
  if (seen.unknown !== undefined && known?.findings) return { scan: seen, isNew: false };
  const scan = isNew ? await keepComparison(compared, objectKeys.scan(source.build_id, now.toISOString()), now) : seen;
  for (const image of images) await updateImage(image.region, image.ami_id, () => ({ package_scan: scan }));
  return { scan, isNew: isNew && scan.findings !== undefined };
}

/**
 * Repeats the comparison of packages of published images as the policies of their stacks say, because vulnerabilities
 * become known later.
 */
export const handler = step(nightInput, async (_input, now) => {
  const stacks = new Set(
    (await listStackPolicies())
      .filter((record) => policyOf(record).scan_packages === 'nightly')
      .map(({ stack }) => stack),
  );
  if (stacks.size === 0) return { changed: 0, unknown: 0, later: 0, lines: [] };
  const [images, channels] = await Promise.all([allImages('all'), listChannels()]);
  const wanted = releasesToScan(images, {
    stacks,
    promoted: new Set(channels.map(({ release }) => release)),
    deployment: environment().deployment,
  });
  const done: (Rescan & Awaited<ReturnType<typeof rescan>>)[] = [];
  for (const some of piecesOf(wanted.slice(0, mostANight), atOnce))
    done.push(...(await Promise.all(some.map(async (each) => ({ ...each, ...(await rescan(each, now)) })))));
  const changed = done.filter(({ isNew }) => isNew);
  const unknown = done.filter(({ scan }) => scan.unknown !== undefined);
  await putEvents(
    'Image Findings Changed',
    changed.map(({ source: { ami_id, region, name, stack, version, package_scan }, images: all, scan }) => ({
      ami_id,
      region,
      name,
      stack,
      version,
      images: all.map((each) => ({ ami_id: each.ami_id, region: each.region, account: each.account })),
      from: package_scan?.findings ?? null,
      to: scan.findings,
    })),
  );
  const lines = [...unknown, ...changed].map(
    ({ source, scan }) => `${source.name} (${source.ami_id}) now has ${scanText(scan)}`,
  );
  return {
    changed: changed.length,
    unknown: unknown.length,
    later: wanted.length - done.length,
    lines: truncateLines(lines),
  };
});

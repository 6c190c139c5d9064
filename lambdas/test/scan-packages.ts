import { recordImageEvent } from '../../aws/catalog/image-events';
import { updateImage } from '../../aws/catalog/images';
import { enterStage } from '../../aws/catalog/runs';
import { eventOfRun } from '../../core/image/event';
import { judgeComparison, scanText } from '../../core/provenance/package-scan';
import { imageStepInput } from '../../core/run/step-inputs';
import { comparePackages, keepComparison } from '../../usecases/build/compare-packages';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun, planOf } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/**
 * Compares the packages of a build's image with known vulnerabilities, stores the result with the image, then fails
 * with VulnerabilitiesFound or VulnerabilitiesUnknown if the recipe says so.
 */
export const handler = step(imageStepInput, async ({ build_id, image }, now) => {
  const run = await openRun(build_id);
  await enterStage(build_id, 'scan', now);
  const compared = await comparePackages(objectKeys.packages(build_id));
  const scan = await keepComparison(compared, objectKeys.scan(build_id, now.toISOString()), now);
  const text = scanText(scan);
  await updateImage(image.region, image.ami_id, () => ({ package_scan: scan }));
  await recordImageEvent(eventOfRun(run, image, 'scanned', now, text));
  await enterStage(build_id, 'scan', now, text);
  judgeComparison(compared.found, planOf(run).vulnerabilities ?? { fail_on: 'none', ignore: [] });
  return scan.findings ?? {};
});

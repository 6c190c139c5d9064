import { answerOfRun, type RunAnswer } from '../core/api-answers';
import { newOperationId } from '../core/identifier';
import type { Image } from '../core/image';
import { machineTimeouts, operationLimits } from '../core/pipeline-facts';
import { newRun, startRun, type Asking } from './start-run';

/** Starts copying an image to the regions that lack it, with the keys that were named before those of the stack's policy, and answers with the run. */
export async function startReplication(image: Image, regions: readonly string[], asking: Asking, keys: Record<string, string> = {}): Promise<RunAnswer> {
  const id = newOperationId(asking.now, Math.random);
  const run = newRun(asking, { build_id: id, kind: 'replicate', region: image.region, ami_id: image.ami_id, image_name: image.name, stack: image.stack, version: image.version, variant: image.variant });
  const started = await startRun(run, 'replicate', {
    build_id: id,
    image: { ami_id: image.ami_id, region: image.region },
    regions,
    kms_keys: keys,
    timeouts: machineTimeouts(operationLimits),
    standalone: true,
  });
  return answerOfRun(started);
}

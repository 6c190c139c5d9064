import { answerOfRun, type RunAnswer } from '../core/api-answers';
import { newOperationId } from '../core/identifier';
import type { Image } from '../core/image';
import { machineTimeouts, operationLimits } from '../core/pipeline-facts';
import { newRun, startRun, type Asking } from './start-run';

/** What was asked for of the copies. */
interface CopyWishes {
  kms_keys?: Record<string, string>;
  complete_within_minutes?: number;
}

/** Starts copying an image to the regions that lack it, with the keys and the time that were named before those of the stack's policy, and answers with the run. */
export async function startReplication(image: Image, regions: readonly string[], asking: Asking, { kms_keys = {}, complete_within_minutes }: CopyWishes = {}): Promise<RunAnswer> {
  const id = newOperationId(asking.now, Math.random);
  const run = newRun(asking, { build_id: id, kind: 'replicate', region: image.region, ami_id: image.ami_id, image_name: image.name, stack: image.stack, version: image.version, variant: image.variant, request: { regions } });
  const started = await startRun(run, 'replicate', {
    build_id: id,
    image: { ami_id: image.ami_id, region: image.region },
    regions,
    kms_keys,
    ...(complete_within_minutes && { complete_within_minutes }),
    timeouts: machineTimeouts(operationLimits),
    standalone: true,
  });
  return answerOfRun(started);
}

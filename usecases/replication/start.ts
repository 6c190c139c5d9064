import type { RunAnswer } from '../../core/api/contract/run';
import { answerOfRun } from '../../core/api/shown-run';
import { operationIdOf } from '../../core/lib/identifier';
import type { Image } from '../../core/model/image';
import type { MemberLocation } from '../../core/model/location';
import { machineTimeouts } from '../../core/run/machine-inputs';
import { operationLimits } from '../../core/run/time-limits';
import { idPartOf, newRun, startRun, type Asking } from '../run/start';

/**
 * The requested copies: member accounts, keys by region and the duration, which replace those of the stack's policy.
 */
export interface WantedCopies {
  regions?: readonly string[];
  members?: readonly MemberLocation[];
  keys?: Record<string, string>;
  completeWithinMinutes?: number;
  /** Warnings to record with the run. */
  warnings?: string[];
}

/** Starts the replication of an image to the regions and member accounts that lack it, and returns the run. */
export async function startReplication(
  image: Image,
  { regions = [], members = [], keys = {}, completeWithinMinutes, warnings = [] }: WantedCopies,
  asking: Asking,
): Promise<RunAnswer> {
  const id = operationIdOf(idPartOf(asking));
  const run = newRun(asking, {
    build_id: id,
    kind: 'replicate',
    region: image.region,
    ami_id: image.ami_id,
    image_name: image.name,
    stack: image.stack,
    version: image.version,
    variant: image.variant,
    request: { regions },
    ...(warnings.length > 0 && { warnings }),
  });
  const input = {
    build_id: id,
    image: { ami_id: image.ami_id, region: image.region },
    regions,
    members,
    kms_keys: keys,
    ...(completeWithinMinutes && { complete_within_minutes: completeWithinMinutes }),
    timeouts: machineTimeouts(operationLimits),
    standalone: true,
  };
  return answerOfRun(await startRun(run, { input }));
}

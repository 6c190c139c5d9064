import * as z from 'zod';
import { launchInstanceRequest } from './contract/requests';
import { SpawnError } from '../errors';
import type { Run } from '../model/run';

const largeArray = z.object({ body: launchInstanceRequest, token: z.string() });

/** Returns the launch that a run was started for. Throws InvalidStepInput when its record has none. */
export function largeArrayOf(run: Pick<Run, 'build_id' | 'request'>): z.output<typeof largeArray> {
  const asked = largeArray.safeParse(run.request);
  if (!asked.success)
    throw new SpawnError(
      'InvalidStepInput',
      `the record of ${run.build_id} does not say what to launch: start it again.`,
    );
  return asked.data;
}

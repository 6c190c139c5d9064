import * as z from 'zod';
import { recordFailure } from '../../aws/catalog/run-ends';
import { getRun } from '../../aws/catalog/runs';
import { takeWait, waitsOf } from '../../aws/catalog/waits';
import { isRunId } from '../../core/identifier';
import { concludeRun } from '../conclude-run';
import { removeLeftovers } from '../remove-leftovers';
import { step } from '../step';

const stopped = z.object({ detail: z.object({ name: z.string(), status: z.enum(['ABORTED', 'TIMED_OUT']) }) });

/** An execution that somebody stopped in the console ran no Catch: this removes what it made and ends its record. */
export const handler = step(stopped, async ({ detail }, now) => {
  // The name of a machine's own execution is the run; the end of a child is its parent's to handle.
  const run = isRunId(detail.name) ? await getRun(detail.name) : undefined;
  if (!run || run.status !== 'running') return;
  const error = { Error: 'BuildCancelled', Cause: `the execution ${detail.name} was stopped from outside (${detail.status})` };
  await recordFailure(run.build_id, error, now);
  for (const wait of await waitsOf(run.build_id)) await takeWait(wait);
  await removeLeftovers(run.build_id, now);
  await concludeRun(run.build_id, { error }, now);
});

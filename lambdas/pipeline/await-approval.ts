import { enterStage, updateRun } from '../../aws/catalog/runs';
import { putEvent } from '../../aws/flow/events';
import { SpawnError } from '../../core/errors';
import { awaitApprovalInput } from '../../core/run/step-inputs';
import { deadlineOf } from '../../core/wait/condition';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/**
 * Records that a build waits for an approval, publishes the event `Approval Requested`, and waits for the decision. A
 * retry keeps the time and looks for a decision that was made in the meantime.
 */
export const handler = step(awaitApprovalInput, async (event, now) => {
  const { build_id, image, timeout_seconds } = event.input;
  const run = await openRun(build_id);
  const until = deadlineOf(now, timeout_seconds).toISOString();
  const { approval } = await updateRun(
    build_id,
    (known) => (known.approval ? undefined : { approval: { requested_at: now.toISOString(), until } }),
    now,
  );
  if (!approval) throw new SpawnError('UnexpectedAnswer', `the approval of ${build_id} was not recorded`);
  await enterStage(build_id, 'approval', now, `until ${approval.until}`);
  await waitFor(
    event,
    {
      condition: 'approval-decided',
      resource: `approval:${build_id}`,
      build_id,
      region: image.region,
      subject: 'approval',
    },
    { now, timeoutSeconds: timeout_seconds, look: run.approval !== undefined },
  );
  if (run.approval) return;
  await putEvent('Approval Requested', {
    build_id,
    stack: run.stack,
    version: run.version,
    variant: run.variant,
    ami_id: image.ami_id,
    region: image.region,
    until: approval.until,
  });
});

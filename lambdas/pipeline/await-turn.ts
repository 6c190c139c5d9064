import { enterStage } from '../../aws/catalog/runs';
import { awaitTurnInput } from '../../core/run/step-inputs';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/** Waits until the turn of a queued build has come. No event tells of a free place: the sweep looks once a minute. */
export const handler = step(awaitTurnInput, async (event, now) => {
  const { build_id, timeout_seconds } = event.input;
  const { region } = await openRun(build_id);
  await enterStage(build_id, 'queue', now);
  await waitFor(
    event,
    { condition: 'turn-come', resource: `turn:${build_id}`, build_id, region, subject: 'turn' },
    { now, timeoutSeconds: timeout_seconds, look: true },
  );
});

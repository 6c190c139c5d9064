import { awaitRefreshInput } from '../../core/run/step-inputs';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/** Waits until an instance refresh has ended. One of an empty group may have ended already. */
export const handler = step(awaitRefreshInput, async (event, now) => {
  const { build_id, template, group, refresh, timeout_seconds, rollback } = event.input;
  await waitFor(
    event,
    {
      condition: 'refresh-ended',
      resource: `refresh:${template.region}:${refresh.refresh_id}`,
      build_id,
      region: template.region,
      refresh_id: refresh.refresh_id,
      group: group.name,
      ...(rollback && { outlives_cancel: true }),
    },
    { now, timeoutSeconds: timeout_seconds, look: true },
  );
});

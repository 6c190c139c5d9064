import { storeWait } from '../../aws/catalog/waits';
import { putEvent } from '../../aws/flow/events';
import type { Wait } from '../../core/wait/record';
import { deadlineOf } from '../../core/wait/condition';

type WaitRequest = Omit<Wait, 'execution' | 'state' | 'token' | 'started_at' | 'deadline'>;

/**
 * Stores a wait until three minutes before the state's own time limit, then requests a first look if the awaited event
 * may have happened already. Only the function `complete-waits` may answer task tokens, so it does the look.
 */
export async function waitFor(
  event: { execution: string; state: string; taskToken: string },
  request: WaitRequest,
  options: { now: Date; timeoutSeconds: number; look: boolean },
): Promise<void> {
  const wait: Wait = {
    ...request,
    execution: event.execution,
    state: event.state,
    token: event.taskToken,
    started_at: options.now.toISOString(),
    deadline: deadlineOf(options.now, options.timeoutSeconds).toISOString(),
  };
  await storeWait(wait);
  if (options.look) await putEvent('Wait Stored', { resource: wait.resource });
}

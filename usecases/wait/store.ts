import { storeWait } from '../../aws/catalog/waits';
import { putEvent } from '../../aws/flow/events';
import type { Wait } from '../../core/wait/record';
import { deadlineOf } from '../../core/wait/condition';

type WaitRequest = Omit<Wait, 'execution' | 'state' | 'token' | 'started_at' | 'deadline'>;

/**
 * Stores a wait of a state until the state's own time limit less three minutes, then asks for a first look when what is
 * waited for may already have happened. The look is the completing function's: it alone may answer task tokens.
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

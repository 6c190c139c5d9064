import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SpawnError } from '../core/errors';
import { eventBridge } from './clients';

/** Puts one event of spawn's on the default bus of the home region. Throws UnexpectedAnswer when the bus did not take it: the call succeeds even then. */
export async function putEvent(detailType: string, detail: Record<string, unknown>): Promise<void> {
  const answer = await eventBridge().send(new PutEventsCommand({ Entries: [{ Source: 'spawn', DetailType: detailType, Detail: JSON.stringify(detail) }] }));
  const entry = answer.Entries?.[0];
  if (entry?.EventId && !answer.FailedEntryCount) return;
  const reason = `${entry?.ErrorCode ?? 'no answer'} ${entry?.ErrorMessage ?? ''}`.trim();
  throw new SpawnError('UnexpectedAnswer', `EventBridge did not take the event '${detailType}': ${reason}. Try again.`, { detail_type: detailType });
}

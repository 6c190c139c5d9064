import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SpawnError } from '../../core/errors';
import { notificationOf } from '../../core/notification/event';
import { eventBridge } from '../client/clients';
import { environment } from '../client/environment';
import { piecesOf } from '../client/pages';

// EventBridge's limit of entries in one call.
const eventsPerCall = 10;

/**
 * Publishes events of one type on the default bus of the home region. Throws UnexpectedAnswer when EventBridge refuses
 * an entry, which its answer reports as success.
 */
export async function putEvents(detailType: string, details: readonly Record<string, unknown>[]): Promise<void> {
  for (const some of piecesOf(details, eventsPerCall)) {
    const answer = await eventBridge().send(
      new PutEventsCommand({
        Entries: some.map((detail) => entryOf(detailType, detail)),
      }),
    );
    if (!answer.FailedEntryCount) continue;
    throw new SpawnError(
      'UnexpectedAnswer',
      `EventBridge did not accept ${answer.FailedEntryCount} events '${detailType}': retry.`,
      { detail_type: detailType },
    );
  }
}

/** Publishes one event on the default bus of the home region. Throws UnexpectedAnswer when EventBridge refuses it. */
export async function putEvent(detailType: string, detail: Record<string, unknown>): Promise<void> {
  const answer = await eventBridge().send(new PutEventsCommand({ Entries: [entryOf(detailType, detail)] }));
  const entry = answer.Entries?.[0];
  if (entry?.EventId && !answer.FailedEntryCount) return;
  const reason = `${entry?.ErrorCode ?? 'no answer'} ${entry?.ErrorMessage ?? ''}`.trim();
  throw new SpawnError('UnexpectedAnswer', `EventBridge did not accept the event '${detailType}': ${reason}. Retry.`, {
    detail_type: detailType,
  });
}

/** Returns the entry of an event. People may be notified about it by the part `notification`. */
function entryOf(detailType: string, detail: Record<string, unknown>) {
  const found = notificationOf(detailType, detail);
  const told = found && { ...detail, notification: { ...found, deployment: environment().deployment } };
  return { Source: 'spawn', DetailType: detailType, Detail: JSON.stringify(told ?? detail) };
}

import { environment } from '../../../aws/client/environment';
import { putEvent } from '../../../aws/flow/events';
import { testNotificationsRequest, type TestNotificationsAnswer } from '../../../core/notification/contract';
import { SpawnError } from '../../../core/errors';
import { testEvent } from '../../../core/notification/kinds';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/**
 * Sends a test event to the targets of notifications, by default to all, and returns them. EventBridge delivers it
 * after the answer. Throws InvalidRequest without targets, and for a name that the settings do not have.
 */
export async function testNotifications({ body, caller, now }: HttpRequest): Promise<HttpAnswer> {
  const { notifications, deployment } = environment();
  const { targets: named = notifications.map(({ name }) => name) } = parse(testNotificationsRequest, body ?? {});
  const known = notifications.map(({ name }) => name).join(', ') || 'none';
  const unknown = named.find((name) => !notifications.some((target) => target.name === name));
  if (unknown !== undefined || named.length === 0)
    throw new SpawnError(
      'InvalidRequest',
      unknown === undefined
        ? 'no target is configured: add one to the setting notifications and deploy.'
        : `there is no target '${unknown}': use one of the setting notifications, which are ${known}.`,
      { target: unknown },
    );
  const targets = notifications.filter(({ name }) => named.includes(name));
  await putEvent(testEvent, {
    targets: targets.map(({ name }) => name),
    deployment,
    text: `Test of the notifications of ${deployment}, sent by ${caller} at ${now.toISOString()}`,
  });
  return { status: 200, body: { targets } satisfies TestNotificationsAnswer };
}

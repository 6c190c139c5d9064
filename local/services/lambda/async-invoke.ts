import { has } from '../../kernel/facts';
import { AwsError, type World } from '../../kernel/types';
import type { DefinedFunction, ErrorPayload } from './definition';
import { FunctionError } from './definition';

/** Lambda waits one minute before the first retry of an asynchronous invocation and two before the second. */
const RETRY_DELAYS = [60_000, 120_000];

/** Before the next attempt of an event that Lambda throttled: a second, then twice as long, five minutes at most. */
const pauseAfter = (throttles: number): number => Math.min(300_000, 1_000 * 2 ** throttles);

type Invoke = (arn: string, payload: unknown) => Promise<unknown>;

/** An event in Lambda's queue: since when, how often its function failed, and how often Lambda had no room for it. */
interface Queued {
  since: number;
  failures: number;
  throttles: number;
}

/**
 * Runs an asynchronous invocation: retries after failures, and for up to six hours while Lambda throttles it; then the
 * destination or the dead letter queue, with the function's own role (Lambda developer guide, "How Lambda handles
 * errors and retries with asynchronous invocation").
 */
export function invokeAsync(world: World, definition: DefinedFunction, payload: unknown, invoke: Invoke): void {
  void attempt(world, definition, payload, invoke, { since: world.clock.now(), failures: 0, throttles: 0 });
}

async function attempt(
  world: World,
  definition: DefinedFunction,
  payload: unknown,
  invoke: Invoke,
  queued: Queued,
): Promise<void> {
  const { maximumAgeSeconds, onSuccess, onFailure, deadLetter } = definition.async;
  const maximumRetries = has(world, 'async-invocations-are-retried') ? definition.async.maximumRetries : 0;
  const { failures, throttles } = queued;
  try {
    const response = await invoke(definition.arn, payload);
    if (onSuccess)
      await hand(world, definition, onSuccess, record(world, definition, 'Success', failures + 1, payload, response));
  } catch (error) {
    const isThrottled = error instanceof AwsError && error.status === 429;
    const pause = isThrottled ? pauseAfter(throttles) : (RETRY_DELAYS[failures] ?? 120_000);
    const isTooOld = world.clock.now() + pause > queued.since + maximumAgeSeconds * 1000;
    if ((isThrottled || failures < maximumRetries) && !isTooOld) {
      const next = isThrottled ? { ...queued, throttles: throttles + 1 } : { ...queued, failures: failures + 1 };
      world.clock.after(pause, () => void attempt(world, definition, payload, invoke, next));
      return;
    }
    const failure: ErrorPayload =
      error instanceof FunctionError
        ? error.payload
        : { errorType: (error as Error).name, errorMessage: (error as Error).message };
    const condition = isThrottled || failures < maximumRetries ? 'EventAgeExceeded' : 'RetriesExhausted';
    const tries = failures + (isThrottled ? 0 : 1);
    if (onFailure)
      await hand(world, definition, onFailure, record(world, definition, condition, tries, payload, failure));
    if (deadLetter) await hand(world, definition, deadLetter, payload);
  }
}

function record(
  world: World,
  definition: DefinedFunction,
  condition: string,
  invocations: number,
  payload: unknown,
  response: unknown,
): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: new Date(world.clock.now()).toISOString(),
    requestContext: { functionArn: `${definition.arn}:$LATEST`, condition, approximateInvokeCount: invocations },
    requestPayload: payload,
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(condition === 'Success' ? {} : { functionError: 'Unhandled' }),
    },
    responsePayload: response,
  };
}

async function hand(world: World, definition: DefinedFunction, arn: string, body: unknown): Promise<void> {
  const role = world.role(definition.roleName);
  if (!role) return;
  const text = JSON.stringify(body);
  const kind = arn.split(':')[2];
  try {
    if (kind === 'sqs')
      await world.call(role, 'sqs', 'SendMessage', world.homeRegion, { QueueUrl: arn, MessageBody: text });
    else if (kind === 'sns')
      await world.call(role, 'sns', 'Publish', world.homeRegion, { TopicArn: arn, Message: text });
    else if (kind === 'lambda')
      await world.call(role, 'lambda', 'Invoke', world.homeRegion, {
        FunctionName: arn,
        InvocationType: 'Event',
        Payload: body,
      });
    else process.emitWarning(`A destination ${arn} is not simulated.`);
  } catch (error) {
    process.emitWarning(`${definition.name}: its record did not reach ${arn}: ${(error as Error).message}`);
  }
}

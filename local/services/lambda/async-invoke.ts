import type { World } from '../../kernel/types';
import type { DefinedFunction, ErrorPayload } from './definition';
import { FunctionError } from './definition';

/** Lambda waits one minute before the first retry of an asynchronous invocation and two before the second. */
const RETRY_DELAYS = [60_000, 120_000];

/**
 * Runs an asynchronous invocation: retries after failures, then the destination or the dead letter queue, with the
 * function's own role.
 */
export function invokeAsync(
  world: World,
  definition: DefinedFunction,
  payload: unknown,
  invoke: (arn: string, payload: unknown) => Promise<unknown>,
): void {
  void attempt(world, definition, payload, invoke, 0);
}

async function attempt(
  world: World,
  definition: DefinedFunction,
  payload: unknown,
  invoke: (arn: string, payload: unknown) => Promise<unknown>,
  tries: number,
): Promise<void> {
  try {
    const response = await invoke(definition.arn, payload);
    if (definition.async.onSuccess)
      await hand(
        world,
        definition,
        definition.async.onSuccess,
        record(world, definition, 'Success', tries + 1, payload, response),
      );
  } catch (error) {
    if (tries < definition.async.maximumRetries) {
      world.clock.after(
        RETRY_DELAYS[tries] ?? 120_000,
        () => void attempt(world, definition, payload, invoke, tries + 1),
      );
      return;
    }
    const failure: ErrorPayload =
      error instanceof FunctionError
        ? error.payload
        : { errorType: (error as Error).name, errorMessage: (error as Error).message };
    const { onFailure, deadLetter } = definition.async;
    if (onFailure)
      await hand(
        world,
        definition,
        onFailure,
        record(world, definition, 'RetriesExhausted', tries + 1, payload, failure),
      );
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

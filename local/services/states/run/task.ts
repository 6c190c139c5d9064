import { StatesError, asStatesError } from '../value/errors';
import type { Json, JsonObject } from '../value/json';
import { encode } from '../value/json';
import type { Expression } from '../syntax/path-value';
import type { TaskState } from '../language/state-types';
import { Scope } from '../value/scope';
import type { Attempt } from './attempt';
import { callFunction, invokeResponse } from './call-function';
import { runChild } from './call-execution';
import type { Flow } from './flow';
import type { EventDetails } from './history';
import type { IssuedToken } from './task-tokens';

/** Performs a Task once and returns its result. Throws the error that Retry and Catch see, its event recorded. */
export async function performTask(state: TaskState, input: Json, flow: Flow): Promise<Json> {
  const { tokens } = flow.execution.surroundings;
  const issued = state.resource.kind === 'invoke' && state.resource.wait ? tokens.issue() : undefined;
  const data = flow.data(input, issued && { Task: { Token: issued.token } });
  const scope = new Scope(flow.scope);
  try {
    const parameters = state.parameters?.(data) ?? input;
    const limit = (expression: Expression | undefined) => (expression ? Number(expression(data)) : undefined);
    const timeout = limit(state.timeout);
    const heartbeat = limit(state.heartbeat);
    const attempt = newAttempt(state, flow, scope);
    attempt.record('Scheduled', scheduled(state, parameters, flow, timeout, heartbeat));
    attempt.record('Started', state.resource.kind === 'function' ? undefined : {});
    return await scope.race(
      settle(state, parameters, attempt, issued, startLimits(flow, scope, timeout, heartbeat, issued)),
    );
  } finally {
    issued?.close();
    scope.cancel(new StatesError('States.TaskFailed', 'the attempt is over'));
  }
}

async function settle(
  state: TaskState,
  parameters: Json,
  attempt: Attempt,
  issued: IssuedToken | undefined,
  limits: Promise<never>,
): Promise<Json> {
  try {
    const result = await Promise.race([perform(state, parameters, attempt, issued), limits]);
    const output = encode(result, state.resource.arn);
    attempt.record('Succeeded', { output, outputDetails: { truncated: false } });
    return result;
  } catch (thrown) {
    attempt.flow.scope.throwIfCancelled();
    const error = asStatesError(thrown);
    attempt.record(error.error === 'States.Timeout' ? 'TimedOut' : 'Failed', {
      error: error.error,
      cause: error.cause,
    });
    throw error;
  }
}

async function perform(
  state: TaskState,
  parameters: Json,
  attempt: Attempt,
  issued: IssuedToken | undefined,
): Promise<Json> {
  const { resource } = state;
  if (resource.kind === 'function') return callFunction(attempt.flow, resource.arn, parameters);
  if (resource.kind === 'execution') return runChild(parameters as JsonObject, attempt, resource.wait);
  const { FunctionName, Payload } = parameters as JsonObject;
  const response = invokeResponse(
    attempt.flow,
    await callFunction(attempt.flow, String(FunctionName), Payload === undefined ? {} : Payload),
  );
  if (!issued) return response;
  attempt.record('Submitted', { output: encode(response, resource.arn), outputDetails: { truncated: false } });
  return issued.answer;
}

/** Rejects with States.Timeout when the task takes too long or its heartbeats stop coming. Ends with the scope. */
function startLimits(
  flow: Flow,
  scope: Scope,
  timeout: number | undefined,
  heartbeat: number | undefined,
  issued: IssuedToken | undefined,
): Promise<never> {
  const { clock } = flow.execution.surroundings;
  return new Promise((_resolve, reject) => {
    const arm = (seconds: number, aliases: string[]) => {
      const timer = clock.after(seconds * 1000, () => reject(new StatesError('States.Timeout', undefined, aliases)));
      const forget = scope.onCancel(() => timer.cancel());
      return () => {
        forget();
        timer.cancel();
      };
    };
    if (timeout !== undefined) arm(timeout, []);
    if (heartbeat !== undefined && issued) {
      let disarm = arm(heartbeat, ['States.HeartbeatTimeout']);
      issued.onHeartbeat(() => {
        disarm();
        disarm = arm(heartbeat, ['States.HeartbeatTimeout']);
      });
    }
  });
}

function newAttempt(state: TaskState, flow: Flow, scope: Scope): Attempt {
  const { kind, arn } = state.resource;
  const append = (type: string, details: EventDetails | undefined) => {
    // A function that answers after its task has timed out adds nothing to the history.
    scope.throwIfCancelled();
    flow.record(type, details);
  };
  if (kind === 'function') return { flow, scope, record: (step, details) => append(`LambdaFunction${step}`, details) };
  const [resourceType, ...resource] = arn.split(':').slice(5);
  const names = { resourceType, resource: resource.join(':') };
  return { flow, scope, record: (step, details) => append(`Task${step}`, { ...names, ...details }) };
}

function scheduled(
  state: TaskState,
  parameters: Json,
  flow: Flow,
  timeoutInSeconds: number | undefined,
  heartbeatInSeconds: number | undefined,
): EventDetails {
  const encoded = encode(parameters, state.name);
  const limits = {
    ...(timeoutInSeconds !== undefined && { timeoutInSeconds }),
    ...(heartbeatInSeconds !== undefined && { heartbeatInSeconds }),
  };
  if (state.resource.kind === 'function')
    return { resource: state.resource.arn, input: encoded, inputDetails: { truncated: false }, ...limits };
  return { region: flow.execution.machine.region, parameters: encoded, ...limits };
}

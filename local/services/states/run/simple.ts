import { StatesError } from '../value/errors';
import type { Json } from '../value/json';
import type { Expression } from '../syntax/path-value';
import type { ChoiceState, FailState, PassState, WaitState } from '../language/state-types';
import { timestamp } from '../language/timestamp';
import type { Flow, Outcome } from './flow';

/** Runs a Pass: its output is the Result, otherwise the Parameters, otherwise the input. */
export function runPass(state: PassState, input: Json, flow: Flow): Outcome {
  const effective = state.select(flow.data(input));
  const result =
    state.result ?? (state.result === null ? null : (state.parameters?.(flow.data(effective)) ?? effective));
  return { output: state.emit(flow.data(state.combine(input, result))), next: state.next };
}

/**
 * Runs a Choice: the first rule that holds decides. Throws States.NoChoiceMatched when none does and there is no
 * Default.
 */
export function runChoice(state: ChoiceState, input: Json, flow: Flow): Outcome {
  const effective = flow.data(state.select(flow.data(input)));
  const next = state.rules.find((rule) => rule.condition(effective))?.next ?? state.fallback;
  if (next === undefined)
    throw new StatesError(
      'States.NoChoiceMatched',
      `No rule of the state '${state.name}' matches, and it has no Default.`,
    );
  return { output: state.emit(effective), next };
}

/** Runs a Wait: for seconds, or until a time, which may be past. */
export async function runWait(state: WaitState, input: Json, flow: Flow): Promise<Outcome> {
  const effective = flow.data(state.select(flow.data(input)));
  const value = state.until.value(effective);
  const { clock } = flow.execution.surroundings;
  await flow.scope.sleep(
    clock,
    Math.max(0, state.until.kind === 'seconds' ? seconds(value) * 1000 : instant(value) - clock.now()),
  );
  return { output: state.emit(effective), next: state.next };
}

/** Runs a Fail: throws the state's error. */
export function fail(state: FailState, input: Json, flow: Flow): never {
  const part = (expression: Expression | undefined, field: string): string | undefined => {
    const value = expression?.(flow.data(input));
    if (value === undefined || typeof value === 'string') return value;
    throw new StatesError('States.Runtime', `${field} must select a string, and selects ${JSON.stringify(value)}`);
  };
  throw new StatesError(part(state.error, 'ErrorPath'), part(state.cause, 'CausePath'));
}

function seconds(value: Json): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new StatesError(
    'States.Runtime',
    `SecondsPath must select a whole number that is not negative, and selects ${JSON.stringify(value)}`,
  );
}

function instant(value: Json): number {
  const time = timestamp(value);
  if (time === undefined)
    throw new StatesError(
      'States.Runtime',
      `TimestampPath must select an RFC 3339 timestamp, and selects ${JSON.stringify(value)}`,
    );
  return time;
}

import { StatesError, asStatesError } from '../value/errors';
import type { Json } from '../value/json';
import { encode } from '../value/json';
import type { State, StateGroup } from '../language/state-types';
import type { Flow, Outcome } from './flow';
import { runFallible } from './fallible';
import { performMap } from './map';
import { performParallel } from './parallel';
import { fail, runChoice, runPass, runWait } from './simple';
import { performTask } from './task';

/** Runs states from the first to the last and returns the last one's output. Throws the error that no state caught. */
export async function runGroup(group: StateGroup, input: Json, flow: Flow): Promise<Json> {
  let name: string | undefined = group.startAt;
  let value = input;
  let encoded = encode(input, group.startAt);
  while (name !== undefined) {
    const state = stateOf(group, name);
    const enteredId = flow.record(`${state.type}StateEntered`, {
      name,
      input: encoded,
      inputDetails: { truncated: false },
    });
    flow.execution.transitions += 1;
    flow.execution.surroundings.entered(flow.execution, name);
    flow.enter(name, 0, flow.execution.surroundings.clock.now());
    try {
      const pending = runState(state, value, flow, enteredId);
      // Only what really waits gives way to the event loop: this is what makes loops of Pass and Choice fast.
      const outcome: Outcome = pending instanceof Promise ? await pending : pending;
      // Values are never changed in place: the same value has the same text.
      if (outcome.output !== value) encoded = encode(outcome.output, name);
      value = outcome.output;
      flow.record(`${state.type}StateExited`, { name, output: encoded, outputDetails: { truncated: false } });
      name = outcome.next;
    } catch (thrown) {
      flow.scope.throwIfCancelled();
      throw asStatesError(thrown).at(state.name, enteredId);
    }
  }
  return value;
}

function stateOf(group: StateGroup, name: string): State {
  const state = group.states.get(name);
  if (!state) throw new StatesError('States.Runtime', `There is no state '${name}'.`);
  return state;
}

function runState(state: State, input: Json, flow: Flow, enteredId: number): Outcome | Promise<Outcome> {
  switch (state.type) {
    case 'Pass':
      return runPass(state, input, flow);
    case 'Choice':
      return runChoice(state, input, flow);
    case 'Wait':
      return runWait(state, input, flow);
    case 'Succeed':
      return { output: state.emit(flow.data(state.select(flow.data(input)))), next: undefined };
    case 'Fail':
      return fail(state, input, flow);
    case 'Task':
      return runFallible(state, input, flow, enteredId, (effective) => performTask(state, effective, flow));
    case 'Parallel':
      return runFallible(state, input, flow, enteredId, (effective) =>
        performParallel(state, effective, flow, runGroup),
      );
    case 'Map':
      return runFallible(state, input, flow, enteredId, (effective) => performMap(state, effective, flow, runGroup));
  }
}

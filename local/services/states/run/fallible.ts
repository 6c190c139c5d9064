import type { StatesError } from '../value/errors';
import { asStatesError } from '../value/errors';
import type { Json } from '../value/json';
import type { FallibleState } from '../language/state-types';
import { matchesError } from '../language/retry';
import type { Flow, Outcome } from './flow';
import { HistoryFull } from './history';

/**
 * Runs a Task, Parallel or Map with its Retry and Catch: performs it, waits and performs it again while the first
 * fitting retrier has attempts left, then goes where the first fitting catcher leads. Throws the error when there is
 * none.
 */
export async function runFallible(
  state: FallibleState,
  input: Json,
  flow: Flow,
  enteredId: number,
  perform: (effective: Json) => Promise<Json>,
): Promise<Outcome> {
  const { clock, random } = flow.execution.surroundings;
  const entered = clock.now();
  const retries = state.retriers.map(() => 0);
  for (let retryCount = 0; ; retryCount += 1) {
    flow.enter(state.name, retryCount, entered);
    try {
      const result = await perform(state.select(flow.data(input)));
      const selected = state.resultSelector?.(flow.data(result)) ?? result;
      return { output: state.emit(flow.data(state.combine(input, selected))), next: state.next };
    } catch (thrown) {
      flow.scope.throwIfCancelled();
      if (thrown instanceof HistoryFull) throw thrown;
      const error = asStatesError(thrown).at(state.name, enteredId);
      const index = state.retriers.findIndex((retrier) => matchesError(retrier.errors, error));
      const retrier = state.retriers[index];
      const done = retries[index] ?? 0;
      if (retrier && done < retrier.maxAttempts) {
        retries[index] = done + 1;
        flow.execution.transitions += 1;
        await flow.scope.sleep(clock, retrier.delay(done, random));
      } else return caught(state, input, flow, error);
    }
  }
}

function caught(state: FallibleState, input: Json, flow: Flow, error: StatesError): Outcome {
  if (state.type !== 'Task') flow.record(`${state.type}StateFailed`);
  const catcher = state.catchers.find((candidate) => matchesError(candidate.errors, error));
  if (!catcher) throw error;
  return { output: catcher.combine(input, { Error: error.error ?? '', Cause: error.cause ?? '' }), next: catcher.next };
}

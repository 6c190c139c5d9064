import { BranchAborted, StatesError } from '../value/errors';
import type { Json } from '../value/json';
import type { MapState } from '../language/state-types';
import { Scope } from '../value/scope';
import type { Flow, RunGroup } from './flow';

/** Inline Maps run at most 40 items at a time, whatever MaxConcurrency says. */
const MOST_AT_ONCE = 40;

/**
 * Runs the item processor once for each item and returns the outputs in the order of the items. The first failure stops
 * the others and is thrown.
 */
export async function performMap(state: MapState, input: Json, flow: Flow, runGroup: RunGroup): Promise<Json> {
  const items = state.items(flow.data(input));
  if (!Array.isArray(items))
    throw new StatesError('States.Runtime', `ItemsPath must select an array, and selects ${JSON.stringify(items)}`);
  const limit = Number(state.concurrency(flow.data(input)));
  flow.record('MapStateStarted', { length: items.length });
  const scope = new Scope(flow.scope);
  const outputs = new Array<Json>(items.length).fill(null);
  let failure: unknown;
  let next = 0;
  let last = flow.cursor.previous;

  const runItem = async (index: number, value: Json, worker: Flow) => {
    const own = worker.fork(scope, { Map: { Item: { Index: index, Value: value } } });
    const details = { name: state.name, index };
    own.record('MapIterationStarted', details);
    try {
      const selected = state.itemSelector?.(own.data(input)) ?? value;
      outputs[index] = await runGroup(state.processor, selected, own);
      last = own.recordAside('MapIterationSucceeded', details);
      worker.follow(own.cursor.previous);
    } catch (thrown) {
      flow.scope.throwIfCancelled();
      // The scope of the items is over after the first failure, but their ends still belong into the history.
      flow.execution.history.record(
        { ...own.cursor },
        failure === undefined ? 'MapIterationFailed' : 'MapIterationAborted',
        details,
      );
      if (failure === undefined) last = own.cursor.previous;
      failure ??= thrown;
      scope.cancel(new BranchAborted(`an item of '${state.name}' has failed`));
    }
  };
  const work = async () => {
    const worker = flow.fork(scope);
    while (next < items.length && failure === undefined) {
      const index = next;
      next += 1;
      await runItem(index, items[index] ?? null, worker);
    }
  };

  const workers = Math.min(limit === 0 ? MOST_AT_ONCE : limit, MOST_AT_ONCE, items.length);
  await Promise.all(Array.from({ length: workers }, work));
  scope.close();
  flow.follow(last);
  if (failure !== undefined) throw failure;
  flow.recordAside('MapStateSucceeded');
  return outputs;
}

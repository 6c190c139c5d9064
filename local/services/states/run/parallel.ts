import { BranchAborted } from '../value/errors';
import type { Json } from '../value/json';
import type { ParallelState } from '../language/state-types';
import { Scope } from '../value/scope';
import type { Flow, RunGroup } from './flow';

/**
 * Runs all branches at once with the same input and returns their outputs in order. The first failure stops the others
 * and is thrown.
 */
export async function performParallel(
  state: ParallelState,
  input: Json,
  flow: Flow,
  runGroup: RunGroup,
): Promise<Json> {
  const data = flow.data(input);
  const given = state.parameters?.(data) ?? input;
  flow.record('ParallelStateStarted');
  const scope = new Scope(flow.scope);
  const branches = state.branches.map((branch) => ({ branch, flow: flow.fork(scope) }));
  let failure: unknown;
  const outputs = await Promise.all(
    branches.map(async ({ branch, flow: own }) => {
      try {
        return await runGroup(branch, given, own);
      } catch (thrown) {
        if (failure === undefined) flow.follow(own.cursor.previous);
        failure ??= thrown;
        scope.cancel(new BranchAborted(`a branch of '${state.name}' has failed`));
        return null;
      }
    }),
  );
  scope.close();
  if (failure !== undefined) throw failure;
  flow.follow(Math.max(...branches.map(({ flow: own }) => own.cursor.previous)));
  flow.recordAside('ParallelStateSucceeded');
  return outputs;
}

import type { Journey } from './journey';

interface Crashes {
  /** Which functions. */
  names: RegExp;
  /** Whether a function dies before it does anything, or after all is done and before it answers. */
  moment: 'before' | 'after';
  /** How often each of them dies. */
  times: number;
}

/** Lets functions die as Lambda reports it of a process that is gone; answers with the names of those that did. */
export function crashFunctions({ local }: Journey, { names, moment, times }: Crashes): Map<string, number> {
  const { lambda } = local;
  const invoke = lambda.invoke;
  const crashed = new Map<string, number>();
  lambda.invoke = async (nameOrArn, payload) => {
    const name = nameOrArn.split(':').at(-1) ?? nameOrArn;
    const before = crashed.get(name) ?? 0;
    const dies = names.test(name) && before < times;
    if (dies) crashed.set(name, before + 1);
    if (dies && moment === 'before') throw death();
    const answer = await invoke(nameOrArn, payload);
    if (dies) throw death();
    return answer;
  };
  return crashed;
}

function death(): Error {
  const payload = {
    errorType: 'Runtime.ExitError',
    errorMessage: 'RequestId: 6f1c Error: Runtime exited with error: signal: killed',
  };
  return Object.assign(new Error(payload.errorMessage), { name: payload.errorType, payload });
}

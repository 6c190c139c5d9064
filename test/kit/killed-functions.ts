import type { Call, Service } from '../../local/kernel/types';
import { AwsError } from './local-mode';
import type { Journey } from './journey';

/** Which call of a function ends its process; `after`: once the call has taken effect. */
export interface Kill {
  when: (call: Call) => boolean;
  after?: boolean;
}

/**
 * Ends the process of a function at a call, so many times: no later call of that invocation takes effect, and whoever
 * invoked it sees the error by which Lambda reports an exited process.
 */
export function killFunction(
  journey: Journey,
  name: string,
  { when, after = false }: Kill,
  times = 1,
): { killed: number } {
  const { lambda, world } = journey.local;
  const count = { killed: 0 };
  let dead = false;
  // Asynchronous invocations have nobody who hears of their end; their next try comes a minute later.
  const die = (): void => {
    dead = true;
    count.killed += 1;
    world.clock.after(1_000, () => (dead = false));
  };
  const isOwn = ({ principal }: Call): boolean => principal.arn.split('/').includes(name);
  for (const [service, inner] of world.services as Map<string, Service>) {
    world.services.set(service, {
      ...(inner.inAllAccounts && { inAllAccounts: true }),
      async call(call: Call) {
        if (isOwn(call) && dead) throw new AwsError('ProcessExited', 'the process is gone');
        if (!isOwn(call) || count.killed >= times || !when(call)) return inner.call(call);
        if (after) await inner.call(call);
        die();
        throw new AwsError('ProcessExited', 'the process is gone');
      },
    });
  }
  const invoke = lambda.invoke;
  lambda.invoke = async (target, payload) => {
    if (!target.endsWith(`:${name}`) && target !== name) return invoke(target, payload);
    const answer = invoke(target, payload);
    const settled = await answer.then(
      () => undefined,
      () => undefined,
    );
    if (!dead) return answer;
    dead = false;
    const error = {
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: 1 Error: Runtime exited with error: signal: killed',
    };
    throw Object.assign(new Error(error.errorMessage), { name: error.errorType, payload: error, settled });
  };
  return count;
}

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

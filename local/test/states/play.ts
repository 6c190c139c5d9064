import type { Answer, Case } from './cases/case';
import type { Lab } from './lab';
import { lab } from './lab';

export const END_EVENT = { SUCCEEDED: 'ExecutionSucceeded', FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut' };

async function give(answer: Answer, payload: any, { call }: Lab): Promise<unknown> {
  if ('returns' in answer) return answer.returns;
  if ('throws' in answer) throw Object.assign(new Error(answer.throws.errorMessage), { payload: answer.throws });
  if ('succeeds' in answer)
    return call('SendTaskSuccess', { taskToken: payload.token, output: JSON.stringify(answer.succeeds) });
  if ('fails' in answer) return call('SendTaskFailure', { taskToken: payload.token, ...answer.fails });
  return payload;
}

/** Plays a row of the table on our interpreter: the execution as described, and its history. */
export async function play(row: Case): Promise<{ description: Record<string, any>; events: Record<string, any>[] }> {
  const functions = Object.entries(row.functions ?? {}).map(
    ([name, answers]): [string, (payload: any, given: Lab) => unknown] => {
      let calls = 0;
      return [
        name,
        (payload, given) => {
          calls += 1;
          return give(answers[Math.min(calls, answers.length) - 1] as Answer, payload, given);
        },
      ];
    },
  );
  const given = lab(Object.fromEntries(functions));
  for (const [name, definition] of Object.entries(row.children ?? {})) given.define(name, definition);
  given.define('subject', row.definition);
  const description = await given.run('subject', row.input);
  return { description, events: await given.history(description.executionArn) };
}

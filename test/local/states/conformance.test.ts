import { CASES } from './all-cases';
import type { Answer, Case } from './cases/case';
import type { Lab } from './lab';
import { lab } from './lab';

const END = { SUCCEEDED: 'ExecutionSucceeded', FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut' };

async function give(answer: Answer, payload: any, { call }: Lab): Promise<unknown> {
  if ('returns' in answer) return answer.returns;
  if ('throws' in answer) throw Object.assign(new Error(answer.throws.errorMessage), { payload: answer.throws });
  if ('succeeds' in answer) return call('SendTaskSuccess', { taskToken: payload.token, output: JSON.stringify(answer.succeeds) });
  if ('fails' in answer) return call('SendTaskFailure', { taskToken: payload.token, ...answer.fails });
  return payload;
}

async function play(row: Case): Promise<{ description: Record<string, any>; events: Record<string, any>[] }> {
  const functions = Object.entries(row.functions ?? {}).map(([name, answers]): [string, (payload: any, given: Lab) => unknown] => {
    let calls = 0;
    return [
      name,
      (payload, given) => {
        calls += 1;
        return give(answers[Math.min(calls, answers.length) - 1] as Answer, payload, given);
      },
    ];
  });
  const given = lab(Object.fromEntries(functions));
  for (const [name, definition] of Object.entries(row.children ?? {})) given.define(name, definition);
  given.define('subject', row.definition);
  const description = await given.run('subject', row.input);
  return { description, events: await given.history(description.executionArn) };
}

test.each(CASES)('$name', async (row) => {
  const { description, events } = await play(row);
  const seen = { status: description.status, output: description.output === undefined ? undefined : JSON.parse(description.output), error: description.error };
  expect(seen).toEqual({ status: row.status, output: row.output, error: row.error });
  if (row.cause !== undefined) expect(description.cause).toBe(row.cause);
  const types = events.map((event) => event.type);
  if (row.events !== undefined) expect(types).toEqual(`ExecutionStarted ${row.events} ${END[row.status]}`.split(' '));
  expect([types[0], types.at(-1)]).toEqual(['ExecutionStarted', END[row.status]]);
  expect(events.map((event) => event.id)).toEqual(events.map((_event, index) => index + 1));
  expect(events.every((event) => event.previousEventId < event.id)).toBe(true);
});

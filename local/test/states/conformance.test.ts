import { CASES } from './all-cases';
import { END_EVENT, play } from './play';

test.each(CASES)('$name', async (row) => {
  const { description, events } = await play(row);
  const seen = {
    status: description.status,
    output: description.output === undefined ? undefined : JSON.parse(description.output),
    error: description.error,
  };
  expect(seen).toEqual({ status: row.status, output: row.output, error: row.error });
  if (row.cause !== undefined) expect(description.cause).toBe(row.cause);
  const types = events.map((event) => event.type);
  if (row.events !== undefined)
    expect(types).toEqual(`ExecutionStarted ${row.events} ${END_EVENT[row.status]}`.split(' '));
  expect([types[0], types.at(-1)]).toEqual(['ExecutionStarted', END_EVENT[row.status]]);
  expect(events.map((event) => event.id)).toEqual(events.map((_event, index) => index + 1));
  expect(events.every((event) => event.previousEventId < event.id)).toBe(true);
});

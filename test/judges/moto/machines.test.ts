import { isDeepStrictEqual } from 'node:util';
import { CASES } from '../../../local/test/states/all-cases';
import type { Case } from '../../../local/test/states/cases/case';
import { play } from '../../../local/test/states/play';
import { differences } from './differences';
import { requireMoto, runPython } from './python';

interface Outcome {
  status: string;
  output?: string | null;
  error: string | null;
  events: string[];
  previous: number[];
}

/** In milliseconds; moto waits in real time where a row does. */
const LONGEST_RUN = 120_000;

beforeAll(requireMoto, 90_000);

/** The same row with names of its own, since all rows run in one simulated account. */
function isolated(row: Case, id: string) {
  const rename = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replace(/:(function|stateMachine):/g, `:$1:${id}`)) as T;
  return {
    id,
    definition: rename(row.definition),
    input: row.input ?? {},
    functions: row.functions ?? {},
    children: rename(row.children ?? {}),
  };
}

async function runOnMoto(rows: readonly Case[]): Promise<Map<string, Outcome>> {
  const results = await runPython(
    'run_machines.py',
    rows.map((row, index) => isolated(row, `c${index}-`)),
  );
  const outcome = (index: number): Outcome =>
    JSON.parse(
      JSON.stringify((results as Record<string, Outcome>)[`c${index}-`]).replaceAll(`c${index}-`, ''),
    ) as Outcome;
  return new Map(rows.map(({ name }, index) => [name, outcome(index)]));
}

async function expected(row: Case) {
  const { events } = await play(row);
  const history = row.events && {
    events: events.map((event) => event.type),
    previous: events.map((event) => event.previousEventId),
  };
  return { status: row.status, output: row.output, error: row.error, history };
}

function seen(row: Case, { status, output, error, events, previous }: Outcome) {
  const history = row.events && { events, previous };
  return {
    status,
    output: typeof output === 'string' ? (JSON.parse(output) as unknown) : undefined,
    error: error ?? undefined,
    history,
  };
}

test('each row that moto is not asked to agree on is in the table, with the reason', () => {
  const names = CASES.map(({ name }) => name);
  expect(Object.keys(differences).filter((name) => !names.includes(name))).toEqual([]);
  expect(Object.values(differences).filter(({ why }) => !/^It .*\.$|^Its .*\.$/.test(why))).toEqual([]);
  expect(names.length - Object.keys(differences).length).toBeGreaterThanOrEqual(130);
});

test(
  "moto's interpreter agrees on every row that is not in the table of differences, and on none that is",
  async () => {
    const rows = CASES.filter(({ name }) => !differences[name]?.varies);
    const outcomes = await runOnMoto(rows);
    const pairs = await Promise.all(
      rows.map(async (row) => ({
        name: row.name,
        expected: await expected(row),
        seen: seen(row, outcomes.get(row.name)!),
      })),
    );
    const isKnown = ({ name }: { name: string }): boolean => differences[name] !== undefined;
    const agrees = (pair: (typeof pairs)[number]): boolean => isDeepStrictEqual(pair.seen, pair.expected);
    expect(pairs.filter((pair) => !isKnown(pair) && !agrees(pair))).toEqual([]);
    expect(pairs.filter((pair) => isKnown(pair) && agrees(pair)).map(({ name }) => name)).toEqual([]);
  },
  LONGEST_RUN + 30_000,
);

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CASES } from '../../local/test/states/all-cases';
import type { Case } from '../../local/test/states/cases/case';
import { play } from '../../local/test/states/play';

interface Outcome {
  status: string;
  output?: string | null;
  error: string | null;
  events: string[];
  previous: number[];
}

/** The interpreter may be chosen, for a virtual environment with moto. */
const PYTHON = process.env.MOTO_PYTHON ?? 'python3';
const IMPORTS = 'import moto.stepfunctions.parser.asl.component.common.retry.retrier_decl, antlr4, jsonpath_ng, boto3';
const LONGEST_RUN = 120_000;

beforeAll(() => {
  const { status, stderr, error } = spawnSync(PYTHON, ['-c', IMPORTS], { encoding: 'utf8', timeout: 60_000 });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(
    `${PYTHON} cannot load moto (${reason}): pip install 'moto[stepfunctions]==5.2.5', and name that Python in MOTO_PYTHON`,
  );
}, 90_000);

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

function runOnMoto(rows: readonly Case[]): Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const file = join(folder, 'cases.json');
    writeFileSync(file, JSON.stringify(rows.map((row, index) => isolated(row, `c${index}-`))));
    const run = spawnSync(PYTHON, [join(__dirname, 'moto_runner.py'), file], {
      encoding: 'utf8',
      timeout: LONGEST_RUN,
      maxBuffer: 1e8,
    });
    if (run.status !== 0) throw new Error(`moto's interpreter could not be run: ${run.stderr}`);
    const results = JSON.parse(run.stdout) as Record<string, Outcome>;
    return rows.map(
      (_row, index) => JSON.parse(JSON.stringify(results[`c${index}-`]).replaceAll(`c${index}-`, '')) as Outcome,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
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

test(
  "moto's interpreter agrees on every row that does not say why it differs",
  async () => {
    const rows = CASES.filter((row) => row.motoDiffers === undefined);
    const outcomes = runOnMoto(rows);
    const pairs = await Promise.all(
      rows.map(async (row, index) => ({
        name: row.name,
        expected: await expected(row),
        seen: seen(row, outcomes[index] as Outcome),
      })),
    );
    expect(pairs.filter((pair) => !isDeepStrictEqual(pair.seen, pair.expected))).toEqual([]);
    expect(rows.length).toBeGreaterThan(100);
  },
  LONGEST_RUN + 30_000,
);

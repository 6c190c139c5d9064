import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deep } from './command/deep';
import { replayHint, tellViolation } from './command/report';
import { tryPermissions } from './command/permissions';
import { sample } from './command/sample';
import { trials, tryCases } from './command/trials';
import { digests, twice } from './command/twice';
import { emptyCase, type Case } from './engine/case';
import { history } from './engine/histories';
import { explore } from './engine/knowledge';
import { runCase } from './engine/run';
import { shrink } from './engine/shrink';
import { synthesize } from './engine/synthesis';

const project = join(__dirname, '..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '1' },
    replay: { type: 'string' },
    log: { type: 'string' },
    assembly: { type: 'string' },
    explore: { type: 'boolean', default: false },
    suites: { type: 'string' },
    take: { type: 'string', default: '30' },
    deep: { type: 'boolean', default: false },
    shard: { type: 'string', default: '1/1' },
    minutes: { type: 'string', default: '10' },
    inventories: { type: 'string' },
    strings: { type: 'string' },
    dates: { type: 'string' },
    twice: { type: 'string' },
    permissions: { type: 'string' },
    digests: { type: 'string' },
    backwards: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
});

/** A case as it is given: JSON, or a file with it. */
const read = (text: string): Case => ({
  ...emptyCase,
  ...(JSON.parse(existsSync(text) ? readFileSync(text, 'utf8') : text) as Partial<Case>),
});

/** Runs cases one after the other; of the first that violates an invariant, the shortest form is told. Returns the exit code. */
async function runAll(assembly: string, cases: readonly Case[], shrinks: boolean): Promise<number> {
  let failed = 0;
  for (const one of cases) {
    const outcome = await runCase(assembly, one, { keepLog: values.log !== undefined });
    if (values.log !== undefined) writeFileSync(values.log, `${outcome.log?.join('\n')}\n`);
    say(`seed ${one.seed}: ${outcome.struck} disturbances, ${outcome.cpuMilliseconds} ms, ${outcome.digest}`);
    if (outcome.violations.length === 0) continue;
    failed += 1;
    tellViolation(say, one, outcome);
    if (!shrinks) continue;
    say('Looking for a shorter history …');
    const shorter = await shrink(one, outcome, (given) => runCase(assembly, given));
    tellViolation(say, shorter, await runCase(assembly, shorter));
    say(replayHint(shorter));
  }
  return failed === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  for (const [name, trial] of Object.entries(trials)) {
    const count = values[name as keyof typeof trials];
    if (count !== undefined) return tryCases(project, trial, Number(count), say);
  }
  const assembly = values.assembly ?? synthesize(project);
  const seed = Number(values.seed);
  if (values.permissions !== undefined) return tryPermissions(project, assembly, values.permissions, say);
  if (values.digests !== undefined) return digests(assembly, seed, Number(values.digests), values.backwards);
  if (values.twice !== undefined) return twice(project, assembly, { first: seed, count: Number(values.twice) }, say);
  if (values.explore) {
    const known = await explore(assembly, say);
    writeFileSync(join(project, 'test', 'simulation', 'reached.json'), `${JSON.stringify(known, null, 2)}\n`);
    return 0;
  }
  if (values.deep)
    return deep(
      project,
      assembly,
      { shard: values.shard, minutes: Number(values.minutes), suites: values.suites },
      say,
    );
  if (values.suites !== undefined)
    return sample(
      project,
      assembly,
      { suites: values.suites.split(','), take: Number(values.take), record: values.record },
      say,
    );
  if (values.replay !== undefined) return runAll(assembly, [read(values.replay)], false);
  return runAll(
    assembly,
    Array.from({ length: Number(values.histories) }, (_, index) => history(seed + index)),
    true,
  );
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    say(`${error.name}: ${error.message}\n${error.stack ?? ''}`);
    process.exit(2);
  },
);

import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { switchable } from '../../local/kernel/facts';
import { offIn, type FactOff } from '../../local/test/kit/facts';
import { facts } from '../../scripts/facts/document';
import { switchOf } from '../../scripts/facts/row';

const root = join(__dirname, '..', '..');

/** A fact that can be off, where the test is in which it is off. */
interface Switched extends FactOff {
  id: string;
  title: string;
}

const switches: readonly Switched[] = facts
  .map(switchOf)
  .filter((each) => each !== undefined)
  .map((each) => ({ ...each, name: expressionOf(each.title) }));

/** The name of a test, in its groups, of that title with any values; of a group's title, the names of its tests. */
function expressionOf(title: string): string {
  const parts = title.split(/%[sdifjop#]|\$[\w.]+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return `(^| )${parts.join('.+')}( |$)`;
}

/** The switches in as few runs of jest as give every test at most one of them: a run costs more than its tests. */
const runs = switches.reduce<Switched[][]>((all, each) => {
  const free = all.find((run) => !run.some(({ file, name }) => file === each.file && name === each.name));
  if (free) free.push(each);
  else all.push([each]);
  return all;
}, []);

interface Outcome {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

/** Runs the tests of switches, each with its fact off, and returns how many of each fact passed and failed. */
function outcomesOf(run: readonly Switched[], off: readonly FactOff[] = run): Map<string, string[]> {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/jest/bin/jest.js'),
      ...new Set(run.map(({ file }) => file)),
      ...['--selectProjects', 'parts', '--json', '--silent', '--runInBand'],
      ...['--testNamePattern', run.map(({ name }) => name).join('|')],
    ],
    { cwd: root, encoding: 'utf8', env: { ...process.env, FACTS_OFF: JSON.stringify(off) }, maxBuffer: 1e8 },
  );
  const start = stdout.indexOf('{');
  if (start < 0) throw new Error(`jest printed no outcome: ${stderr}`);
  const outcomes = new Map<string, string[]>();
  for (const { name, assertionResults } of (JSON.parse(stdout.slice(start)) as Outcome).testResults)
    for (const { fullName, status } of assertionResults) {
      const of = offIn(run, relative(root, name), fullName) as Switched | undefined;
      if (of && status !== 'pending') outcomes.set(of.id, [...(outcomes.get(of.id) ?? []), status]);
    }
  return outcomes;
}

describe.each(runs.map((run, index) => ({ run, number: index + 1 })))('run $number', ({ run }) => {
  let outcomes: Map<string, string[]>;
  beforeAll(() => {
    outcomes = outcomesOf(run);
  });

  test.each(run)('without $id its test fails: $title', ({ id }) => {
    expect(outcomes.get(id)).toContain('failed');
  });
});

test('the tests that run with no fact switched off pass, so that a failure is that of the switch', () => {
  const ofOneFile = switches.filter(({ file }) => file === switches[0]!.file);
  expect([...outcomesOf(ofOneFile, []).values()].flat().filter((status) => status !== 'passed')).toEqual([]);
});

test('at least half of all facts are shown so', () => {
  expect(switches.length).toBeGreaterThanOrEqual(facts.length / 2);
});

test('every fact that local mode can lack is in the ledger with a switch', () => {
  const listed = facts.filter(({ option }) => option === 'without').map(({ id }) => id);
  expect(listed.sort()).toEqual([...switchable].sort());
  expect(switchable.filter((id) => !switches.some((each) => each.id === id))).toEqual([]);
});

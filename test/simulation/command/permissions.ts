import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyCase } from '../engine/case';
import { openWorld } from '../engine/world';
import { readAnswers, writeAnswers } from '../authorization/answers';
import { Judge, policiesOf } from '../authorization/judge';
import { killersOf } from '../authorization/killers';
import type { Question } from '../authorization/question';
import { isExplained, nameOf } from '../authorization/survivors';
import { setFigure } from './figures';
import { cpuSecondsSince, today } from './measure';

/**
 * Takes each permission and each condition away in turn and looks for a question that is answered otherwise: among
 * those of a folder (`SPAWN_TEST_QUESTIONS`) and those that are kept. Keeps one of each, and tells what nothing needs.
 */
export async function tryPermissions(
  project: string,
  assembly: string,
  folder: string,
  say: (line: string) => void,
): Promise<number> {
  const before = process.cpuUsage();
  const world = await openWorld(assembly, emptyCase, false);
  const policies = policiesOf(world.local);
  await world.close();
  const recorded = readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean),
  );
  const kept = existsSync(answersFile(project)) ? readAnswers(project) : [];
  const asked = [
    ...kept.map(({ question }) => question),
    ...[...new Set(recorded)].map((line) => JSON.parse(line) as Question),
  ];
  const killed = await killersOf(policies, asked);
  writeAnswers(project, killed, policies, await Judge.of(policies));
  const open = killed.filter(({ mutant, by }) => !by && !isExplained(mutant)).map(({ mutant }) => nameOf(mutant));
  const file = join(project, 'test', 'simulation', 'authorization', 'unasked.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : open;
  const more = open.filter((name) => !known.includes(name));
  for (const name of more) say(`T10: nothing has asked for ${name}: record a run that does, or take it away`);
  writeFileSync(file, `${JSON.stringify([...new Set(open.filter((name) => known.includes(name)))].sort(), null, 2)}\n`);
  for (const kind of ['grant', 'condition'] as const) {
    const own = killed.filter(({ mutant }) => mutant.kind === kind);
    const count = (which: (one: (typeof own)[number]) => boolean): number => own.filter(which).length;
    say(
      `T10: ${own.length} ${kind}s: ${count(({ by }) => by !== undefined)} told by a question, of these ` +
        `${count(({ by }) => by?.twisted === true)} made of an allowed one; ` +
        `${count(({ mutant, by }) => !by && isExplained(mutant))} explained; ` +
        `${count(({ mutant, by }) => !by && !isExplained(mutant))} that nothing has asked`,
    );
  }
  const last = { date: today(), run: killed.length, violations: open.length, cpu_seconds: cpuSecondsSince(before) };
  setFigure(project, 'T10', last);
  return more.length === 0 ? 0 : 1;
}

const answersFile = (project: string): string => join(project, 'test', 'simulation', 'authorization', 'answers.jsonl');

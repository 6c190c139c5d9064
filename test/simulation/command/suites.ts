import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../engine/knowledge';
import { poisonedAnswers } from './poisoned-answers';
import { deaths, eventChaos, histories, races, singleFaults, spread, type Named } from '../engine/suites';

/** How many histories a deep run may go through. */
const manyHistories = 10_000;

/** What the scenarios reach, as the last exploration found it. */
export const readKnowledge = (project: string): Knowledge =>
  JSON.parse(readFileSync(join(project, 'test', 'simulation', 'reached.json'), 'utf8')) as Knowledge;

const lists: Readonly<Record<string, (known: Knowledge) => Named[]>> = {
  T1: (known) => spread(singleFaults(known)),
  T3: (known) => spread(deaths(known)),
  T4: (known) => spread(eventChaos(known)),
  T5: () => histories(1, manyHistories),
  T7: () => spread(races()),
  T14: (known) => spread(poisonedAnswers(known)),
};

export const suiteNames = Object.keys(lists);

/** The cases of a suite, in the order in which they are run. */
export function casesOf(project: string, suite: string): Named[] {
  const list = lists[suite];
  if (!list) throw Object.assign(new Error(`no suite '${suite}': ${suiteNames.join(', ')}`), { name: 'WrongUsage' });
  return list(readKnowledge(project));
}

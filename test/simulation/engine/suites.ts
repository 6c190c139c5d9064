import { createHash } from 'node:crypto';
import { emptyCase, eventKinds, faultKinds, type Case } from './case';
import { history } from './histories';
import { applies, reading } from './kinds';
import type { Knowledge } from './knowledge';
import { beforeRace, race, racePoints, scenarios } from './scenarios';

/** One case of a suite. Its id is unique in the suite and stays the same while the code that it is about does. */
export interface Named {
  id: string;
  case: Case;
}

const caseOf = (scenario: string, more: Partial<Case>): Case => ({
  ...emptyCase,
  steps: scenarios[scenario] ?? [],
  ...more,
});
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** The scenario in which a call site is reached with the fewest calls in all. */
function cheapest(known: Knowledge): Map<string, { scenario: string; calls: number }> {
  const found = new Map<string, { scenario: string; calls: number; cost: number }>();
  for (const [scenario, { sites }] of Object.entries(known)) {
    const cost = Object.values(sites).reduce((sum, calls) => sum + calls, 0);
    for (const [site, calls] of Object.entries(sites))
      if ((found.get(site)?.cost ?? Infinity) > cost) found.set(site, { scenario, calls, cost });
  }
  return found;
}

/** T1: every call site with every kind of fault that can happen there, at its first, second and third call. */
export function singleFaults(known: Knowledge): Named[] {
  return [...cheapest(known)].flatMap(([site, { scenario, calls }]) => {
    const [name = '', action = ''] = site.split(' ');
    return range(Math.min(calls, 3)).flatMap((nth) =>
      faultKinds
        .filter((kind) => applies(kind, action) && (nth === 1 || !kind.startsWith('away')))
        .map((kind) => ({
          id: `${scenario}: ${site} #${nth} ${kind}`,
          case: caseOf(scenario, { faults: [{ function: name, action, nth, kind }] }),
        })),
    );
  });
}

/** T3: a function dies after each of its effects, and a run is cancelled or stopped at each state that it enters. */
export function deaths(known: Knowledge): Named[] {
  return Object.entries(known).flatMap(([scenario, { sites, transitions }]) => [
    ...Object.entries(sites)
      .filter(([site]) => !reading.test(site.split(' ')[1] ?? ''))
      .flatMap(([site, calls]) =>
        range(Math.min(calls, 12)).map((nth) => {
          const [name = '', action = ''] = site.split(' ');
          return {
            id: `${scenario}: ${site} #${nth} killed`,
            case: caseOf(scenario, { faults: [{ function: name, action, nth, kind: 'killed' }] }),
          };
        }),
      ),
    ...Object.entries(transitions).flatMap(([machine, count]) =>
      range(count).flatMap((nth) =>
        (['request', 'stop'] as const).map((by) => ({
          id: `${scenario}: ${machine} state ${nth} ${by}`,
          case: caseOf(scenario, { cancellations: [{ machine, nth, by }] }),
        })),
      ),
    ),
  ]);
}

/** T4: every event disturbed in every way, each alone and all of its kind together. */
export function eventChaos(known: Knowledge): Named[] {
  return Object.entries(known).flatMap(([scenario, { events }]) =>
    Object.entries(events).flatMap(([event, count]) =>
      [0, ...range(count)].flatMap((nth) =>
        eventKinds.map((kind) => ({
          id: `${scenario}: ${event} #${nth} ${kind}`,
          case: caseOf(scenario, { events: [{ event, nth, kind }] }),
        })),
      ),
    ),
  );
}

/** T5: random histories of four actors over three regions. */
export const histories = (first: number, count: number): Named[] =>
  range(count).map((index) => ({ id: `history ${first + index - 1}`, case: history(first + index - 1) }));

const choices = 8;

/**
 * T7: two cleanups, a launch, a tag that protects and a copy of one image. The last three begin at a call of the
 * cleanups, and eight choices between requests that wait are tried in all ways.
 */
export function races(): Named[] {
  return racePoints.flatMap((when) =>
    [0, choices].flatMap((window) =>
      range(2 ** choices).map((number) => {
        const order = range(choices).map((bit) => ((number - 1) >> (bit - 1)) & 1);
        const id = `race from ${when}, ${window} ${order.join('')}`;
        return { id, case: { ...emptyCase, steps: beforeRace, race: { steps: race(when), window, order } } };
      }),
    ),
  );
}

/** The cases in an order that spreads every part of the list over all of it, the same in every run. */
export function spread(cases: readonly Named[]): Named[] {
  const rank = ({ id }: Named): string => createHash('sha256').update(id).digest('hex');
  return cases
    .map((one) => ({ one, rank: rank(one) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ one }) => one);
}

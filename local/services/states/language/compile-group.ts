import type { JsonObject } from '../value/json';
import { isObject } from '../value/json';
import { compileState } from './compile-state';
import type { Location } from '../syntax/definition-error';
import { invalid, within } from '../syntax/definition-error';
import { requiredObject, text } from '../syntax/fields';
import type { State, StateGroup } from './state-types';

const LONGEST_NAME = 80;

/**
 * Compiles states with their StartAt. Every transition must lead to a state of the same group, and every state must be
 * reachable.
 */
export function compileGroup(source: JsonObject, location: Location): StateGroup {
  const states = new Map(
    Object.entries(requiredObject(source, 'States', location)).map(([name, state]): [string, State] => {
      if (name.length > LONGEST_NAME)
        throw invalid({ ...location, field: 'States' }, `the name '${name}' has more than ${LONGEST_NAME} characters.`);
      if (!isObject(state)) throw invalid({ state: name, field: '' }, 'must be an object.');
      return [name, compileState(name, state, compileGroup)];
    }),
  );
  const startAt = text(source, 'StartAt', location);
  if (startAt === undefined || !states.has(startAt))
    throw invalid(within(location, 'StartAt'), `'${startAt ?? ''}' is not a state here.`);
  checkTransitions(states, startAt);
  return { startAt, states };
}

/** The states that a state may lead to, each with the field that says so. */
function targets(state: State): [field: string, name: string][] {
  const named: [string, string | undefined][] = [['Next', state.next]];
  if (state.type === 'Choice')
    named.push(...state.rules.map(({ next }, index): [string, string] => [`Choices.${index}.Next`, next]), [
      'Default',
      state.fallback,
    ]);
  if ('catchers' in state)
    named.push(...state.catchers.map(({ next }, index): [string, string] => [`Catch.${index}.Next`, next]));
  return named.filter((target): target is [string, string] => target[1] !== undefined);
}

function checkTransitions(states: ReadonlyMap<string, State>, startAt: string): void {
  const reached = new Set([startAt]);
  for (const name of reached) {
    const state = states.get(name);
    for (const [field, target] of state ? targets(state) : []) {
      if (!states.has(target)) throw invalid({ state: name, field }, `'${target}' is not a state here.`);
      reached.add(target);
    }
  }
  const lost = [...states.keys()].find((name) => !reached.has(name));
  if (lost !== undefined) throw invalid({ state: lost, field: 'States' }, 'no state leads here.');
}

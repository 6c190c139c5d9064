import { StatesError } from '../value/errors';
import type { JsonObject } from '../value/json';
import { isObject } from '../value/json';
import type { Place } from '../syntax/definition-error';
import { invalid, within } from '../syntax/definition-error';
import type { Expression } from '../syntax/path-value';
import { compileExpression } from '../expression/compile';
import { fieldsOf, number, requiredList, requiredObject, text } from '../syntax/fields';
import type { MapState, ParallelState, StateGroup } from './state-types';
import { compileTemplate } from '../expression/template';

/** Compiles the states inside of a Parallel or a Map: handed in, since a container is a state of a group itself. */
export type CompileGroup = (source: JsonObject, place: Place) => StateGroup;

type OwnFields<S extends ParallelState | MapState> = S extends ParallelState
  ? Pick<ParallelState, 'type' | 'branches'>
  : Pick<MapState, 'type' | 'items' | 'itemSelector' | 'concurrency' | 'processor'>;

/** The fields of a Parallel or a Map that hold further states, and what chooses the items of a Map. */
export function compileContainer(
  type: 'Parallel' | 'Map',
  source: JsonObject,
  place: Place,
  compileGroup: CompileGroup,
): OwnFields<ParallelState> | OwnFields<MapState> {
  return type === 'Parallel' ? compileParallel(source, place, compileGroup) : compileMap(source, place, compileGroup);
}

function compileParallel(source: JsonObject, place: Place, compileGroup: CompileGroup): OwnFields<ParallelState> {
  const branches = requiredList(source, 'Branches', place).map((branch, index) => {
    const inside = within(within(place, 'Branches'), String(index));
    if (!isObject(branch)) throw invalid(inside, 'must be an object.');
    fieldsOf(branch, ['StartAt', 'States', 'Comment'], inside);
    return compileGroup(branch, inside);
  });
  return { type: 'Parallel', branches };
}

function compileMap(source: JsonObject, place: Place, compileGroup: CompileGroup): OwnFields<MapState> {
  const processor = requiredObject(source, 'ItemProcessor', place);
  const inside = within(place, 'ItemProcessor');
  fieldsOf(processor, ['StartAt', 'States', 'Comment', 'ProcessorConfig'], inside);
  if (processor.ProcessorConfig !== undefined) {
    const config = requiredObject(processor, 'ProcessorConfig', inside);
    fieldsOf(config, ['Mode'], within(inside, 'ProcessorConfig'));
    if (config.Mode !== undefined && config.Mode !== 'INLINE')
      throw invalid(
        within(inside, 'ProcessorConfig.Mode'),
        `${JSON.stringify(config.Mode)} is not simulated: use INLINE.`,
      );
  }
  return {
    type: 'Map',
    items: compileExpression(text(source, 'ItemsPath', place) ?? '$', within(place, 'ItemsPath')),
    itemSelector:
      source.ItemSelector === undefined
        ? undefined
        : compileTemplate(source.ItemSelector, within(place, 'ItemSelector')),
    concurrency: concurrency(source, place),
    processor: compileGroup(processor, inside),
  };
}

function concurrency(source: JsonObject, place: Place): Expression {
  const fixed = number(source, 'MaxConcurrency', place, { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true });
  const path = text(source, 'MaxConcurrencyPath', place);
  if (path === undefined) return () => fixed ?? 0;
  if (fixed !== undefined) throw invalid(within(place, 'MaxConcurrencyPath'), "cannot stand beside 'MaxConcurrency'.");
  const read = compileExpression(path, within(place, 'MaxConcurrencyPath'));
  return (data) => {
    const value = read(data);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    throw new StatesError(
      'States.Runtime',
      `Invalid path '${path}': MaxConcurrencyPath must select a whole number, and selects ${JSON.stringify(value)}`,
    );
  };
}

import { StatesError } from '../value/errors';
import type { JsonObject } from '../value/json';
import { isObject } from '../value/json';
import type { Location } from '../syntax/definition-error';
import { invalid, within } from '../syntax/definition-error';
import type { Expression } from '../syntax/path-value';
import { compileExpression } from '../expression/compile';
import { fieldsOf, number, requiredList, requiredObject, text } from '../syntax/fields';
import type { MapState, ParallelState, StateGroup } from './state-types';
import { compileTemplate } from '../expression/template';

/** Compiles the states inside of a Parallel or a Map: handed in, since a container is a state of a group itself. */
export type CompileGroup = (source: JsonObject, location: Location) => StateGroup;

type OwnFields<S extends ParallelState | MapState> = S extends ParallelState
  ? Pick<ParallelState, 'type' | 'branches'>
  : Pick<MapState, 'type' | 'items' | 'itemSelector' | 'concurrency' | 'processor'>;

/** Compiles the fields of a Parallel or a Map that hold further states, and what chooses the items of a Map. */
export function compileContainer(
  type: 'Parallel' | 'Map',
  source: JsonObject,
  location: Location,
  compileGroup: CompileGroup,
): OwnFields<ParallelState> | OwnFields<MapState> {
  return type === 'Parallel'
    ? compileParallel(source, location, compileGroup)
    : compileMap(source, location, compileGroup);
}

function compileParallel(source: JsonObject, location: Location, compileGroup: CompileGroup): OwnFields<ParallelState> {
  const branches = requiredList(source, 'Branches', location).map((branch, index) => {
    const inside = within(within(location, 'Branches'), String(index));
    if (!isObject(branch)) throw invalid(inside, 'must be an object.');
    fieldsOf(branch, ['StartAt', 'States', 'Comment'], inside);
    return compileGroup(branch, inside);
  });
  return { type: 'Parallel', branches };
}

function compileMap(source: JsonObject, location: Location, compileGroup: CompileGroup): OwnFields<MapState> {
  const processor = requiredObject(source, 'ItemProcessor', location);
  const inside = within(location, 'ItemProcessor');
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
    items: compileExpression(text(source, 'ItemsPath', location) ?? '$', within(location, 'ItemsPath')),
    itemSelector:
      source.ItemSelector === undefined
        ? undefined
        : compileTemplate(source.ItemSelector, within(location, 'ItemSelector')),
    concurrency: concurrency(source, location),
    processor: compileGroup(processor, inside),
  };
}

function concurrency(source: JsonObject, location: Location): Expression {
  const fixed = number(source, 'MaxConcurrency', location, { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true });
  const path = text(source, 'MaxConcurrencyPath', location);
  if (path === undefined) return () => fixed ?? 0;
  if (fixed !== undefined)
    throw invalid(within(location, 'MaxConcurrencyPath'), "cannot stand beside 'MaxConcurrency'.");
  const read = compileExpression(path, within(location, 'MaxConcurrencyPath'));
  return (data) => {
    const value = read(data);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    throw new StatesError(
      'States.Runtime',
      `Invalid path '${path}': MaxConcurrencyPath must select a whole number, and selects ${JSON.stringify(value)}`,
    );
  };
}

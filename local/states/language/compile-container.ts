import { StatesError } from '../errors';
import type { JsonObject } from '../json';
import { isObject } from '../json';
import { compileGroup } from './compile-group';
import type { Place } from './definition-error';
import { invalid, within } from './definition-error';
import type { Expression } from './expression';
import { compileExpression } from './expression';
import { fieldsOf, number, requiredList, requiredObject, text } from './fields';
import type { MapState, ParallelState } from './state-types';
import { compileTemplate } from './template';

type OwnFields<S extends ParallelState | MapState> = S extends ParallelState
  ? Pick<ParallelState, 'type' | 'branches'>
  : Pick<MapState, 'type' | 'items' | 'itemSelector' | 'concurrency' | 'processor'>;

/** The fields of a Parallel or a Map that hold further states, and what chooses the items of a Map. */
export function compileContainer(type: 'Parallel' | 'Map', source: JsonObject, place: Place): OwnFields<ParallelState> | OwnFields<MapState> {
  return type === 'Parallel' ? compileParallel(source, place) : compileMap(source, place);
}

function compileParallel(source: JsonObject, place: Place): OwnFields<ParallelState> {
  const branches = requiredList(source, 'Branches', place).map((branch, index) => {
    const inside = within(within(place, 'Branches'), String(index));
    if (!isObject(branch)) throw invalid(inside, 'must be an object.');
    fieldsOf(branch, ['StartAt', 'States', 'Comment'], inside);
    return compileGroup(branch, inside);
  });
  return { type: 'Parallel', branches };
}

function compileMap(source: JsonObject, place: Place): OwnFields<MapState> {
  const processor = requiredObject(source, 'ItemProcessor', place);
  const inside = within(place, 'ItemProcessor');
  fieldsOf(processor, ['StartAt', 'States', 'Comment', 'ProcessorConfig'], inside);
  if (processor.ProcessorConfig !== undefined) {
    const config = requiredObject(processor, 'ProcessorConfig', inside);
    fieldsOf(config, ['Mode'], within(inside, 'ProcessorConfig'));
    if (config.Mode !== undefined && config.Mode !== 'INLINE') throw invalid(within(inside, 'ProcessorConfig.Mode'), `${JSON.stringify(config.Mode)} is not simulated: use INLINE.`);
  }
  return {
    type: 'Map',
    items: compileExpression(text(source, 'ItemsPath', place) ?? '$', within(place, 'ItemsPath')),
    itemSelector: source.ItemSelector === undefined ? undefined : compileTemplate(source.ItemSelector, within(place, 'ItemSelector')),
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
    throw new StatesError('States.Runtime', `Invalid path '${path}': MaxConcurrencyPath must select a whole number, and selects ${JSON.stringify(value)}`);
  };
}

import type { JsonObject } from '../value/json';
import type { Place } from '../syntax/definition-error';
import { within } from '../syntax/definition-error';
import { compileResultPath } from '../expression/result-path';
import { compileCatch, compileRetry } from './retry';
import type { Fallible } from './state-types';
import { compileTemplate } from '../expression/template';

/** The fields that Task, Parallel and Map share. */
export function compileFallible(
  source: JsonObject,
  place: Place,
): Pick<Fallible, 'parameters' | 'resultSelector' | 'combine' | 'retriers' | 'catchers'> {
  return {
    parameters:
      source.Parameters === undefined ? undefined : compileTemplate(source.Parameters, within(place, 'Parameters')),
    resultSelector:
      source.ResultSelector === undefined
        ? undefined
        : compileTemplate(source.ResultSelector, within(place, 'ResultSelector')),
    combine: compileResultPath(source.ResultPath, within(place, 'ResultPath')),
    retriers: compileRetry(source.Retry, within(place, 'Retry')),
    catchers: compileCatch(source.Catch, within(place, 'Catch')),
  };
}

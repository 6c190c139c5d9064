import type { JsonObject } from '../value/json';
import type { Location } from '../syntax/definition-error';
import { within } from '../syntax/definition-error';
import { compileResultPath } from '../expression/result-path';
import { compileCatch, compileRetry } from './retry';
import type { Fallible } from './state-types';
import { compileTemplate } from '../expression/template';

/** Compiles the fields that Task, Parallel and Map share. */
export function compileFallible(
  source: JsonObject,
  location: Location,
): Pick<Fallible, 'parameters' | 'resultSelector' | 'combine' | 'retriers' | 'catchers'> {
  return {
    parameters:
      source.Parameters === undefined ? undefined : compileTemplate(source.Parameters, within(location, 'Parameters')),
    resultSelector:
      source.ResultSelector === undefined
        ? undefined
        : compileTemplate(source.ResultSelector, within(location, 'ResultSelector')),
    combine: compileResultPath(source.ResultPath, within(location, 'ResultPath')),
    retriers: compileRetry(source.Retry, within(location, 'Retry')),
    catchers: compileCatch(source.Catch, within(location, 'Catch')),
  };
}

import { StatesError } from '../value/errors';
import type { JsonObject } from '../value/json';
import { isObject } from '../value/json';
import type { Location } from '../syntax/definition-error';
import { invalid, within } from '../syntax/definition-error';
import type { Expression } from '../syntax/path-value';
import { compileExpression } from '../expression/compile';
import { number, text } from '../syntax/fields';
import { compileResource } from './resource';
import type { TaskState } from './state-types';

const LONGEST = 99_999_999;

/** Compiles the fields of a Task that no other state has. */
export function compileTask(
  source: JsonObject,
  location: Location,
): Pick<TaskState, 'type' | 'resource' | 'timeout' | 'heartbeat'> {
  const timeout = seconds(source, 'TimeoutSeconds', location);
  const heartbeat = seconds(source, 'HeartbeatSeconds', location);
  if (
    typeof source.HeartbeatSeconds === 'number' &&
    typeof source.TimeoutSeconds === 'number' &&
    source.HeartbeatSeconds >= source.TimeoutSeconds
  ) {
    throw invalid(
      within(location, 'HeartbeatSeconds'),
      `${source.HeartbeatSeconds} must be smaller than TimeoutSeconds (${source.TimeoutSeconds}).`,
    );
  }
  const parameters = isObject(source.Parameters) ? source.Parameters : undefined;
  const resource = compileResource(text(source, 'Resource', location), parameters, location);
  if (heartbeat && !(resource.kind === 'invoke' && resource.wait))
    throw invalid(
      within(location, 'HeartbeatSeconds'),
      'is simulated for .waitForTaskToken only, as nothing else sends heartbeats.',
    );
  return { type: 'Task', resource, timeout, heartbeat };
}

function seconds(source: JsonObject, field: string, location: Location): Expression | undefined {
  const fixed = number(source, field, location, { least: 1, most: LONGEST, whole: true });
  const path = text(source, `${field}Path`, location);
  if (path === undefined) return fixed === undefined ? undefined : () => fixed;
  if (fixed !== undefined) throw invalid(within(location, `${field}Path`), `cannot stand beside '${field}'.`);
  if (!path.startsWith('$')) throw invalid(within(location, `${field}Path`), `'${path}' is not a reference path.`);
  const read = compileExpression(path, within(location, `${field}Path`));
  return (data) => {
    const value = read(data);
    if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LONGEST) return value;
    throw new StatesError(
      'States.Runtime',
      `Invalid path '${path}': ${field}Path must select a positive whole number, and selects ${JSON.stringify(value)}`,
    );
  };
}

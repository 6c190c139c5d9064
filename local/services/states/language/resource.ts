import type { JsonObject } from '../value/json';
import type { Location } from '../syntax/definition-error';
import { invalid, within } from '../syntax/definition-error';
import { fieldsOf } from '../syntax/fields';

/** What a Task calls. `arn` is the Resource as written. */
export type Resource =
  | { kind: 'function'; arn: string }
  | { kind: 'invoke'; arn: string; wait: boolean }
  | { kind: 'execution'; arn: string; wait: boolean };

const FUNCTION = /^arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/;
const INTEGRATIONS: Readonly<Record<string, Pick<Resource, 'kind'> & { wait: boolean }>> = {
  'lambda:invoke': { kind: 'invoke', wait: false },
  'lambda:invoke.waitForTaskToken': { kind: 'invoke', wait: true },
  'states:startExecution': { kind: 'execution', wait: false },
  'states:startExecution.sync:2': { kind: 'execution', wait: true },
};

/**
 * Compiles the field Resource of a Task and the Parameters that go with it. Throws InvalidDefinition for integrations
 * that are not simulated.
 */
export function compileResource(
  arn: string | undefined,
  parameters: JsonObject | undefined,
  location: Location,
): Resource {
  const inside = within(location, 'Resource');
  if (arn === undefined) throw invalid(inside, 'is missing.');
  if (FUNCTION.test(arn)) return { kind: 'function', arn };
  const name = /^arn:aws[\w-]*:states:::(.+)$/.exec(arn)?.[1] ?? '';
  const integration = Object.hasOwn(INTEGRATIONS, name) ? INTEGRATIONS[name] : undefined;
  if (!integration)
    throw invalid(
      inside,
      `'${arn}' is not simulated: use a function's ARN or arn:aws:states:::{${Object.keys(INTEGRATIONS).join(', ')}}.`,
    );
  const fields = within(location, 'Parameters');
  if (!parameters) throw invalid(fields, `is missing: '${arn}' needs it.`);
  if (integration.kind === 'invoke') {
    checkParameters(parameters, 'FunctionName', ['FunctionName', 'Payload'], fields);
    return { kind: 'invoke', arn, wait: integration.wait };
  }
  checkParameters(parameters, 'StateMachineArn', ['StateMachineArn', 'Input', 'Name'], fields);
  return { kind: 'execution', arn, wait: integration.wait };
}

function checkParameters(parameters: JsonObject, required: string, known: string[], location: Location): void {
  fieldsOf(parameters, [...known, ...known.map((name) => `${name}.$`)], location);
  if (!(required in parameters) && !(`${required}.$` in parameters))
    throw invalid(within(location, required), 'is missing.');
}

import type { Call, Service } from './types';
import { AwsError } from './types';

/** One operation of a simulated API: the parameters that it models, and what it does. */
export interface Operation {
  parameters: readonly string[];
  run(call: Call): Record<string, any> | Promise<Record<string, any>>;
}

export type Operations = Readonly<Record<string, Operation>>;

/** A service made of operations; `operations` is what the documentation lists. */
export interface OperationService extends Service {
  readonly operations: Operations;
}

/**
 * Creates a service from a table of operations. It answers `UnknownOperationException` for an operation and
 * `UnsupportedParameter` for a parameter that is not in the table.
 */
export function createService(name: string, operations: Operations): OperationService {
  return {
    operations,
    async call(call) {
      const operation = operations[call.action];
      if (!operation) throw new AwsError('UnknownOperationException', `${name} ${call.action} is not simulated.`);
      for (const [parameter, value] of Object.entries(call.input)) {
        if (value !== undefined && !operation.parameters.includes(parameter)) {
          throw new AwsError('UnsupportedParameter', `${name} ${call.action}.${parameter} is not simulated.`);
        }
      }
      return operation.run(call);
    },
  };
}

/**
 * Returns one page of a list: `next` is the token of the following page. Throws InvalidNextToken for a token that it
 * did not issue.
 */
export function page<T>(items: readonly T[], size: number, token: string | undefined): { items: T[]; next?: string } {
  const start = token === undefined ? 0 : Number(/^page-(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1]);
  if (Number.isNaN(start)) throw new AwsError('InvalidNextToken', `The token '${token}' was not made here.`);
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(`page-${end}`).toString('base64') : undefined,
  };
}

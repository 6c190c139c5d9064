import { NormalizedSchema } from '@smithy/core/schema';
import { decode, treeOf, type Dialect } from './input';
import { AwsError } from '../../kernel/types';
import { operationSchemas } from './ec2-schemas';

/** EC2 writes members with a capital, and the items of a list right below its name. */
const dialect: Dialect = {
  memberName: (name, { ec2QueryName, xmlName }) => ec2QueryName ?? capitalized(xmlName ?? name),
  itemsOf: (node) => node,
};

/**
 * Reads a request of EC2's query protocol into the SDK's input. Throws AwsError `InvalidAction`, `UnsupportedOperation`
 * (an action that is not simulated), `UnknownParameter` or `InvalidParameterValue`, each naming what is wrong.
 */
export function decodeEc2Request(body: string): { action: string; input: Record<string, any> } {
  const { Action: action, Version: _version, ...parameters } = treeOf(new URLSearchParams(body));
  if (typeof action !== 'string' || !/^[A-Z][A-Za-z0-9]+$/.test(action)) {
    throw new AwsError(
      'InvalidAction',
      `The action ${JSON.stringify(action ?? '')} is not valid for this web service.`,
    );
  }
  const schema = Object.hasOwn(operationSchemas, action) ? operationSchemas[action] : undefined;
  if (!schema) throw new AwsError('UnsupportedOperation', `${action} is not simulated`);
  return {
    action,
    input: decode(dialect, NormalizedSchema.of(schema[4] as never), parameters, '') as Record<string, any>,
  };
}

function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

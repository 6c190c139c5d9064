import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../types';
import { operationSchemas } from './schemas';

type Node = string | { [key: string]: Node };

/** The tree of `A.1.B=value` parameters. */
function treeOf(parameters: Iterable<[string, string]>): { [key: string]: Node } {
  const root: { [key: string]: Node } = Object.create(null);
  for (const [name, value] of parameters) {
    const keys = name.split('.');
    const last = keys.pop() ?? '';
    let node = root;
    for (const key of keys) {
      const next = node[key];
      node = typeof next === 'object' ? next : (node[key] = Object.create(null) as { [key: string]: Node });
    }
    node[last] = value;
  }
  return root;
}

/**
 * Reads a request of EC2's query protocol into the SDK's input. Throws AwsError `InvalidAction`, `UnsupportedOperation` (an
 * action that is not simulated), `UnknownParameter` or `InvalidParameterValue`, each naming what is wrong.
 */
export function decodeEc2Request(body: string): { action: string; input: Record<string, any> } {
  const { Action: action, Version: _version, ...parameters } = treeOf(new URLSearchParams(body));
  if (typeof action !== 'string' || !/^[A-Z][A-Za-z0-9]+$/.test(action)) {
    throw new AwsError('InvalidAction', `The action ${JSON.stringify(action ?? '')} is not valid for this web service.`);
  }
  const schema = Object.hasOwn(operationSchemas, action) ? operationSchemas[action] : undefined;
  if (!schema) throw new AwsError('UnsupportedOperation', `${action} is not simulated`);
  return { action, input: decode(NormalizedSchema.of(schema[4] as never), parameters, '') as Record<string, any> };
}

function decode(schema: NormalizedSchema, node: Node, path: string): unknown {
  if (schema.isListSchema()) return decodeList(schema, node, path);
  if (schema.isStructSchema()) return decodeStructure(schema, node, path);
  if (typeof node !== 'string') throw new AwsError('UnknownParameter', `The parameter ${path}.${Object.keys(node)[0]} is not recognized`);
  return decodeScalar(schema, node, path);
}

function decodeList(schema: NormalizedSchema, node: Node, path: string): unknown[] {
  const member = schema.getValueSchema();
  // The protocol writes an empty list as the bare name.
  if (typeof node === 'string') return node === '' ? [] : [decode(member, node, path)];
  const stranger = Object.keys(node).find((key) => !/^[1-9]\d*$/.test(key));
  if (stranger !== undefined) throw new AwsError('UnknownParameter', `The parameter ${path}.${stranger} is not recognized`);
  return Object.keys(node)
    .sort((one, other) => Number(one) - Number(other))
    .map((key) => decode(member, node[key] as Node, `${path}.${key}`));
}

function decodeStructure(schema: NormalizedSchema, node: Node, path: string): Record<string, unknown> {
  const left = new Map(typeof node === 'string' ? [] : Object.entries(node));
  const structure: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits() as { ec2QueryName?: string; xmlName?: string };
    const key = traits.ec2QueryName ?? capitalized(traits.xmlName ?? name);
    const value = left.get(key);
    if (value === undefined) continue;
    left.delete(key);
    structure[name] = decode(member, value, join(path, key));
  }
  const [stranger] = left.keys();
  if (stranger !== undefined) throw new AwsError('UnknownParameter', `The parameter ${join(path, stranger)} is not recognized`);
  return structure;
}

function decodeScalar(schema: NormalizedSchema, text: string, path: string): unknown {
  if (schema.isBooleanSchema()) {
    if (!/^(true|false)$/i.test(text)) throw new AwsError('InvalidParameterValue', `Invalid value '${text}' for ${path}. Must be true or false.`);
    return text.toLowerCase() === 'true';
  }
  if (schema.isNumericSchema()) {
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new AwsError('InvalidParameterValue', `Invalid value '${text}' for ${path}. Must be a number.`);
    return Number(text);
  }
  if (schema.isTimestampSchema()) {
    const time = new Date(text);
    if (Number.isNaN(time.getTime())) throw new AwsError('InvalidParameterValue', `Invalid value '${text}' for ${path}. Must be an ISO 8601 time.`);
    return time;
  }
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'));
  return text;
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}

function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

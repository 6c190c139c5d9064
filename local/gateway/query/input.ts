import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../../kernel/types';

export type Node = string | { [key: string]: Node };

/** What sets the query protocols apart: how a member is called on the wire, and where the items of a list are. */
export interface Dialect {
  memberName(name: string, traits: { ec2QueryName?: string; xmlName?: string }): string;
  itemsOf(node: { [key: string]: Node }): { [key: string]: Node };
}

/** Returns the tree of `A.1.B=value` parameters. */
export function treeOf(parameters: Iterable<[string, string]>): { [key: string]: Node } {
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
 * Decodes a value of the SDK's schema from its part of the tree. Throws `UnknownParameter` or `InvalidParameterValue`,
 * naming the path.
 */
export function decode(dialect: Dialect, schema: NormalizedSchema, node: Node, path: string): unknown {
  if (schema.isListSchema()) return decodeList(dialect, schema, node, path);
  if (schema.isStructSchema()) return decodeStructure(dialect, schema, node, path);
  if (typeof node !== 'string')
    throw new AwsError('UnknownParameter', `The parameter ${path}.${Object.keys(node)[0]} is not recognized`);
  return decodeScalar(schema, node, path);
}

function decodeList(dialect: Dialect, schema: NormalizedSchema, node: Node, path: string): unknown[] {
  const member = schema.getValueSchema();
  // The protocol writes an empty list as the bare name.
  if (typeof node === 'string') return node === '' ? [] : [decode(dialect, member, node, path)];
  const items = dialect.itemsOf(node);
  const stranger = Object.keys(items).find((key) => !/^[1-9]\d*$/.test(key));
  if (stranger !== undefined)
    throw new AwsError('UnknownParameter', `The parameter ${path}.${stranger} is not recognized`);
  return Object.keys(items)
    .sort((one, other) => Number(one) - Number(other))
    .map((key) => decode(dialect, member, items[key] as Node, `${path}.${key}`));
}

function decodeStructure(
  dialect: Dialect,
  schema: NormalizedSchema,
  node: Node,
  path: string,
): Record<string, unknown> {
  const left = new Map(typeof node === 'string' ? [] : Object.entries(node));
  const structure: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits() as { ec2QueryName?: string; xmlName?: string };
    const key = dialect.memberName(name, traits);
    const value = left.get(key);
    if (value === undefined) continue;
    left.delete(key);
    structure[name] = decode(dialect, member, value, join(path, key));
  }
  const [stranger] = left.keys();
  if (stranger !== undefined)
    throw new AwsError('UnknownParameter', `The parameter ${join(path, stranger)} is not recognized`);
  return structure;
}

function decodeScalar(schema: NormalizedSchema, text: string, path: string): unknown {
  if (schema.isBooleanSchema()) {
    if (!/^(true|false)$/i.test(text))
      throw new AwsError('InvalidParameterValue', `Invalid value '${text}' for ${path}. Must be true or false.`);
    return text.toLowerCase() === 'true';
  }
  if (schema.isNumericSchema()) {
    if (!/^-?\d+(\.\d+)?$/.test(text))
      throw new AwsError('InvalidParameterValue', `Invalid value '${text}' for ${path}. Must be a number.`);
    return Number(text);
  }
  if (schema.isTimestampSchema()) {
    const time = new Date(text);
    if (Number.isNaN(time.getTime()))
      throw new AwsError('InvalidParameterValue', `Invalid value '${text}' for ${path}. Must be an ISO 8601 time.`);
    return time;
  }
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'));
  return text;
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}

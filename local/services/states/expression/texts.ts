import { createHash } from 'node:crypto';
import { uuid } from '../../../kernel/random';
import type { Json } from '../value/json';
import { isObject } from '../value/json';
import { text, type Intrinsic } from './arguments';

const LONGEST_ENCODED = 10_000;
const DIGESTS = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** The intrinsic functions for strings, by name. */
export const textFunctions: Record<string, Intrinsic> = {
  'States.Format': { least: 1, most: Infinity, apply: ([template, ...values]) => format(text(template), values) },
  'States.StringSplit': {
    least: 2,
    most: 2,
    apply: ([value, splitters]) => {
      const marks = text(splitters);
      const parts: string[] = [];
      let part = '';
      for (const character of `${text(value)}${marks.slice(0, 1)}`) {
        if (!marks.includes(character)) part += character;
        else {
          if (part !== '') parts.push(part);
          part = '';
        }
      }
      return part === '' ? parts : [...parts, part];
    },
  },
  'States.Base64Encode': {
    least: 1,
    most: 1,
    apply: ([value]) => Buffer.from(limited(text(value))).toString('base64'),
  },
  'States.Base64Decode': {
    least: 1,
    most: 1,
    apply: ([value]) => Buffer.from(limited(text(value)), 'base64').toString(),
  },
  'States.Hash': {
    least: 2,
    most: 2,
    apply: ([value, algorithm]) => {
      const digest = DIGESTS.get(text(algorithm));
      if (!digest) throw new Error(`the algorithm '${text(algorithm)}' is none of ${[...DIGESTS.keys()].join(', ')}.`);
      return createHash(digest)
        .update(limited(typeof value === 'string' ? value : JSON.stringify(value)))
        .digest('hex');
    },
  },
  'States.UUID': { least: 0, most: 0, apply: (_values, random) => uuid(random) },
};

function format(template: string, values: readonly Json[]): string {
  let used = 0;
  const result = template.replace(/\\([{}\\])|\{\}/g, (_whole, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[used];
    used += 1;
    if (value === undefined) throw new Error(`'${template}' has more places than there are values (${values.length}).`);
    return plain(value);
  });
  if (used < values.length) throw new Error(`'${template}' has ${used} places for ${values.length} values.`);
  return result;
}

/** AWS writes objects and arrays into a formatted string as Java does. */
function plain(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([name, inner]) => `${name}=${plain(inner)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

function limited(value: string): string {
  if (value.length > LONGEST_ENCODED)
    throw new Error(`the text has ${value.length} characters, more than ${LONGEST_ENCODED}.`);
  return value;
}

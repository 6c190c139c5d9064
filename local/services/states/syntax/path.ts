import type { Json } from '../value/json';
import { isObject } from '../value/json';
import type { Location } from './definition-error';
import type { Segment } from './path-parser';
import { parsePath } from './path-parser';

/** A JSONPath of a definition, ready to be read. */
export interface Path {
  readonly text: string;
  /** It starts with `$$`: it reads the context object instead of the input. */
  readonly context: boolean;
  /** It names at most one value (no wildcard, slice or descent). */
  readonly definite: boolean;
  readonly segments: readonly Segment[];
  /** The value in that root (all of them as an array when not definite); undefined when there is none. */
  find(root: Json): Json | undefined;
}

/**
 * Compiles a JSONPath: `$`, names, `['names']`, indices, `[*]`, slices and `..`. Throws InvalidDefinition for all else
 * (filters, unions, functions).
 */
export function compilePath(text: string, location: Location): Path {
  const context = text.startsWith('$$');
  const segments = parsePath(context ? text.slice(1) : text, location);
  const definite = segments.every((segment) => segment.kind === 'name' || segment.kind === 'index');
  return {
    text,
    context,
    definite,
    segments,
    find: definite ? (root) => findOne(root, segments) : (root) => findAll(root, segments),
  };
}

function child(value: Json, segment: Segment): Json | undefined {
  if (segment.kind === 'name')
    return isObject(value) && Object.hasOwn(value, segment.name) ? value[segment.name] : undefined;
  if (segment.kind === 'index') return Array.isArray(value) ? value.at(segment.index) : undefined;
  return undefined;
}

function findOne(root: Json, segments: readonly Segment[]): Json | undefined {
  let value: Json | undefined = root;
  for (const segment of segments) {
    if (value === undefined) return undefined;
    value = child(value, segment);
  }
  return value;
}

function findAll(root: Json, segments: readonly Segment[]): Json | undefined {
  const open = segments.findIndex((segment) => segment.kind !== 'name' && segment.kind !== 'index');
  const start = findOne(root, segments.slice(0, open));
  // As in Jayway's JSONPath, which AWS uses: only the part before the first wildcard must exist.
  if (start === undefined) return undefined;
  return segments
    .slice(open)
    .reduce<Json[]>((values, segment) => values.flatMap((value) => select(value, segment)), [start]);
}

function select(value: Json, segment: Segment): Json[] {
  switch (segment.kind) {
    case 'all':
      return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    case 'slice':
      return Array.isArray(value) ? value.slice(segment.from, segment.to) : [];
    case 'descend':
      return [
        value,
        ...(typeof value === 'object' && value !== null
          ? Object.values(value).flatMap((inner) => select(inner, segment))
          : []),
      ];
    default: {
      const found = child(value, segment);
      return found === undefined ? [] : [found];
    }
  }
}

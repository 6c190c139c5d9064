import { seededRandom } from '../../../kernel/random';
import type { Json } from '../value/json';
import { integer, object, text, type Intrinsic } from './arguments';

/** The intrinsic functions for objects, JSON and numbers, by name. */
export const objectFunctions: Record<string, Intrinsic> = {
  'States.StringToJson': { least: 1, most: 1, apply: ([value]) => JSON.parse(text(value)) as Json },
  'States.JsonToString': { least: 1, most: 1, apply: ([value]) => JSON.stringify(value) },
  'States.JsonMerge': {
    least: 3,
    most: 3,
    apply: ([first, second, deep]) => {
      if (deep !== false) throw new Error('AWS offers shallow merging only: the third argument must be false.');
      return { ...object(first), ...object(second) };
    },
  },
  'States.MathAdd': { least: 2, most: 2, apply: ([first, second]) => integer(first) + integer(second) },
  'States.MathRandom': {
    least: 2,
    most: 3,
    apply: ([first, last, seed], random) => {
      const [from, to] = [integer(first), integer(last)];
      if (to <= from) throw new Error(`the end ${to} must be above the start ${from}.`);
      const draw = seed === undefined ? random : seededRandom(integer(seed));
      return from + Math.floor(draw() * (to - from));
    },
  },
};

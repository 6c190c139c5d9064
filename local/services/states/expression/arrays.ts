import { isDeepStrictEqual } from 'node:util';
import { array, integer, type Intrinsic } from './arguments';

const LONGEST_RANGE = 1000;

/** The intrinsic functions for arrays, by name. */
export const arrayFunctions: Record<string, Intrinsic> = {
  'States.Array': { least: 0, most: Infinity, apply: (values) => [...values] },
  'States.ArrayPartition': {
    least: 2,
    most: 2,
    apply: ([values, size]) => {
      const items = array(values);
      const length = integer(size);
      if (length < 1) throw new Error(`the chunk size must be positive, and is ${length}.`);
      return Array.from({ length: Math.ceil(items.length / length) }, (_, index) =>
        items.slice(index * length, (index + 1) * length),
      );
    },
  },
  'States.ArrayContains': {
    least: 2,
    most: 2,
    apply: ([values, sought]) => array(values).some((value) => isDeepStrictEqual(value, sought)),
  },
  'States.ArrayRange': {
    least: 3,
    most: 3,
    apply: ([first, last, step]) => {
      const [from, to, by] = [integer(first), integer(last), integer(step)];
      if (by === 0) throw new Error('the step must not be 0.');
      const length = Math.max(0, Math.floor((to - from) / by) + 1);
      if (length > LONGEST_RANGE)
        throw new Error(`a range has at most ${LONGEST_RANGE} items, and this one would have ${length}.`);
      return Array.from({ length }, (_, index) => from + index * by);
    },
  },
  'States.ArrayGetItem': {
    least: 2,
    most: 2,
    apply: ([values, index]) => {
      const items = array(values);
      const item = items[integer(index)];
      if (item === undefined) throw new Error(`index ${integer(index)} is outside of an array of ${items.length}.`);
      return item;
    },
  },
  'States.ArrayLength': { least: 1, most: 1, apply: ([values]) => array(values).length },
  'States.ArrayUnique': {
    least: 1,
    most: 1,
    apply: ([values]) =>
      array(values).filter((value, index, all) => all.findIndex((other) => isDeepStrictEqual(other, value)) === index),
  },
};

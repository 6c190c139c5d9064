import * as crypto from 'node:crypto';
import { uuid } from '../../kernel/random';
import type { Random } from '../../kernel/types';

const withNumber = (random: Random): Math =>
  Object.defineProperties({} as Math, {
    ...Object.getOwnPropertyDescriptors(Math),
    random: { value: random, configurable: true, writable: true },
  });

/**
 * Returns `Math` and node:crypto as a function finds them whose random numbers, ids and bytes come from a simulation.
 * Everything else is Node's own.
 */
export function seededSources(random: Random): { Math: Math; crypto: Record<string, unknown> } {
  const fill = <T extends ArrayBufferView>(view: T): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(random() * 256);
    return view;
  };
  const own = {
    randomUUID: () => uuid(random),
    randomBytes: (size: number) => fill(Buffer.alloc(size)),
    randomFillSync: fill,
    getRandomValues: fill,
    randomInt: (from: number, to?: number) =>
      to === undefined ? Math.floor(random() * from) : from + Math.floor(random() * (to - from)),
  };
  const webcrypto = { subtle: crypto.webcrypto.subtle, randomUUID: own.randomUUID, getRandomValues: fill };
  return { Math: withNumber(random), crypto: { ...crypto, ...own, webcrypto } };
}

import { seededRandom } from '../../../local/kernel/random';
import { emptyCase, faultKinds, type Case, type Step } from './case';

const actors = 4;
const steps = 32;

const kinds: [weight: number, name: string, options: Record<string, unknown>[]][] = [
  [
    6,
    'build',
    [
      { untested: true },
      { regions: ['us-west-2'], untested: true },
      { regions: ['eu-west-1', 'us-west-2'] },
      { fails: 'provision' },
      { fails: 'test' },
      { wait: false, untested: true },
    ],
  ],
  [2, 'cancel', [{}]],
  [4, 'plant', [{}, { stack: 'other' }]],
  [4, 'replicate', [{}, { regions: ['eu-west-1'] }, { which: 'oldest', regions: ['us-west-2', 'eu-west-1'] }]],
  [2, 'test', [{}]],
  [2, 'share', [{}, { which: 'oldest' }]],
  [1, 'unshare', [{}]],
  [3, 'deprecate', [{}, { which: 'oldest' }]],
  [2, 'undeprecate', [{}, { which: 'oldest' }]],
  [2, 'revoke', [{ which: 'oldest' }]],
  [2, 'restore', [{}]],
  [2, 'promote', [{}, { which: 'oldest' }]],
  [1, 'rollback', [{}]],
  [2, 'keep', [{}, { which: 'oldest' }]],
  [1, 'refer', [{ which: 'oldest' }]],
  [3, 'remove', [{ which: 'oldest' }, {}]],
  [3, 'cleanup', [{ named: true }, {}]],
  [3, 'launch', [{ name: 'one' }, { body: { stack: 'tool' } }]],
  [2, 'terminate', [{}]],
  [1, 'create', [{}]],
  [1, 'night', [{}]],
  [1, 'health', [{}]],
  [3, 'wait', [{ minutes: 3 }, { minutes: 17 }, { minutes: 40 }]],
];
const total = kinds.reduce((sum, [weight]) => sum + weight, 0);

/** Returns a history of four actors, drawn from a seed, in which one call in twenty of a function fails somehow. */
export function history(seed: number): Case {
  const random = seededRandom(`history ${seed}`);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const drawn = (): { do: string; with: Record<string, unknown> } => {
    let left = random() * total;
    for (const [weight, name, options] of kinds) if ((left -= weight) < 0) return { do: name, with: pick(options) };
    return { do: 'wait', with: {} };
  };
  const all: Step[] = Array.from({ length: steps }, (_, index) => {
    const { do: name, with: options } = drawn();
    const version = { version: `1.${index}.0`, name: `${name}-${index}` };
    return { actor: index % actors, do: name, with: { ...version, ...options } };
  });
  const first: Step[] = [
    { actor: 0, do: 'policy' },
    { actor: 0, do: 'plant', with: { version: '0.1.0' } },
    { actor: 1, do: 'wait', with: { minutes: 12 } },
    { actor: 2, do: 'wait', with: { minutes: 12 } },
    { actor: 3, do: 'wait', with: { minutes: 12 } },
  ];
  return { ...emptyCase, seed, steps: [...first, ...all], rate: 0.05 };
}

/** Kinds that befall calls by rate: those that last for long would leave nothing else to see. */
export const frequentKinds = faultKinds.filter(
  (kind) => !/^(away|never|throttled-20|unavailable-3|invisible)/.test(kind),
);

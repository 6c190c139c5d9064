import { inventory, wrongPlan } from '../../simulation/engine/inventory/random';
import { removable } from '../../simulation/engine/inventory/naive';

const seeds = Array.from({ length: 600 }, (_, index) => index + 1);

test('plans of random inventories are those of the policy read image by image, and a protection never removes more', () => {
  expect(seeds.map((seed) => [seed, wrongPlan(seed)]).filter(([, what]) => what !== undefined)).toEqual([]);
});

test('the inventories have something to remove, and something that only one rule keeps', () => {
  const sizes = seeds.map((seed) => removable(inventory(seed)).length);
  expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(300);
  const unread = seeds.filter((seed) => {
    const given = inventory(seed);
    const read = { ...given.references, unread: [] };
    return removable({ ...given, references: read }).length > removable(given).length;
  });
  expect(unread.length).toBeGreaterThan(10);
});

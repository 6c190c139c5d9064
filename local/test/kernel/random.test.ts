import { hex, seededRandom, uuid } from '../../kernel/random';

const row = (seed: number | string) => Array.from({ length: 5 }, seededRandom(seed));

test('the same seed gives the same row, another seed another', () => {
  expect(row('build')).toEqual(row('build'));
  expect(row(1)).not.toEqual(row(2));
  expect(row('a')).not.toEqual(row('b'));
});

test('numbers are in [0, 1) and spread evenly', () => {
  const random = seededRandom(7);
  const numbers = Array.from({ length: 10_000 }, random);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toBeCloseTo(0.5, 1);
});

test('identifiers have the form that AWS and the RFC give them', () => {
  const random = seededRandom(1);
  expect(hex(random, 17)).toMatch(/^[0-9a-f]{17}$/);
  expect(uuid(random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

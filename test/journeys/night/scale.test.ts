import { measureCatalog } from '../../../scripts/bench/catalog';
import { assemblyOf } from '../../kit/assemblies';

test('four times as many images cost a night, a list, a choice and a cleanup plan not one call of AWS more', async () => {
  const callsOf = async (size: number): Promise<Record<string, number>> => {
    const { 'the night that finds them': finding, ...measured } = await measureCatalog(assemblyOf('dev'), size);
    expect(finding!.calls).toBeGreaterThan(size);
    return Object.fromEntries(Object.entries(measured).map(([what, { calls }]) => [what, calls]));
  };
  const few = await callsOf(30);
  expect(Object.keys(few)).toEqual(['a night', 'the first page of list-amis', 'resolve', 'a cleanup plan']);
  expect(await callsOf(120)).toEqual(few);
});

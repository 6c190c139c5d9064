import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { assemblyOf } from '../kit/assemblies';
import { emptyCase } from './engine/case';
import { perform } from './engine/steps';
import { newMemory, User } from './engine/user';
import { openWorld } from './engine/world';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Runs a build of which one function is killed and ends with a program of a machine still running. */
async function closedWorld(): Promise<WeakRef<object>> {
  const faults = [{ function: 'launch-builder', action: 'ec2:RunInstances', nth: 1, kind: 'killed' as const }];
  const world = await openWorld(assemblyOf('next'), { ...emptyCase, faults }, false);
  const users = [new User(world, newMemory(), 'user')];
  await world.clock.until(
    perform(users, [
      { actor: 0, do: 'build' },
      { actor: 0, do: 'launch' },
    ]),
  );
  await world.close();
  return new WeakRef(world.local.world);
}

test('a simulation that is closed is given back, with its killed functions and its running machines', async () => {
  const worlds = [];
  for (let count = 0; count < 3; count += 1) worlds.push(await closedWorld());
  await new Promise(setImmediate);
  collect();
  // The functions that stay warm may know the last one.
  expect(worlds.slice(0, 2).map((world) => world.deref() === undefined)).toEqual([true, true]);
});

import type { Case, Outcome, Violation } from './case';
import { check } from './invariants';
import { perform } from './steps';
import { newMemory, User } from './user';
import { hours, minutes, openWorld, type World } from './world';

/** The reaper lets a run that has ended remove its own for 15 minutes, and runs every 15 minutes. */
const reaperPeriod = 31 * minutes;

/** Runs one history and checks it. The same case gives the same log in every process. */
export async function runCase(assembly: string, given: Case, { keepLog = false } = {}): Promise<Outcome> {
  const before = process.cpuUsage();
  const world = await openWorld(assembly, given, keepLog);
  try {
    const all = [...given.steps, ...(given.race?.steps ?? [])];
    const actors = Math.max(0, ...all.map(({ actor }) => actor)) + 1;
    const memory = newMemory();
    const users = Array.from({ length: actors }, (_, actor) => new User(world, memory, `user-${actor}`));
    const stuck = await limited(world, act(world, users, given));
    const { violations, repairedAtNight } = stuck
      ? { violations: [stuck], repairedAtNight: false }
      : await world.clock.until(afterwards(world, new User(world, memory, 'auditor')));
    const { user, system } = process.cpuUsage(before);
    return {
      violations,
      digest: world.log.digest(),
      ...(world.log.lines && { log: world.log.lines }),
      sites: world.faults.sites(),
      events: world.events.counts,
      transitions: world.cancellations.counts,
      struck: world.faults.struck + world.events.struck + world.cancellations.struck + world.poisons.struck,
      faults: world.faults.drawn,
      choices: world.transport.choices,
      repairedAtNight,
      cpuMilliseconds: Math.round((user + system) / 1000),
    };
  } finally {
    await world.close();
  }
}

async function act({ transport }: World, users: readonly User[], { steps, race }: Case): Promise<void> {
  await perform(users, steps);
  if (!race) return;
  transport.begin(race);
  await perform(users, race.steps);
  transport.end();
}

/** A history that does not end within four days is one that hangs. */
async function limited(world: World, acting: Promise<void>): Promise<Violation | undefined> {
  const late = new AbortController();
  const limit = world.clock.sleep(96 * hours, late.signal).then(
    () => ({ invariant: 'I4' as const, what: 'the history does not end' }),
    () => undefined,
  );
  const ended = acting.then(() => undefined);
  const outcome = await world.clock.until(Promise.race([ended, limit]));
  late.abort();
  return outcome;
}

async function afterwards(world: World, auditor: User): Promise<Awaited<ReturnType<typeof check>>> {
  const { clock, faults } = world;
  const back = faults.backAt() - clock.now();
  if (back > 0) await clock.sleep(back);
  world.calm();
  for (const { id } of auditor.memory.runs) await auditor.ended(id);
  await clock.sleep(reaperPeriod);
  return check(auditor);
}

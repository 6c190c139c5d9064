import { listChannels } from '../../aws/catalog/channels';
import { allImages } from '../../aws/catalog/releases';
import { getRun, listRunningRuns } from '../../aws/catalog/runs';
import { listStackPolicies } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { nightCaller } from '../../core/build/rebuild';
import { operationIdOf } from '../../core/lib/identifier';
import { truncateLines } from '../../core/lib/truncate';
import type { Image } from '../../core/model/image';
import type { BuildPlan } from '../../core/model/run';
import { channelImages, dueRetests, failedRetests } from '../../core/channel/retest';
import { machineTimeouts, testFacts } from '../../core/run/machine-inputs';
import { nightInput } from '../../core/run/step-inputs';
import { operationLimits } from '../../core/run/time-limits';
import { policyOf } from '../../core/stack/policy';
import { idPartOf, newRun, startRun } from '../../usecases/run/start';
import { step } from '../../usecases/runtime/step';

// Each launches an instance of every type of the test.
const mostAtOnce = 5;
// Images without a test are looked up every night, so their number is limited.
const mostLooks = 20;

/** Returns why an image cannot be tested again; undefined when it can. */
function obstacle(test: BuildPlan['test']): string | undefined {
  if (!test) return 'no recipe with a test made it';
  const allowed = environment().settings.allowed_instance_types;
  const other = allowed && test.instance_types.find((type) => !allowed.includes(type));
  return other ? `the settings do not allow the instance type ${other} of its test` : undefined;
}

/**
 * Starts the test of a recipe on its image again. Its instances are terminated when it fails too, unless the recipe
 * keeps them.
 */
async function startRetest(image: Image, test: NonNullable<BuildPlan['test']>, now: Date): Promise<string> {
  const asking = { caller: nightCaller, now };
  const { timeout_seconds, keep_on_failure } = test;
  const run = newRun(asking, {
    build_id: operationIdOf(idPartOf(asking)),
    kind: 'test',
    region: image.region,
    ami_id: image.ami_id,
    image_name: image.name,
    stack: image.stack,
    version: image.version,
    variant: image.variant,
    request: { auto_terminate: true, timeout_seconds, keep_on_failure },
  });
  const input = {
    build_id: run.build_id,
    image: { ami_id: image.ami_id, region: image.region },
    tests: test.instance_types.map((type) => testFacts(test, type)),
    timeouts: machineTimeouts(operationLimits),
    standalone: true,
  };
  await startRun(run, { input });
  return run.build_id;
}

/**
 * Tests again what channels point to, with the test of its recipe, as the policies of the stacks say. A failed test
 * changes neither the image nor the channel. What exceeds the limit of one night is left for the next.
 */
export const handler = step(nightInput, async (_input, now) => {
  const days = new Map(
    (await listStackPolicies()).flatMap((record) => {
      const { retest_days } = policyOf(record);
      return retest_days === undefined || retest_days === null ? [] : [[record.stack, retest_days] as const];
    }),
  );
  if (days.size === 0) return { started: 0, later: 0, failing: 0, untestable: 0, lines: [] };
  const [images, channels, running] = [await allImages('all'), await listChannels(), await listRunningRuns(['test'])];
  const found = channelImages(images, channels, { days, deployment: environment().deployment });
  const busy = new Set(running.flatMap(({ ami_id }) => ami_id ?? []));
  const due = dueRetests(found, { days, busy }, now);
  const room = mostAtOnce - running.filter(({ requested_by }) => requested_by === nightCaller).length;
  const lines: string[] = [];
  let [started, untestable] = [0, 0];
  for (const { image, channels: names } of due.slice(0, mostLooks)) {
    if (started >= room) break;
    const test = image.build_id === undefined ? undefined : (await getRun(image.build_id))?.plan?.test;
    const why = obstacle(test);
    if (!test || why !== undefined) {
      lines.push(`${image.name} (${image.ami_id}) cannot be tested again: ${why}`);
      untestable += 1;
      continue;
    }
    const id = await startRetest(image, test, now);
    lines.push(`${image.name} (${image.ami_id}), to which ${names.join(', ')} points, is tested again as ${id}`);
    started += 1;
  }
  const failed = failedRetests(found);
  return {
    started,
    later: due.length - started - untestable,
    failing: failed.length,
    untestable,
    lines: truncateLines([...failed, ...lines]),
  };
});

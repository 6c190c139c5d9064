import { explainAwsError, isAwsError, messageOf } from '../../aws/client/errors';
import { terminateInstances } from '../../aws/instance/end';
import { describeInstances } from '../../aws/instance/describe';
import { runInstance, type RunInstanceRequest } from '../../aws/instance/run';
import { sha256 } from '../../core/lib/digest';
import type { Ec2Instance } from '../../core/model/ec2';
import { SpawnError, type ErrorName } from '../../core/errors';
import { checkOneImage } from '../../core/instance/job-array';
import { refusedLaunch, triesOf, type RefusedTry } from '../../core/instance/launch-refusal';

// EC2 allows five simultaneous launches.
const atOnce = 5;

type Launch = Omit<RunInstanceRequest, 'subnetId'>;

/**
 * The rate of launches, and a callback that receives the number of launched instances. An error of either ends the
 * launch.
 */
export interface Pace {
  beforeEach: (index: number) => Promise<void>;
  tell: (done: number) => Promise<void>;
}

// The state machine retries these errors. After the last attempt it terminates what was launched.
const retried: readonly string[] = ['RequestThrottled', 'AwsUnavailable'] satisfies ErrorName[];

// Each report writes the record of the run.
const reportEvery = 5;

/**
 * Launches all instances or none: after an error it terminates those that were launched, and throws the error with a
 * sentence about them. Each instance goes to the first subnet with capacity. Returns the instances in the order of the
 * requests; those in `kept`, by index, exist already. With a pace, an error that the state machine retries terminates
 * nothing, because EC2 would return the terminated instance for its client token.
 */
export async function launchAll(
  requests: readonly Launch[],
  subnets: readonly (string | undefined)[],
  pace?: Pace,
  kept: ReadonlyMap<number, Ec2Instance> = new Map(),
): Promise<Ec2Instance[]> {
  const launched: Ec2Instance[] = [];
  for (const [index, instance] of kept) launched[index] = instance;
  let [next, done] = [0, 0];
  let refusal: { error: unknown } | undefined;
  const work = async (): Promise<void> => {
    while (next < requests.length && refusal === undefined) {
      const index = next++;
      try {
        if (launched[index] === undefined) {
          await pace?.beforeEach(index);
          launched[index] = await firstWithRoom(requests[index] as Launch, subnets);
        }
        done += 1;
        if (done % reportEvery === 0 || done === requests.length) await pace?.tell(done);
      } catch (error) {
        refusal ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, requests.length) }, work));
  try {
    if (refusal === undefined && requests[0]) checkOneImage(launched, requests[0].imageId);
  } catch (error) {
    refusal = { error };
  }
  if (refusal === undefined) return launched;
  if (requests.length === 1) throw refusal.error;
  const error = explainAwsError(refusal.error);
  if (pace && retried.includes(error.name)) throw error;
  throw await takenBack(error, Object.values(launched), requests.length);
}

/** Terminates launched instances and returns the error that says so, with those that could not be terminated. */
async function takenBack(error: Error, launched: readonly Ec2Instance[], size: number): Promise<Error> {
  const ids = launched.map(({ instance_id }) => instance_id);
  const [{ region } = { region: '' }] = launched;
  const failed = await terminateInstances(region, ids).then(
    () => undefined,
    (reason: unknown) => messageOf(reason),
  );
  const consequence =
    failed === undefined
      ? `None of the ${size} instances is kept: the ${ids.length} that had been launched are terminated.`
      : `${ids.join(', ')} had been launched and could not be terminated (${failed}): terminate them.`;
  if (error instanceof SpawnError)
    return new SpawnError(error.name as ErrorName, `${error.message} ${consequence}`, {
      ...error.details,
      ...(failed !== undefined && { left_behind: ids }),
    });
  return failed === undefined
    ? error
    : new SpawnError('LeftBehind', `${error.message} ${consequence}`, { left_behind: ids });
}

/**
 * Launches in the first subnet with capacity. If no subnet has capacity, throws an error with EC2's answer for each.
 */
async function firstWithRoom(launch: Launch, subnets: readonly (string | undefined)[]): Promise<Ec2Instance> {
  const tries: RefusedTry[] = [];
  for (const subnetId of subnets) {
    try {
      return await launchOnce({ ...launch, subnetId, clientToken: sha256(`${launch.clientToken}\n${subnetId ?? ''}`) });
    } catch (error) {
      const refused = triesOf(error);
      if (!refused) throw error;
      tries.push(...refused);
    }
  }
  throw refusedLaunch(tries, launch.region);
}

function checkSameType({ instance_id, instance_type }: Ec2Instance, { instanceType }: RunInstanceRequest): void {
  if (instance_type === instanceType) return;
  throw new SpawnError(
    'IdempotencyMismatch',
    `the Idempotency-Key was used to launch ${instance_id}, of type ${instance_type} and not ${instanceType}: terminate it if it is not needed, and use a new key.`,
    { instance_id },
  );
}

/**
 * Launches one instance. A repeated request has another time in its tags, so EC2 refuses its client token; the instance
 * of the first request is the result. Throws IdempotencyMismatch when that instance has another type.
 */
async function launchOnce(launch: RunInstanceRequest): Promise<Ec2Instance> {
  try {
    return await runInstance(launch);
  } catch (error) {
    if (!isAwsError(error, 'IdempotentParameterMismatch')) throw error;
    const [earlier] = await describeInstances(launch.region, {
      clientToken: launch.clientToken,
      states: ['pending', 'running'],
    });
    if (!earlier) throw error;
    checkSameType(earlier, launch);
    return earlier;
  }
}

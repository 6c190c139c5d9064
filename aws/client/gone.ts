import { DescribeImagesCommand, DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { SpawnError } from '../../core/errors';
import { nameOfLocation, type Location } from '../../core/model/location';
import { isAwsError, messageOf } from './errors';
import { ec2 } from './clients';

/** Returns whether EC2 answered that an image does not exist. */
export function deniesImage(error: unknown): boolean {
  return isAwsError(error, 'InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable');
}

/** Returns whether EC2 answered that an instance does not exist. */
export function deniesInstance(error: unknown): boolean {
  return isAwsError(error, 'InvalidInstanceID.NotFound');
}

/**
 * Confirms that an image is gone by a second query: DescribeImages by id, including disabled and deprecated images.
 * `error` is EC2's first answer, which is no proof: EC2 is eventually consistent (API reference, "Eventual
 * consistency"). Throws AwsUnavailable when EC2 still describes the image. For days after a deregistration the answer
 * by id is an empty list, and no error (API reference, DescribeImages; getmoto/moto#5050, checked on AWS).
 */
export async function confirmImageGone(location: Location, imageId: string, error: unknown): Promise<void> {
  const found = await ask('InvalidAMIID.NotFound', async () => {
    const { Images } = await ec2(location).send(
      new DescribeImagesCommand({ ImageIds: [imageId], IncludeDisabled: true, IncludeDeprecated: true }),
    );
    return Images?.find(({ ImageId }) => ImageId === imageId)?.State ?? 'deregistered';
  });
  if (found !== undefined && found !== 'deregistered')
    throw unconfirmedAbsence(`image ${imageId}`, location, found, error);
}

/**
 * Returns why a call about an image failed: undefined when a second query confirms that the image is gone,
 * AwsUnavailable when it does not.
 */
export async function errorUnlessGone(location: Location, imageId: string, error: unknown): Promise<unknown> {
  if (!deniesImage(error)) return error;
  return confirmImageGone(location, imageId, error).catch((unconfirmed: unknown) => unconfirmed);
}

/**
 * Confirms that an instance is gone by a second query: DescribeInstances by id, where terminated counts as gone. Throws
 * AwsUnavailable when EC2 still describes the instance.
 */
export async function confirmInstanceGone(region: string, instanceId: string, error: unknown): Promise<void> {
  const found = await ask('InvalidInstanceID.NotFound', async () => {
    const { Reservations } = await ec2(region).send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    return (
      (Reservations ?? [])
        .flatMap(({ Instances }) => Instances ?? [])
        .find(({ InstanceId }) => InstanceId === instanceId)?.State?.Name ?? 'unknown'
    );
  });
  if (found !== undefined && found !== 'terminated')
    throw unconfirmedAbsence(`instance ${instanceId}`, region, found, error);
}

async function ask(notFound: string, question: () => Promise<string>): Promise<string | undefined> {
  try {
    return await question();
  } catch (error) {
    if (isAwsError(error, notFound)) return undefined;
    throw error;
  }
}

/** Returns AwsUnavailable for a resource that one answer of EC2 denies and another describes in this state. */
export function unconfirmedAbsence(what: string, location: Location, state: string, error: unknown): SpawnError {
  const text = `EC2 answers that ${what} in ${nameOfLocation(location)} does not exist, but also that its state is ${state}. It is retried, or retry later.`;
  return new SpawnError('AwsUnavailable', text, {
    aws_error: error instanceof Error ? error.name : messageOf(error),
    state,
  });
}

import { DescribeImagesCommand, DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { SpawnError } from '../../core/errors';
import { nameOfLocation, type Location } from '../../core/model/location';
import { isAwsError, messageOf } from './errors';
import { ec2 } from './clients';

/** Whether EC2 answered a call about one image with the claim that it has no such image. */
export function deniesImage(error: unknown): boolean {
  return isAwsError(error, 'InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable');
}

/** Whether EC2 answered a call about instances with the claim that it has no such instance. */
export function deniesInstance(error: unknown): boolean {
  return isAwsError(error, 'InvalidInstanceID.NotFound');
}

/**
 * Returns when EC2 says to a second, different question that it has no such image: DescribeImages by id, disabled and
 * deprecated ones included. `error` is the first answer, which alone is no proof: EC2 is consistent only after a while,
 * and also gives it for images that it has (API reference, "Eventual consistency"). Throws AwsUnavailable where the two
 * answers differ.
 */
export async function confirmImageGone(location: Location, imageId: string, error: unknown): Promise<void> {
  const found = await ask('InvalidAMIID.NotFound', async () => {
    const { Images } = await ec2(location).send(
      new DescribeImagesCommand({ ImageIds: [imageId], IncludeDisabled: true, IncludeDeprecated: true }),
    );
    return Images?.find(({ ImageId }) => ImageId === imageId)?.State ?? 'not told';
  });
  if (found !== undefined && found !== 'deregistered')
    throw unconfirmedAbsence(`image ${imageId}`, location, found, error);
}

/**
 * Why a call about an image failed: undefined when the image is gone, which EC2 must say twice; AwsUnavailable where it
 * does not.
 */
export async function errorUnlessGone(location: Location, imageId: string, error: unknown): Promise<unknown> {
  if (!deniesImage(error)) return error;
  return confirmImageGone(location, imageId, error).catch((unconfirmed: unknown) => unconfirmed);
}

/**
 * Returns when EC2 says to a second, different question that it has no such instance: DescribeInstances by id, where a
 * terminated one is as good as gone. Throws AwsUnavailable where the two answers differ.
 */
export async function confirmInstanceGone(region: string, instanceId: string, error: unknown): Promise<void> {
  const found = await ask('InvalidInstanceID.NotFound', async () => {
    const { Reservations } = await ec2(region).send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    return (
      (Reservations ?? [])
        .flatMap(({ Instances }) => Instances ?? [])
        .find(({ InstanceId }) => InstanceId === instanceId)?.State?.Name ?? 'not told'
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

/** AwsUnavailable for something that EC2 denied to one question and described, in this state, in answer to another. */
export function unconfirmedAbsence(what: string, location: Location, state: string, error: unknown): SpawnError {
  const text = `EC2 says that it has no ${what} in ${nameOfLocation(location)}, and tells its state all the same: ${state}. It is tried again, or try later.`;
  return new SpawnError('AwsUnavailable', text, {
    aws_error: error instanceof Error ? error.name : messageOf(error),
    state,
  });
}

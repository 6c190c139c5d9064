import { DeleteImageCommand, GetImageCommand } from '@aws-sdk/client-imagebuilder';
import type { ImageBuilderRecord } from '../../core/model/image-builder';
import { isAwsError } from '../client/errors';
import { imageBuilder } from '../client/clients';

/** Returns the images in an Image Builder record, in all regions; undefined when there is no such record. */
export async function imagesOfRecord({
  arn,
  region,
}: ImageBuilderRecord): Promise<{ region: string; ami_id: string }[] | undefined> {
  try {
    const { image } = await imageBuilder(region).send(new GetImageCommand({ imageBuildVersionArn: arn }));
    return (image?.outputResources?.amis ?? []).map((ami) => ({ region: ami.region ?? '', ami_id: ami.image ?? '' }));
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

/** Deletes an Image Builder record. This does not delete its images (API reference, DeleteImage). */
export async function deleteRecord({ arn, region }: ImageBuilderRecord): Promise<void> {
  await imageBuilder(region).send(new DeleteImageCommand({ imageBuildVersionArn: arn }));
}

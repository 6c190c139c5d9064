import { ModifyImageAttributeCommand, ReplaceImageInstanceTypeSpecificationCommand } from '@aws-sdk/client-ec2';
import type { Location } from '../../core/model/location';
import { ec2 } from '../client/clients';

/**
 * Makes instances of an image require IMDSv2 unless their launch says otherwise. Repeating it changes nothing, and it
 * cannot be undone (API reference, ModifyImageAttribute).
 */
export async function specifyImdsV2(location: Location, imageId: string): Promise<void> {
  await ec2(location).send(new ModifyImageAttributeCommand({ ImageId: imageId, ImdsSupport: { Value: 'v2.0' } }));
}

/**
 * Makes EC2 launch an image only on these instance types and patterns, at most 100. EC2 refuses other types with
 * InvalidParameterCombination (API reference, ReplaceImageInstanceTypeSpecification).
 */
export async function allowLaunchTypes(location: Location, imageId: string, types: readonly string[]): Promise<void> {
  await ec2(location).send(
    new ReplaceImageInstanceTypeSpecificationCommand({
      ImageId: imageId,
      InstanceTypeSpecification: { SupportedInstanceTypes: [...types] },
    }),
  );
}

import { DescribeImageReferencesCommand, type ImageReference as Ec2Reference } from '@aws-sdk/client-ec2';
import type { ImageReference, ReferenceKind } from '../../core/model/reference';
import { ec2 } from '../client/clients';
import { everyPage, piecesOf } from '../client/pages';

// The most that one call takes (API reference of DescribeImageReferences).
const idsOfCall = 10;

const kinds: Record<string, ReferenceKind> = {
  'ec2:LaunchTemplate': 'launch-template',
  'ssm:Parameter': 'ssm-parameter',
  'imagebuilder:ImageRecipe': 'image-builder-recipe',
  'imagebuilder:ContainerRecipe': 'image-builder-recipe',
};

/**
 * What EC2 itself knows of the use of images in this account: launch templates in their newest `templateVersions`
 * versions (1 to 10,000; 10 are EC2's default), parameters, recipes of Image Builder. Instances are asked for
 * elsewhere: here the terminated ones count too.
 */
export async function describeImageReferences(
  region: string,
  amiIds: readonly string[],
  templateVersions: number,
): Promise<ImageReference[]> {
  const depth = { OptionName: 'version-depth' as const, OptionValues: [String(templateVersions)] };
  const found: ImageReference[] = [];
  for (const ids of piecesOf([...new Set(amiIds)], idsOfCall)) {
    const references = await everyPage('DescribeImageReferences', async (token) => {
      const answer = await ec2(region).send(
        new DescribeImageReferencesCommand({
          ImageIds: ids,
          ResourceTypes: [
            { ResourceType: 'ec2:LaunchTemplate', ResourceTypeOptions: [depth] },
            { ResourceType: 'ssm:Parameter' },
            { ResourceType: 'imagebuilder:ImageRecipe' },
            { ResourceType: 'imagebuilder:ContainerRecipe' },
          ],
          MaxResults: 1000,
          ...(token && { NextToken: token }),
        }),
      );
      return { items: answer.ImageReferences, next: answer.NextToken };
    });
    found.push(...references.map((reference) => referenceOf(region, reference)));
  }
  return found;
}

/** A kind that we do not know uses the image all the same. */
function referenceOf(region: string, { ImageId = '', ResourceType, Arn = '' }: Ec2Reference): ImageReference {
  const kind = kinds[ResourceType ?? ''];
  return {
    ami_id: ImageId,
    region,
    kind: kind ?? 'launch-template',
    name: nameOf(Arn),
    ...(kind === undefined && { detail: ResourceType }),
  };
}

/** `lt-…` of a template, `/path/name` of a parameter; anything else keeps its ARN. */
function nameOf(arn: string): string {
  return /:launch-template\/(lt-\w+)$/.exec(arn)?.[1] ?? /:parameter(\/.+)$/.exec(arn)?.[1] ?? arn;
}

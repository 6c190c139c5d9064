import { DescribeImageReferencesCommand, type ImageReference as Ec2Reference } from '@aws-sdk/client-ec2';
import type { ImageReference, ReferenceKind } from '../../core/model/reference';
import { ec2 } from '../client/clients';
import { unexpectedAnswer } from '../client/errors';
import { everyPage, piecesOf } from '../client/pages';

// The limit of one call (API reference of DescribeImageReferences).
const idsOfCall = 10;

const kinds: Record<string, ReferenceKind> = {
  'ec2:LaunchTemplate': 'launch-template',
  'ssm:Parameter': 'ssm-parameter',
  'imagebuilder:ImageRecipe': 'image-builder-recipe',
  'imagebuilder:ContainerRecipe': 'image-builder-recipe',
};

/**
 * Returns EC2's references to images in this account: launch templates in their newest `templateVersions` versions (1
 * to 10,000; EC2's default is 10), parameters, and Image Builder recipes. Does not request instances, because EC2
 * counts terminated ones here.
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

/** Returns a reference of EC2. A resource type that we do not know counts as a use too. */
function referenceOf(region: string, { ImageId, ResourceType, Arn = '' }: Ec2Reference): ImageReference {
  if (!ImageId) throw unexpectedAnswer('DescribeImageReferences', 'ImageId');
  const kind = kinds[ResourceType ?? ''];
  return {
    ami_id: ImageId,
    region,
    kind: kind ?? 'launch-template',
    name: nameOf(Arn),
    ...(kind === undefined && { detail: ResourceType }),
  };
}

/** Returns `lt-…` of a template or `/path/name` of a parameter; the ARN of anything else. */
function nameOf(arn: string): string {
  return /:launch-template\/(lt-\w+)$/.exec(arn)?.[1] ?? /:parameter(\/.+)$/.exec(arn)?.[1] ?? arn;
}

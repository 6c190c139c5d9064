import {
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type LaunchTemplateVersion,
} from '@aws-sdk/client-ec2';
import type { TemplateVersion } from '../../core/reference/launch-sources';
import { isAwsError } from '../client/errors';
import type { Tags } from '../../core/tags';
import { ec2 } from '../client/clients';
import { tagsOf } from '../client/ec2-filters';
import { everyPage } from '../client/pages';

/**
 * Returns the newest and the default version of every launch template of a region. The default one may be older than
 * any number of newest versions.
 */
export function currentTemplateVersions(region: string): Promise<TemplateVersion[]> {
  return versionsOf(region, { Versions: ['$Latest', '$Default'] });
}

/**
 * Returns versions of one template, by number, `$Latest` or `$Default`; none when the template or a version is gone.
 */
export async function templateVersions(
  region: string,
  template: { id?: string; name?: string },
  versions: readonly string[],
): Promise<TemplateVersion[]> {
  try {
    return await versionsOf(region, {
      ...(template.id ? { LaunchTemplateId: template.id } : { LaunchTemplateName: template.name }),
      Versions: [...new Set(versions)],
    });
  } catch (error) {
    // A version that cannot be launched does not use an image.
    if (
      isAwsError(
        error,
        'InvalidLaunchTemplateId.NotFound',
        'InvalidLaunchTemplateName.NotFoundException',
        'InvalidLaunchTemplateId.VersionNotFound',
      )
    )
      return [];
    throw error;
  }
}

/** Returns the tags of every launch template of a region, by id. */
export async function templateTags(region: string): Promise<Map<string, Tags>> {
  const found = await everyPage('DescribeLaunchTemplates', async (token) => {
    const answer = await ec2(region).send(
      new DescribeLaunchTemplatesCommand({ MaxResults: 200, ...(token && { NextToken: token }) }),
    );
    return { items: answer.LaunchTemplates, next: answer.NextToken };
  });
  return new Map(found.map(({ LaunchTemplateId = '', Tags: tags }) => [LaunchTemplateId, tagsOf(tags)]));
}

async function versionsOf(
  region: string,
  which: { LaunchTemplateId?: string; LaunchTemplateName?: string; Versions: string[] },
): Promise<TemplateVersion[]> {
  const found = await everyPage('DescribeLaunchTemplateVersions', async (token) => {
    const answer = await ec2(region).send(
      new DescribeLaunchTemplateVersionsCommand({ ...which, MaxResults: 200, ...(token && { NextToken: token }) }),
    );
    return { items: answer.LaunchTemplateVersions, next: answer.NextToken };
  });
  return found.map(factsOf);
}

function factsOf({
  LaunchTemplateId = '',
  LaunchTemplateName = '',
  VersionNumber = 0,
  DefaultVersion = false,
  LaunchTemplateData,
}: LaunchTemplateVersion): TemplateVersion {
  return {
    template_id: LaunchTemplateId,
    template_name: LaunchTemplateName,
    version: VersionNumber,
    is_default: DefaultVersion,
    ...(LaunchTemplateData?.ImageId && { image_id: LaunchTemplateData.ImageId }),
  };
}

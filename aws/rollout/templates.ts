import {
  CreateLaunchTemplateVersionCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  ModifyLaunchTemplateCommand,
} from '@aws-sdk/client-ec2';
import type { FoundTemplate } from '../../core/rollout/plan';
import { ec2 } from '../client/clients';
import { tagsOf } from '../client/ec2-filters';
import { isAwsError, unexpectedAnswer } from '../client/errors';

const absent = ['InvalidLaunchTemplateId.NotFound', 'InvalidLaunchTemplateName.NotFoundException'];

/** Returns a launch template by its id or name, with the image of its default version; undefined when it is gone. */
export async function readTemplate(region: string, idOrName: string): Promise<FoundTemplate | undefined> {
  try {
    const which = idOrName.startsWith('lt-') ? { LaunchTemplateIds: [idOrName] } : { LaunchTemplateNames: [idOrName] };
    const { LaunchTemplates: [template] = [] } = await ec2(region).send(new DescribeLaunchTemplatesCommand(which));
    if (!template?.LaunchTemplateId) return undefined;
    const { LaunchTemplateId, LaunchTemplateName = '', DefaultVersionNumber, LatestVersionNumber, Tags } = template;
    if (DefaultVersionNumber === undefined || LatestVersionNumber === undefined)
      throw unexpectedAnswer('DescribeLaunchTemplates', 'version numbers');
    const { LaunchTemplateVersions: [version] = [] } = await ec2(region).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [String(DefaultVersionNumber)] }),
    );
    return {
      template_id: LaunchTemplateId,
      name: LaunchTemplateName,
      default_version: DefaultVersionNumber,
      latest_version: LatestVersionNumber,
      ...(version?.LaunchTemplateData?.ImageId && { image_id: version.LaunchTemplateData.ImageId }),
      tags: tagsOf(Tags),
    };
  } catch (error) {
    if (isAwsError(error, ...absent)) return undefined;
    throw error;
  }
}

/** The version to make: what it is made from, and the image that replaces its own. */
export interface NewVersion {
  template_id: string;
  from_version: number;
  ami_id: string;
  description: string;
  /** The same token makes the same version. */
  token: string;
}

/** Makes a version of a launch template from another one and returns its number. */
export async function createTemplateVersion(
  region: string,
  { template_id, from_version, ami_id, description, token }: NewVersion,
): Promise<number> {
  const { LaunchTemplateVersion: made } = await ec2(region).send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId: template_id,
      SourceVersion: String(from_version),
      LaunchTemplateData: { ImageId: ami_id },
      VersionDescription: description,
      ClientToken: token,
    }),
  );
  if (made?.VersionNumber === undefined) throw unexpectedAnswer('CreateLaunchTemplateVersion', 'VersionNumber');
  return made.VersionNumber;
}

/** Makes a version of a launch template its default. */
export async function setDefaultVersion(region: string, templateId: string, version: number): Promise<void> {
  await ec2(region).send(
    new ModifyLaunchTemplateCommand({ LaunchTemplateId: templateId, DefaultVersion: String(version) }),
  );
}

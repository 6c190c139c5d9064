import { parameterImageId } from '../../aws/image/base';
import { findImage } from '../../aws/catalog/images';
import { listImagesOfStack } from '../../aws/catalog/releases';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { describeImage } from '../../aws/image/describe';
import { baseParameter, knownOwners } from '../../core/model/base';
import type { Ec2InstanceType } from '../../core/model/ec2';
import { SpawnError } from '../../core/errors';
import { checkImage, launchWarnings, vendorWarnings } from '../../core/image/check';
import { checkLaunchType } from '../../core/image/launch-types';
import { checkFits, needsOf } from '../../core/instance/type';
import { proofWarnings } from '../../core/release/proof';
import { isGone } from '../../core/image/usability';
import { selectImage } from '../../core/release/selection';
import { channelReleases } from '../channel/find';
import { noSuchStack } from '../stack/require';
import { originsOf } from '../image/require-proven';

export interface LaunchImage {
  ami_id: string;
  name: string;
  stack?: string;
  version?: string;
  reason: string;
  warnings: string[];
}

/**
 * Chooses the image of a launch: the named one, the newest of a stack that fits, or the newest Amazon Linux 2023 for
 * the type. `gone` are images of the stack that EC2 refused to launch.
 */
export async function chooseLaunchImage(
  asked: { ami?: string; stack?: string; version?: string; channel?: string },
  region: string,
  type: Ec2InstanceType,
  now: Date,
  gone: readonly LaunchImage[] = [],
): Promise<LaunchImage> {
  const needs = needsOf(type);
  if (asked.stack !== undefined) {
    const channel = await channelReleases(asked.channel, asked.stack);
    const { require_tests } = await getStackPolicy(asked.stack);
    const wanted = {
      stack: asked.stack,
      version: asked.version,
      channel,
      require_tests,
      gone: gone.map(({ ami_id }) => ami_id),
      region,
      architecture: needs.architecture,
      gpu: needs.gpu,
      instance_type: type.instance_type,
    };
    const ofStack = await listImagesOfStack(asked.stack);
    if (ofStack.every(isGone)) throw await noSuchStack(asked.stack);
    const { image, reason } = selectImage(ofStack, wanted);
    return {
      ami_id: image.ami_id,
      name: image.name,
      stack: image.stack,
      version: image.version,
      reason,
      warnings: [...gone.map((each) => goneWarning(each, image)), ...launchWarnings(image, now)],
    };
  }
  if (asked.ami === undefined) {
    const family = needs.gpu && needs.gpu_manufacturer === 'NVIDIA' ? 'al2023-gpu' : 'al2023';
    const path = baseParameter(family, needs.architecture);
    const id = await parameterImageId(region, path);
    return {
      ami_id: id,
      name: family,
      reason: `the newest ${family} for ${type.instance_type} (${needs.architecture})`,
      warnings: [],
    };
  }
  return namedImage(asked.ami, region, type, now);
}

/** Returns the warning of a launch that used another image because EC2 refused the first choice. */
function goneWarning(gone: LaunchImage, taken: { name: string; ami_id: string }): string {
  return `EC2 can no longer launch ${gone.name} (${gone.ami_id}); ${taken.name} (${taken.ami_id}) is used instead`;
}

async function namedImage(id: string, region: string, type: Ec2InstanceType, now: Date): Promise<LaunchImage> {
  const known = await findImage(id);
  if (known && known.region !== region) {
    throw new SpawnError(
      'ImageNotFound',
      `the image ${id} is in ${known.region}, but the launch is in ${region}, and image ids differ by region: use --ami-stack, or --region ${known.region}.`,
      { ami_id: id, region },
    );
  }
  if (known) {
    const image = checkImage(known, id, 'launch');
    checkFits(image, type);
    checkLaunchType(image, type);
    const isRequired = image.stack !== undefined && (await getStackPolicy(image.stack)).require_tests;
    return {
      ami_id: id,
      name: image.name,
      stack: image.stack,
      version: image.version,
      reason: 'named in the request',
      warnings: [...launchWarnings(image, now), ...proofWarnings(image, await originsOf([image]), isRequired)],
    };
  }
  const image = await describeImage(region, id, knownOwners(environment().settings.base_owners));
  if (!image)
    throw new SpawnError(
      'ImageNotFound',
      `the image ${id} was not found in ${region} among the images of this account, Amazon, Canonical, Debian and the owners in the setting base_owners: check its id and region.`,
      { ami_id: id, region },
    );
  checkFits({ ami_id: id, architecture: image.architecture }, type);
  checkLaunchType({ ami_id: id, launch_types: image.launch_types }, type);
  return { ami_id: id, name: image.name, reason: 'named in the request', warnings: vendorWarnings(image, now) };
}

import {
  DescribeInstanceImageMetadataCommand,
  DisableAllowedImagesSettingsCommand,
  EnableAllowedImagesSettingsCommand,
  GetAllowedImagesSettingsCommand,
  ReplaceImageCriteriaInAllowedImagesSettingsCommand,
} from '@aws-sdk/client-ec2';
import type { ImageCriterion } from '../../core/allowed/criteria';
import { allowedStates, type AllowedSetting, type AllowedState, type LaunchedImage } from '../../core/allowed/setting';
import { ec2 } from '../client/clients';
import { exactly } from '../client/ec2-filters';
import { unexpectedAnswer } from '../client/errors';
import { everyPage } from '../client/pages';

/** Returns Allowed AMIs of the account in a region. Throws UnexpectedAnswer for a state that is not known. */
export async function allowedImagesSetting(region: string): Promise<AllowedSetting> {
  const { State, ImageCriteria = [], ManagedBy } = await ec2(region).send(new GetAllowedImagesSettingsCommand({}));
  const state = allowedStates.find((known) => known === State);
  if (state === undefined) throw unexpectedAnswer('GetAllowedImagesSettings', 'a state');
  return {
    state,
    managed_by: ManagedBy === 'declarative-policy' ? 'declarative-policy' : 'account',
    criteria: ImageCriteria,
  };
}

/**
 * Sets criteria and state in a region in the order in which EC2 never refuses by criteria that it is not to enforce: a
 * setting that is on goes to audit mode first. One that is off may have no criteria yet, so that they are set first.
 */
export async function setAllowedImages(
  region: string,
  state: Exclude<AllowedState, 'disabled'>,
  criteria: readonly ImageCriterion[],
  before: AllowedState,
): Promise<void> {
  const replace = new ReplaceImageCriteriaInAllowedImagesSettingsCommand({ ImageCriteria: [...criteria] });
  const enable = new EnableAllowedImagesSettingsCommand({ AllowedImagesSettingsState: state });
  const isStateFirst = state === 'audit-mode' && before !== 'disabled';
  if (isStateFirst) await ec2(region).send(enable);
  await ec2(region).send(replace);
  if (!isStateFirst) await ec2(region).send(enable);
}

/** Turns Allowed AMIs off in a region. EC2 keeps the criteria. */
export async function disableAllowedImages(region: string): Promise<void> {
  await ec2(region).send(new DisableAllowedImagesSettingsCommand({}));
}

/** Returns the images that the instances of a region were launched from, without terminated ones. */
export async function launchedImages(region: string): Promise<LaunchedImage[]> {
  const instances = await everyPage('DescribeInstanceImageMetadata', async (token) => {
    const answer = await ec2(region).send(
      new DescribeInstanceImageMetadataCommand({
        Filters: [exactly('instance-state-name', ['pending', 'running', 'stopping', 'stopped'])],
        ...(token && { NextToken: token }),
      }),
    );
    return { items: answer.InstanceImageMetadata, next: answer.NextToken };
  });
  const found = new Map<string, LaunchedImage>();
  for (const { ImageMetadata: image = {} } of instances) {
    const { ImageId: ami_id = '', Name: name = '', OwnerId: owner_id = '', ImageOwnerAlias, ImageAllowed } = image;
    const known = found.get(ami_id);
    if (known) known.instances += 1;
    else
      found.set(ami_id, {
        ami_id,
        name,
        owner_id,
        ...(ImageOwnerAlias && { owner_alias: ImageOwnerAlias }),
        ...(ImageAllowed !== undefined && { allowed: ImageAllowed }),
        instances: 1,
      });
  }
  return [...found.values()];
}

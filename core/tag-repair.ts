import type { Ec2Image } from './ec2-facts';
import type { Image } from './image';
import { tagKeys, type Tags } from './tags';
import { written } from './text-boolean';

/** What a published image of a deployment carries: by these tags it is managed, and IAM decides who may change it. */
export function identityTags(deployment: string): Tags {
  return { [tagKeys.managed]: written, [tagKeys.deployment]: deployment, [tagKeys.state]: 'published' };
}

/**
 * Images that the catalog knows as published by this deployment, and whose tags do not say so any more: somebody took them off
 * or wrote something else. One that says it belongs to another deployment, or is a candidate with a deadline, is left as it says:
 * candidates are born with one, and publishing overwrites it with `never`.
 */
export function imagesToRepair(images: readonly Ec2Image[], catalog: readonly Image[], deployment: string): Ec2Image[] {
  const ours = new Set(catalog.filter((image) => image.deployment === deployment && image.lifecycle === 'published').map(({ ami_id }) => ami_id));
  const wanted = Object.entries(identityTags(deployment));
  const isOthers = (tags: Tags) => (tags[tagKeys.deployment] ?? deployment) !== deployment;
  const isCandidate = (tags: Tags) => tags[tagKeys.state] === 'candidate' && (tags[tagKeys.deployment] === undefined || (tags[tagKeys.ttlDeadline] ?? 'never') !== 'never');
  return images.filter(({ image_id, state, tags }) =>
    ours.has(image_id) && state !== 'deregistered' && !isOthers(tags) && !isCandidate(tags) && wanted.some(([key, value]) => tags[key] !== value));
}

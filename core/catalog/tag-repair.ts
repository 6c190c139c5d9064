import type { Ec2Image } from '../model/ec2';
import type { Image } from '../model/image';
import { identityTagsOf } from '../image/from-tags';
import { tagKeys, type Tags } from '../tags';
import { written } from '../lib/text-boolean';

/** What a published image of a deployment carries: by these tags it is managed, and IAM decides who may change it. */
export function identityTags(deployment: string): Tags {
  return { [tagKeys.managed]: written, [tagKeys.deployment]: deployment, [tagKeys.state]: 'published' };
}

/**
 * Images that the catalog knows as published by this deployment, and whose tags do not say so any more: somebody took
 * them off or wrote something else. One that says it belongs to another deployment, or is a candidate with a deadline,
 * is left as it says: candidates are born with one, and publishing overwrites it with `never`.
 */
export function imagesToRepair(images: readonly Ec2Image[], catalog: readonly Image[], deployment: string): Ec2Image[] {
  const ours = new Set(
    catalog
      .filter((image) => image.deployment === deployment && image.lifecycle === 'published')
      .map(({ ami_id }) => ami_id),
  );
  const wanted = Object.entries(identityTags(deployment));
  const isOthers = (tags: Tags) => (tags[tagKeys.deployment] ?? deployment) !== deployment;
  const isCandidate = (tags: Tags) =>
    tags[tagKeys.state] === 'candidate' &&
    (tags[tagKeys.deployment] === undefined || (tags[tagKeys.ttlDeadline] ?? 'never') !== 'never');
  return images.filter(
    ({ image_id, state, tags }) =>
      ours.has(image_id) &&
      state !== 'deregistered' &&
      !isOthers(tags) &&
      !isCandidate(tags) &&
      wanted.some(([key, value]) => tags[key] !== value),
  );
}

/** The facts that put an image into its stack, each with a tag of its own. */
export const identityKeys = [tagKeys.stack, tagKeys.version, tagKeys.variant] as const;

/**
 * The stack, version and variant tags that somebody took off images of this deployment, by image, as the catalog knows
 * them: without them an image leaves its stack in silence. A tag that says something else than the catalog is
 * somebody's will, and is left as it says.
 */
export function lostIdentityTags(
  images: readonly Ec2Image[],
  catalog: readonly Image[],
  deployment: string,
): { image: Ec2Image; tags: Tags }[] {
  const known = new Map(
    catalog
      .filter((image) => image.deployment === deployment && image.lifecycle === 'published')
      .map((image) => [image.ami_id, image]),
  );
  return images.flatMap((image) => {
    const record = known.get(image.image_id);
    if (
      !record ||
      image.state === 'deregistered' ||
      image.tags[tagKeys.deployment] !== deployment ||
      image.tags[tagKeys.state] === 'candidate'
    )
      return [];
    const said = identityTagsOf(image.tags);
    const lost = (['stack', 'version', 'variant'] as const).flatMap((name) => {
      const was = record[name];
      return was !== undefined && said[name] === undefined ? [[tagKeys[name], was] as const] : [];
    });
    return lost.length === 0 ? [] : [{ image, tags: Object.fromEntries(lost) }];
  });
}

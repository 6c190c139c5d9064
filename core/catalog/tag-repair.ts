import type { Ec2Image } from '../model/ec2';
import type { Image } from '../model/image';
import { identityTagsOf } from '../image/from-tags';
import { tagKeys, type Tags } from '../tags';
import { written } from '../lib/text-boolean';

/**
 * Returns the tags that identify a published image of a deployment: they make it managed, and IAM decides by them who
 * may change it.
 */
export function identityTags(deployment: string): Tags {
  return { [tagKeys.managed]: written, [tagKeys.deployment]: deployment, [tagKeys.state]: 'published' };
}

/**
 * Returns the images that the catalog has as published by this deployment, but whose tags differ because somebody
 * removed or changed them. An image that is tagged as another deployment's, or as a candidate with a deadline, is left
 * unchanged: candidates are created with a deadline, and publication replaces it with `never`.
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

/** The fields that assign an image to its stack, each with its own tag. */
export const identityKeys = [tagKeys.stack, tagKeys.version, tagKeys.variant] as const;

/**
 * Returns the stack, version and variant tags that images of this deployment have lost, by image, from the catalog.
 * Without them an image would silently leave its stack. A tag with a different value was set on purpose and stays.
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

import { deprecationKeys } from '../image/deprecation';
import type { Ec2Image, Ec2Snapshot } from '../model/ec2';
import { revocationKeys } from '../image/revocation';
import { identityTags } from './tag-repair';
import { tagKeys, type Tags } from '../tags';
import { protects } from '../lib/text-boolean';

/** The changes of the tags of one snapshot. */
export interface SnapshotTags {
  snapshot_id: string;
  set: Tags;
  remove: string[];
}

/** A change of an image's tags, and the image after it. */
export interface ImageTagging {
  ami_id: string;
  set: Tags;
  remove: readonly string[];
  /** All tags of the image after the change. */
  tags: Tags;
}

/** The tags that decide who may change an image or snapshot, or that have their own grant. */
export const fixedTagKeys: readonly string[] = [
  tagKeys.managed,
  tagKeys.deployment,
  tagKeys.state,
  tagKeys.buildId,
  tagKeys.ttlDeadline,
  tagKeys.replicatedFrom,
  tagKeys.latest,
  tagKeys.cleanupMarked,
  tagKeys.orphanedSince,
  ...deprecationKeys,
  ...revocationKeys,
];

/**
 * Returns how the tags of snapshots follow those of an image. A snapshot of one image gets the same change. A snapshot
 * of several images gets the tags that all of them have, and is kept as long as one of them is. A snapshot of another
 * deployment does not change, and one of none becomes this deployment's.
 */
export function snapshotTagging(
  image: ImageTagging,
  others: readonly Ec2Image[],
  snapshots: readonly Ec2Snapshot[],
  deployment: string,
): SnapshotTags[] {
  return snapshots.flatMap((snapshot): SnapshotTags[] => {
    const { snapshot_id, tags: present } = snapshot;
    const owner = present[tagKeys.deployment];
    if (owner !== undefined && owner !== deployment) return [];
    const sharing = others.filter(
      (other) =>
        other.image_id !== image.ami_id &&
        other.state !== 'deregistered' &&
        other.block_devices.some((volume) => volume.snapshot_id === snapshot_id),
    );
    const wanted = sharing.length === 0 ? { ...image } : commonTagging(image, sharing, present);
    const isOurs = owner === deployment;
    const free = Object.fromEntries(Object.entries(wanted.set).filter(([key]) => !fixedTagKeys.includes(key)));
    const set = isOurs ? free : { ...wanted.set, ...identityTags(deployment) };
    const remove = isOurs ? wanted.remove.filter((key) => !fixedTagKeys.includes(key)) : [];
    return Object.keys(set).length + remove.length > 0 ? [{ snapshot_id, set, remove }] : [];
  });
}

/**
 * Returns the tags that all images of a snapshot have, and the keys of the snapshot that one of them has with another
 * value.
 */
function commonTagging(
  image: ImageTagging,
  others: readonly Ec2Image[],
  present: Tags,
): Pick<SnapshotTags, 'set' | 'remove'> {
  const users = [image.tags, ...others.map(({ tags }) => tags)];
  const keys = new Set(
    users.flatMap((tags) => Object.keys(tags)).filter((key) => !fixedTagKeys.includes(key) && !/^aws:/i.test(key)),
  );
  const isCommon = (key: string) => users.every((tags) => tags[key] === image.tags[key]);
  const keep = users.map((tags) => tags[tagKeys.keep]).find(protects);
  const set = [...keys].filter((key) => isCommon(key) && present[key] !== image.tags[key]);
  return {
    set: {
      ...Object.fromEntries(set.map((key) => [key, image.tags[key] ?? ''])),
      ...(keep !== undefined && keep !== present[tagKeys.keep] && { [tagKeys.keep]: keep }),
    },
    remove: Object.keys(present).filter((key) =>
      key === tagKeys.keep
        ? keep === undefined && image.remove.includes(key)
        : (image.remove.includes(key) || keys.has(key)) && !(keys.has(key) && isCommon(key)),
    ),
  };
}

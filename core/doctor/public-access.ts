import type { Finding } from './finding';

/** What the account blocks in a region, and the images that are to be public there. */
export interface PublicAccessFacts {
  region: string;
  images_blocked: boolean;
  snapshots_blocked: boolean;
  wanted: readonly { ami_id: string; copyable: boolean }[];
}

/**
 * Judges the account's block on public sharing: "Public shares need an account that does not block them". A block has
 * failed where images are to be public, and is ok otherwise.
 */
export function judgePublicAccess({ region, images_blocked, snapshots_blocked, wanted }: PublicAccessFacts): Finding {
  const base = { check: 'public-access' as const, subject: region };
  const copyable = wanted.filter((image) => image.copyable);
  if (images_blocked && wanted.length > 0) {
    return {
      ...base,
      result: 'failed',
      seen: `the account blocks new public images, but ${named(wanted)} is to be public: its copies cannot be made public, nor its share repaired`,
      mend: `aws ec2 disable-image-block-public-access --region ${region}, or spawn share-ami AMI --public --revoke`,
    };
  }
  if (snapshots_blocked && copyable.length > 0) {
    return {
      ...base,
      result: 'failed',
      seen: `the account blocks public snapshots, but ${named(copyable)} is to be copyable by everybody`,
      mend: `aws ec2 disable-snapshot-block-public-access --region ${region}, or share it again without --copyable`,
    };
  }
  const blocks = images_blocked ? 'new public images are blocked' : 'public images are allowed';
  return {
    ...base,
    result: 'ok',
    seen: `${blocks}, and ${wanted.length === 0 ? 'no image' : named(wanted)} of this deployment is to be public`,
  };
}

const named = (images: readonly { ami_id: string }[]): string =>
  images.length === 1 ? images[0]!.ami_id : `${images[0]?.ami_id} with ${images.length - 1} more`;

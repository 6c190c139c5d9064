import { readImageTags } from '../image/from-tags';
import type { Image } from '../model/image';
import type { Ec2BlockDevice } from '../model/ec2';
import type { Tags } from '../tags';

/** EC2's facts about an image, with its tags. */
export interface ImageFacts {
  ami_id: string;
  region: string;
  /** Member account of the image, unless it is in the home account. */
  account?: string;
  name: string;
  description: string;
  state: Image['state'];
  architecture: string;
  owner_id: string;
  creation_date: string;
  block_devices: readonly Ec2BlockDevice[];
  tags: Tags;
  last_launched?: string;
  imds_support?: string;
}

/** Returns the first record of an image from EC2's facts and its tags. Its size is the sum of its volumes in GiB. */
export function catalogRecord(
  facts: ImageFacts & { now: Date } & Partial<
      Pick<Image, 'base_source' | 'recipe_digest' | 'request_digest' | 'packages_key' | 'encryption_key'>
    >,
): Image {
  return {
    ...readImageTags(facts.tags, facts.now),
    ami_id: facts.ami_id,
    region: facts.region,
    account: facts.account,
    name: facts.name,
    description: facts.description,
    state: facts.state,
    architecture: facts.architecture === 'arm64' ? 'arm64' : 'x86_64',
    owner_id: facts.owner_id,
    creation_date: facts.creation_date,
    size_gb: facts.block_devices.reduce((sum, device) => sum + device.size_gb, 0),
    snapshots: facts.block_devices.flatMap(({ snapshot_id, device, size_gb, encrypted }) =>
      snapshot_id ? [{ snapshot_id, device, size_gb, encrypted }] : [],
    ),
    tags: facts.tags,
    base_source: facts.base_source,
    recipe_digest: facts.recipe_digest,
    request_digest: facts.request_digest,
    packages_key: facts.packages_key,
    encryption_key: facts.encryption_key,
    last_launched: facts.last_launched,
    imds_support: facts.imds_support,
    updated_at: facts.now.toISOString(),
    revision: 0,
  };
}

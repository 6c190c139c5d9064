import type { Tags } from '../tags';

/** The tag that EC2 Image Builder sets on what it creates (its user guide, "Tag resources"). */
const imageBuilderKey = 'Ec2ImageBuilderArn';

/** Image Builder's record of an image that it built: an image build version. */
export interface ImageBuilderRecord {
  arn: string;
  region: string;
}

/** Returns the Image Builder record that an image's tag names; undefined without a valid one. */
export function imageBuilderRecord(tags: Tags): ImageBuilderRecord | undefined {
  const arn = tags[imageBuilderKey] ?? '';
  const region = /^arn:aws[a-z-]*:imagebuilder:([a-z0-9-]+):\d{12}:image\/[^/]+\/[^/]+\/[^/]+$/.exec(arn)?.[1];
  return region === undefined ? undefined : { arn, region };
}

import type { Tags } from '../tags';

/** The tag that EC2 Image Builder puts on what it makes (its user guide, "Tag resources"). */
const imageBuilderKey = 'Ec2ImageBuilderArn';

/** The record that Image Builder keeps of an image that it built: an image build version. */
export interface ImageBuilderRecord {
  arn: string;
  region: string;
}

/** The record that an image's tag names; undefined where it names none, or something else. */
export function imageBuilderRecord(tags: Tags): ImageBuilderRecord | undefined {
  const arn = tags[imageBuilderKey] ?? '';
  const region = /^arn:aws[a-z-]*:imagebuilder:([a-z0-9-]+):\d{12}:image\/[^/]+\/[^/]+\/[^/]+$/.exec(arn)?.[1];
  return region === undefined ? undefined : { arn, region };
}

import { isDeprecated } from './deprecation';
import type { Architecture, Image } from '../model/image';
import { problemOfName } from '../model/release-name';
import { tagKeys, type Tags } from '../tags';
import { saysYes } from '../lib/text-boolean';

type Tagged = Pick<
  Image,
  | 'gpu'
  | 'stack'
  | 'version'
  | 'variant'
  | 'base_os'
  | 'base_ami'
  | 'deprecated'
  | 'lifecycle'
  | 'deployment'
  | 'build_id'
  | 'replicated_from'
  | 'source_region'
>;

/**
 * Reads the fields of an image from its tags. `spawn:stack` is read first, then `stack`; the same for version and
 * base. A stack, version or variant that breaks the rules of recipes is ignored, because paths and parameters are made
 * of it. An image that spawn did not create or that is not managed is `unmanaged`; a managed one without a state
 * counts as published. Deprecation depends on `now`: its date may have come.
 */
export function readImageTags(tags: Tags, now: Date): Tagged {
  const { stack, version, variant } = identityTagsOf(tags);
  return {
    gpu: saysYes(tags[tagKeys.gpu] ?? tags.gpu),
    stack: ruled(stack),
    version: ruled(version),
    variant: ruled(variant),
    base_os: tags[tagKeys.base] ?? tags.base,
    base_ami: tags[tagKeys.baseAmi],
    deprecated: isDeprecated(tags, now),
    lifecycle: lifecycleOf(tags),
    deployment: tags[tagKeys.deployment],
    build_id: tags[tagKeys.buildId],
    replicated_from: tags[tagKeys.replicatedFrom],
    source_region: tags[tagKeys.sourceRegion],
  };
}

/** A tag that assigns an image to its stack, as it is written. */
export interface IdentityTag {
  name: 'stack' | 'version' | 'variant';
  key: string;
  value: string;
}

/**
 * Returns the tags that assign an image to its stack, as they are written, whether or not they follow the rules of
 * recipes.
 */
export function identityTagsOf(tags: Tags): Partial<Record<IdentityTag['name'], IdentityTag>> {
  const first = (name: IdentityTag['name'], ...keys: string[]) => {
    const key = keys.find((each) => tags[each] !== undefined);
    return key === undefined ? undefined : { [name]: { name, key, value: tags[key] ?? '' } };
  };
  return {
    ...first('stack', tagKeys.stack, 'stack'),
    ...first('version', tagKeys.version, 'version'),
    ...first('variant', tagKeys.variant),
  };
}

/** The tags that make an image managed. */
export const managingKeys: readonly string[] = [tagKeys.managed, tagKeys.stack, 'stack'];

/** Returns whether `spawn:managed` says yes, or a stack that follows the rules of recipes is set, under either key. */
export function isManaged(tags: Tags): boolean {
  return saysYes(tags[tagKeys.managed]) || ruled(identityTagsOf(tags).stack) !== undefined;
}

/** Returns whether the tags mark the image as not published yet. */
export function isCandidate(tags: Tags): boolean {
  return tags[tagKeys.state] === 'candidate';
}

function ruled(tag: IdentityTag | undefined): string | undefined {
  return tag && problemOfName(tag.name, tag.value) === undefined ? tag.value : undefined;
}

/** Converts EC2's architecture to ours; undefined for one that spawn does not build (i386, mac). */
export function architectureOf(name: string | undefined): Architecture | undefined {
  return name === 'x86_64' || name === 'arm64' ? name : undefined;
}

function lifecycleOf(tags: Tags): Image['lifecycle'] {
  if (!isManaged(tags)) return 'unmanaged';
  return isCandidate(tags) ? 'candidate' : 'published';
}

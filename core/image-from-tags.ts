import { isDeprecated } from './deprecation';
import type { Architecture, Image } from './image';
import { tagKeys, type Tags } from './tags';
import { saysYes } from './text-boolean';

type Tagged = Pick<Image, 'gpu' | 'stack' | 'version' | 'variant' | 'base_os' | 'base_ami' | 'deprecated' | 'lifecycle'
  | 'deployment' | 'build_id' | 'replicated_from' | 'source_region'>;

/**
 * What an image's tags say of it. `spawn:stack` is read first, then `stack`; the same for version and base.
 * An image that spawn did not make, or that is not managed, is `unmanaged`; one of another program that calls itself
 * managed without a state counts as published. Whether it is deprecated depends on the time: a date may have come.
 */
export function readImageTags(tags: Tags, now: Date): Tagged {
  return {
    gpu: saysYes(tags[tagKeys.gpu] ?? tags.gpu),
    stack: tags[tagKeys.stack] ?? tags.stack,
    version: tags[tagKeys.version] ?? tags.version,
    variant: tags[tagKeys.variant],
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

/** Managed means that `spawn:managed` says yes, or that a stack is set, under either key. */
export function isManaged(tags: Tags): boolean {
  return saysYes(tags[tagKeys.managed]) || (tags[tagKeys.stack] ?? tags.stack ?? '') !== '';
}

/** EC2's name of an architecture as ours, or undefined for one that spawn does not build (i386, mac). */
export function architectureOf(name: string | undefined): Architecture | undefined {
  return name === 'x86_64' || name === 'arm64' ? name : undefined;
}

function lifecycleOf(tags: Tags): Image['lifecycle'] {
  if (!isManaged(tags)) return 'unmanaged';
  return tags[tagKeys.state] === 'candidate' ? 'candidate' : 'published';
}

import type { Run } from './run';

/**
 * What can use an image. `account` is another account (by EC2's usage report), `registered` what somebody told the API,
 * `build` a run of ours.
 */
export const referenceKinds = [
  'instance',
  'launch-template',
  'auto-scaling-group',
  'launch-configuration',
  'ssm-parameter',
  'image-builder-recipe',
  'account',
  'registered',
  'channel',
  'build',
] as const;

export type ReferenceKind = (typeof referenceKinds)[number];

/** Something that uses an image of a region: whatever it is, the image must not be removed. */
export interface ImageReference {
  ami_id: string;
  region: string;
  kind: ReferenceKind;
  /** Name or ARN of what uses it. */
  name: string;
  /** What a person needs to know besides, such as `stopped` or `version 3 of 12`. */
  detail?: string;
}

/** A question about references that was not answered: in its region nobody knows what is in use. */
export interface UnreadReferences {
  region: string;
  kind: ReferenceKind;
  reason: string;
  /** The images that it was about; without it, all of the region. */
  ami_ids?: readonly string[];
}

/** Whether an unanswered question leaves it open what uses an image. */
export function concerns(unread: UnreadReferences, region: string, amiId: string): boolean {
  return unread.region === region && (unread.ami_ids === undefined || unread.ami_ids.includes(amiId));
}

/**
 * Each reference once, those to other images left out; of two that differ in their detail only, the one that has one
 * stays.
 */
export function distinctReferences(references: readonly ImageReference[], amiIds: readonly string[]): ImageReference[] {
  const wanted = new Set(amiIds);
  const found = new Map<string, ImageReference>();
  for (const reference of references) {
    if (!wanted.has(reference.ami_id)) continue;
    const key = [reference.region, reference.ami_id, reference.kind, reference.name].join('\n');
    const known = found.get(key);
    if (known?.detail === undefined) found.set(key, reference);
  }
  return [...found.values()];
}

/** How a run that is under way uses the image that it is based on, tests or copies; of other runs nothing. */
export function runReferences(
  runs: readonly Pick<Run, 'build_id' | 'kind' | 'region' | 'ami_id' | 'plan'>[],
): ImageReference[] {
  return runs.flatMap(({ build_id, kind, region, ami_id, plan }): ImageReference[] => {
    const base = plan?.base.ami_id;
    const on = kind === 'build' ? base : ami_id;
    const detail = kind === 'build' ? 'is built on it' : kind === 'test' ? 'tests it' : 'copies it';
    return on === undefined || kind === 'create' ? [] : [{ ami_id: on, region, kind: 'build', name: build_id, detail }];
  });
}

/** What was found out about the use of images, by `referenceKey`. */
export interface References {
  found: ReadonlyMap<string, readonly ImageReference[]>;
  unread: readonly UnreadReferences[];
}

/** The key of an image among the references: an id alone says not which region was asked. */
export function referenceKey(region: string, amiId: string): string {
  return `${region}/${amiId}`;
}

/** References put in order by the image that they are about. */
export function referencesOf(references: readonly ImageReference[], unread: readonly UnreadReferences[]): References {
  const found = new Map<string, ImageReference[]>();
  for (const reference of references) {
    const key = referenceKey(reference.region, reference.ami_id);
    const known = found.get(key);
    if (known) known.push(reference);
    else found.set(key, [reference]);
  }
  return { found, unread };
}

import type { Run } from './run';

/**
 * The kinds of references to an image. `account` is another account (by EC2's usage report), `registered` a reference
 * registered through the API, `build` a run of ours.
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

/** A reference to an image: while there is one, the image must not be removed. */
export interface ImageReference {
  ami_id: string;
  region: string;
  kind: ReferenceKind;
  /** Name or ARN of what uses it. */
  name: string;
  /** More detail for people, such as `stopped` or `version 3 of 12`. */
  detail?: string;
}

/** References that could not be read: what is in use in this region is unknown. */
export interface UnreadReferences {
  region: string;
  kind: ReferenceKind;
  reason: string;
  /** The images concerned; without it, all of the region. */
  ami_ids?: readonly string[];
}

/** Returns whether unread references may concern an image. */
export function concerns(unread: UnreadReferences, region: string, amiId: string): boolean {
  return unread.region === region && (unread.ami_ids === undefined || unread.ami_ids.includes(amiId));
}

/** Returns each reference to the given images once; of two that differ only in their detail, the one with a detail. */
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

/** Returns the references of running runs to the image that they are built on, test or copy. */
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

/** The references to images, by `referenceKey`. */
export interface References {
  found: ReadonlyMap<string, readonly ImageReference[]>;
  unread: readonly UnreadReferences[];
}

/** Returns the key of an image among references, which includes the region. */
export function referenceKey(region: string, amiId: string): string {
  return `${region}/${amiId}`;
}

/** Groups references by image. */
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

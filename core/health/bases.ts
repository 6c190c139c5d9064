import { baseFamilies, baseParameter, parseBase, type Base, type BaseFamily, type NamePattern } from '../model/base';
import { judgeBaseHealth } from './base';
import type { Architecture, Health, Image } from '../model/image';
import { selectImage } from '../release/selection';

/** A source of bases to read in a region, for all images whose base it named there. */
export interface BaseQuestion {
  key: string;
  region: string;
  source: BaseSource;
}

/** What names the current base: a parameter, or the newest image of an owner with such a name. */
export type BaseSource = { parameter: string } | { pattern: NamePattern; architecture: Architecture };

interface ImageToCheck {
  image: Image;
  question?: string;
}

export interface BaseAnswers {
  /** By key of the question: the image that the source currently names; undefined when it could not be read. */
  current: ReadonlyMap<string, string | undefined>;
  /** By `region/image`: when a base was created; absent when EC2 does not have it. */
  created: ReadonlyMap<string, string>;
}

/** Returns the region where the original was built. Its source is compared with the base of a copy too. */
function homeOf(image: Image): string {
  return image.source_region ?? image.region;
}

function baseOf(image: Image): Base | undefined {
  const source = image.base_source ?? image.base_os;
  const family = baseFamilies.find((name): name is BaseFamily => name === source);
  if (family) return { kind: 'family', family };
  try {
    return source === undefined ? undefined : parseBase(source);
  } catch {
    // A tag that was set by hand may name no known base.
    return undefined;
  }
}

function sourceOf(image: Image): BaseSource | undefined {
  const base = baseOf(image);
  const { architecture } = image;
  if (base?.kind === 'parameter') return { parameter: base.path };
  if (base?.kind === 'pattern') return { pattern: { owner: base.owner, name: base.name }, architecture };
  return base?.kind === 'family' ? { parameter: baseParameter(base.family, architecture) } : undefined;
}

function keyOf(region: string, source: BaseSource): string {
  if ('parameter' in source) return `${region}${source.parameter}`;
  return `${region} ${source.architecture} ${source.pattern.owner}/${source.pattern.name}`;
}

/** Returns the newest release of the stack that an image is built on, in its home region; undefined when none fits. */
function currentParent(image: Image, images: readonly Image[], requireTests?: ReadonlySet<string>): string | undefined {
  const base = baseOf(image);
  if (base?.kind !== 'stack') return undefined;
  try {
    const { architecture, gpu } = image;
    const require_tests = requireTests?.has(base.stack);
    return selectImage(images, {
      stack: base.stack,
      version: base.range,
      architecture,
      gpu,
      region: homeOf(image),
      require_tests,
    }).image.ami_id;
  } catch {
    return undefined;
  }
}

/**
 * Returns what must be read to judge the bases of published images: each source once per region, and the creation
 * dates of the bases in use.
 */
export function basesToCheck(images: readonly Image[]): {
  images: ImageToCheck[];
  questions: BaseQuestion[];
  bases: Map<string, string[]>;
} {
  const questions = new Map<string, BaseQuestion>();
  const bases = new Map<string, Set<string>>();
  const toCheck = images
    .filter(({ lifecycle, state, deprecated }) => lifecycle === 'published' && state === 'available' && !deprecated)
    .map((image): ImageToCheck => {
      const region = homeOf(image);
      if (image.base_ami) bases.set(region, (bases.get(region) ?? new Set()).add(image.base_ami));
      const source = sourceOf(image);
      if (!source) return { image };
      const key = keyOf(region, source);
      questions.set(key, { key, region, source });
      return { image, question: key };
    });
  return {
    images: toCheck,
    questions: [...questions.values()],
    bases: new Map([...bases].map(([region, ids]) => [region, [...ids]])),
  };
}

/**
 * Judges the base of an image with the answers. What was not answered is unknown. A parent stack is searched in
 * `catalog`; `requireTests` are the stacks whose policy requires a test.
 */
export function judgeBaseOf(
  { image, question }: ImageToCheck,
  answers: BaseAnswers,
  now: Date,
  catalog: readonly Image[] = [],
  requireTests?: ReadonlySet<string>,
): Health {
  const created = image.base_ami && answers.created.get(`${homeOf(image)}/${image.base_ami}`);
  return judgeBaseHealth(
    {
      base_ami: image.base_ami,
      current_ami: question === undefined ? currentParent(image, catalog, requireTests) : answers.current.get(question),
      base_created: created || undefined,
      base_gone: image.base_ami !== undefined && !created,
      // The owners of bases in recipes are queried. The base of an adopted image may belong to any account.
      owner_known: image.base_source !== undefined,
    },
    now,
  );
}

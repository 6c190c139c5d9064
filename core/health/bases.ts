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
  /** The image whose base counts: see `baseHolder`. */
  holder: Image;
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
 * Returns the image whose base counts. An image that was created from an instance of another image of the catalog, and
 * names no base itself, stands on the base of that one. `find` reads the catalog by id.
 */
export function baseHolder(image: Image, find: (amiId: string) => Image | undefined): Image {
  const passed = new Set<Image>();
  for (let holder = image; ; passed.add(holder)) {
    const parent =
      holder.base_source === undefined && holder.base_ami !== undefined ? find(holder.base_ami) : undefined;
    if (parent === undefined || passed.has(parent)) return holder;
    holder = parent;
  }
}

/** Returns the bases that images name, by their home region, whatever the lifecycle of these images. */
export function basesOf(holders: readonly Image[]): Map<string, string[]> {
  const bases = new Map<string, Set<string>>();
  for (const holder of holders) {
    const region = homeOf(holder);
    if (holder.base_ami) bases.set(region, (bases.get(region) ?? new Set()).add(holder.base_ami));
  }
  return new Map([...bases].map(([region, ids]) => [region, [...ids]]));
}

/**
 * Returns what must be read to judge the bases of published images: each source once per region, and the creation
 * dates of the bases in use. `find` reads the catalog by id.
 */
export function basesToCheck(
  images: readonly Image[],
  find: (amiId: string) => Image | undefined = () => undefined,
): {
  images: ImageToCheck[];
  questions: BaseQuestion[];
  bases: Map<string, string[]>;
} {
  const questions = new Map<string, BaseQuestion>();
  const toCheck = images
    .filter(({ lifecycle, state, deprecated }) => lifecycle === 'published' && state === 'available' && !deprecated)
    .map((image): ImageToCheck => {
      const holder = baseHolder(image, find);
      const region = homeOf(holder);
      const source = sourceOf(holder);
      if (!source) return { image, holder };
      const key = keyOf(region, source);
      questions.set(key, { key, region, source });
      return { image, holder, question: key };
    });
  return {
    images: toCheck,
    questions: [...questions.values()],
    bases: basesOf(toCheck.map(({ holder }) => holder)),
  };
}

/**
 * Judges the base of an image with the answers. What was not answered is unknown. A parent stack is searched in
 * `catalog`; `requireTests` are the stacks whose policy requires a test.
 */
export function judgeBaseOf(
  { holder, question }: ImageToCheck,
  answers: BaseAnswers,
  now: Date,
  catalog: readonly Image[] = [],
  requireTests?: ReadonlySet<string>,
): Health {
  const created = holder.base_ami && answers.created.get(`${homeOf(holder)}/${holder.base_ami}`);
  return judgeBaseHealth(
    {
      base_ami: holder.base_ami,
      current_ami:
        question === undefined ? currentParent(holder, catalog, requireTests) : answers.current.get(question),
      base_created: created || undefined,
      base_gone: holder.base_ami !== undefined && !created,
      // The owners of bases in recipes are queried. The base of an adopted image may belong to any account.
      owner_known: holder.base_source !== undefined,
    },
    now,
  );
}

import { readReservation, releaseName } from '../../aws/catalog/reservations';
import { getRun } from '../../aws/catalog/runs';
import { environment } from '../../aws/client/environment';
import { describeImages } from '../../aws/image/describe';
import { SpawnError } from '../../core/errors';
import { timeOfId } from '../../core/lib/identifier';
import { checkImageName, imageNameCandidates } from '../../core/build/image-name';

// One DescribeImages call can look up this many names.
const candidatesAtOnce = 20;
const recordedWithin = 600_000;

/**
 * Returns which names are in use, and by what: an image in EC2 (disabled ones included) or a run that reserved the
 * name.
 */
async function takenIn(regions: readonly string[], names: readonly string[]): Promise<Map<string, string>> {
  const taken = new Map<string, string>();
  const perRegion = regions.map(async (region) => {
    const images = await describeImages(region, { names, includeDisabled: true });
    for (const image of images) taken.set(image.name, `by ${image.image_id} in ${region}`);
  });
  await Promise.all(perRegion);
  return taken;
}

/**
 * Returns who has reserved a name. A reservation whose run was not recorded within ten minutes is released: its
 * function has ended.
 */
async function reservedBy(name: string, now: Date): Promise<string | undefined> {
  const { homeRegion } = environment();
  const holder = await readReservation(homeRegion, name);
  if (holder === undefined || now.getTime() - timeOfId(holder) < recordedWithin || (await getRun(holder)))
    return holder;
  await releaseName(homeRegion, name, holder);
  return undefined;
}

/** Returns a name that a user chose, unchanged. Throws InvalidName or NameTaken. */
export async function checkGivenName(name: string, regions: readonly string[], now: Date): Promise<string> {
  checkImageName(name);
  const reserved = await reservedBy(name, now);
  const where = (await takenIn(regions, [name])).get(name) ?? (reserved && `by ${reserved}`);
  if (where)
    throw new SpawnError(
      'NameTaken',
      `the image name '${name}' is taken ${where}: choose another name, or remove that image.`,
      { name },
    );
  return name;
}

/**
 * Returns the first of name, name-2, name-3, … that is free in every region. Throws NameTaken when 20 names are taken.
 */
export async function freeName(name: string, regions: readonly string[], now: Date): Promise<string> {
  const candidates = [...imageNameCandidates(name)].slice(0, candidatesAtOnce);
  const taken = await takenIn(regions, candidates);
  for (const candidate of candidates) {
    if (!taken.has(candidate) && !(await reservedBy(candidate, now))) return candidate;
  }
  throw new SpawnError(
    'NameTaken',
    `the image names '${name}' to '${candidates.at(-1)}' are all taken: give another name with --name.`,
    { name },
  );
}

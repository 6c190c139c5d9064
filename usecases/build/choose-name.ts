import { readReservation, releaseName } from '../../aws/catalog/reservations';
import { getRun } from '../../aws/catalog/runs';
import { environment } from '../../aws/client/environment';
import { describeImages } from '../../aws/image/describe';
import { SpawnError } from '../../core/errors';
import { timeOfId } from '../../core/lib/identifier';
import { checkImageName, imageNameCandidates } from '../../core/build/image-name';

// Enough to look at in one call.
const candidatesAtOnce = 20;
const recordedWithin = 600_000;

/** Where a name is in use, by EC2 (disabled images included) or by a run that has reserved it. */
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
 * Who has reserved a name. What was reserved for a run that nobody has recorded within ten minutes is given back: its
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

/** Checks a name that a user gave, which is never changed. Throws InvalidName or NameTaken. */
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

/** The first of name, name-2, name-3, … that is free in every region. Throws NameTaken when twenty are taken. */
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

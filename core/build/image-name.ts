import { SpawnError } from '../errors';

const maximumLength = 128;
// Room for `-99`, the highest suffix of a name that is taken.
const counterRoom = 3;

/**
 * Returns the name of an image, `stack-version-variant-date`, such as `pytorch-2.2.0-cuda12-x86_64-20260114`. The day
 * is in UTC. Throws InvalidName when EC2 would refuse the name.
 */
export function imageName(image: { stack: string; version: string; variant: string; now: Date }): string {
  const day = image.now.toISOString().slice(0, 10).replaceAll('-', '');
  // A plus sign, as in 2.2.0+cu121, is not allowed in the name of an image.
  const name = `${image.stack}-${image.version.replaceAll('+', '-')}-${image.variant}-${day}`;
  if (name.length > maximumLength - counterRoom) {
    throw new SpawnError(
      'InvalidName',
      `the image name '${name}' has ${name.length} characters, and the limit is ${maximumLength - counterRoom}, which leaves room for a suffix such as -2: shorten stack, version or variant.`,
      { image_name: name },
    );
  }
  return checkImageName(name);
}

/** Yields the name, then the name with -2, -3 and so on up to -99, to try in turn while names are taken. */
export function* imageNameCandidates(name: string): Generator<string> {
  yield name;
  for (let count = 2; count < 100; count += 1) yield `${name}-${count}`;
}

/**
 * Returns the name if EC2 accepts it: 3 to 128 of letters, digits and `()[] ./-'@_` (EC2's CreateImage). Throws
 * InvalidName.
 */
export function checkImageName(name: string): string {
  if (name.length < 3 || name.length > maximumLength) {
    throw new SpawnError(
      'InvalidName',
      `the image name '${name}' has ${name.length} characters: it must have 3 to ${maximumLength}.`,
      { image_name: name },
    );
  }
  const illegal = [...new Set(name.match(/[^A-Za-z0-9()[\] ./\-'@_]/gu) ?? [])];
  if (illegal.length > 0) {
    throw new SpawnError(
      'InvalidName',
      `the image name '${name}' contains ${illegal.map((character) => JSON.stringify(character)).join(', ')}: use only letters, digits, spaces and ()[]./-'@_.`,
      { image_name: name },
    );
  }
  return name;
}

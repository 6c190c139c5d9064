import { SpawnError } from '../errors';
import { tagKeys } from '../tags';
import type { Ec2Image } from './ec2';
import type { Architecture } from './image';
import { mostSimilar } from '../lib/did-you-mean';
import { parseRange } from '../lib/version-range';

export const baseFamilies = ['al2023', 'al2023-gpu', 'ubuntu-24.04', 'ubuntu-22.04', 'debian-12'] as const;
export type BaseFamily = (typeof baseFamilies)[number];

/** The base that a recipe asks for. */
export type Base =
  | { kind: 'family'; family: BaseFamily }
  | { kind: 'parameter'; path: string }
  | { kind: 'image'; ami_id: string }
  | { kind: 'stack'; stack: string; range: string }
  | ({ kind: 'pattern' } & NamePattern);

/** The newest image of an owner whose name matches a pattern with EC2's wildcards `*` and `?`. */
export interface NamePattern {
  /** An account of twelve digits, or an alias of EC2. */
  owner: string;
  name: string;
}

const imageId = /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/;
const canonicalAccount = '099720109477';
// wiki.debian.org/Cloud/AmazonEC2Image
const debianAccount = '136693071363';

// EC2's aliases of owners (API reference, DescribeImages), and the characters of an image's name with the wildcards.
const ownerForm = /^(\d{12}|self|amazon|aws-marketplace)$/;
const patternForm = /^[A-Za-z0-9()[\] ./\-'@_*?]{3,128}$/;
const leastLetters = 3;

/**
 * Parses `owner/name-*@newest`; undefined for another form. Names of images may contain slashes and `@`. Throws
 * InvalidBase for another owner, and for a pattern that says too little.
 */
function parsePattern(text: string): Base | undefined {
  const [, owner, name] = /^([^/:]+)\/(.+)@newest$/.exec(text) ?? [];
  if (owner === undefined || name === undefined) return undefined;
  const refuse = (what: string): never => {
    throw new SpawnError('InvalidBase', `the base '${text}' ${what}`, { base: text });
  };
  if (!ownerForm.test(owner))
    refuse(`has the owner '${owner}': write an account of twelve digits, self, amazon or aws-marketplace.`);
  if (!patternForm.test(name) || name.replace(/[*?]/g, '').length < leastLetters)
    refuse(
      `has the name '${name}': write at least ${leastLetters} characters of the name besides the wildcards * and ?.`,
    );
  return { kind: 'pattern', owner, name };
}

/**
 * Parses `al2023`, `ssm:/path`, `ami-…`, `stack:name@range` or `owner/name-*@newest`. Throws InvalidBase, or
 * InvalidVersion for the range.
 */
export function parseBase(text: string): Base {
  const family = baseFamilies.find((name) => name === text);
  if (family) return { kind: 'family', family };
  if (/^ssm:\/[A-Za-z0-9_.\-/]+$/.test(text)) return { kind: 'parameter', path: text.slice('ssm:'.length) };
  if (imageId.test(text)) return { kind: 'image', ami_id: text };
  const stack = /^stack:([a-z0-9][a-z0-9._-]*)(?:@(.+))?$/.exec(text);
  if (stack?.[1]) {
    const range = stack[2] ?? '*';
    parseRange(range);
    return { kind: 'stack', stack: stack[1], range };
  }
  const pattern = parsePattern(text);
  if (pattern) return pattern;
  const similar = mostSimilar(text, baseFamilies);
  const all = `${baseFamilies.join(', ')}, ssm:/<path of a parameter>, ami-…, stack:<name>@<range> or <owner>/<name with *>@newest`;
  throw new SpawnError(
    'InvalidBase',
    `the base '${text}' is unknown: ${similar === undefined ? `write ${all}` : `did you mean '${similar}'? Bases are ${all}`}.`,
    { base: text },
  );
}

/**
 * Returns the public parameter with the newest image of a family. AWS, Canonical and Debian publish it in every region.
 */
export function baseParameter(family: BaseFamily, architecture: Architecture): string {
  if (family === 'al2023') return `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`;
  if (family === 'al2023-gpu')
    return `/aws/service/deeplearning/ami/${architecture}/base-oss-nvidia-driver-gpu-amazon-linux-2023/latest/ami-id`;
  const machine = architecture === 'x86_64' ? 'amd64' : 'arm64';
  if (family === 'debian-12') return `/aws/service/debian/release/12/latest/${machine}`;
  const release = family.slice('ubuntu-'.length);
  const volume = release === '22.04' ? 'gp2' : 'gp3';
  return `/aws/service/canonical/ubuntu/server/${release}/stable/current/${machine}/hvm/ebs-${volume}/ami-id`;
}

/** Returns the owners of base images in EC2's form: Amazon, Canonical, Debian and those of the settings. */
export function vendorOwners(others: readonly string[]): string[] {
  return ['amazon', canonicalAccount, debianAccount, ...others];
}

/** Returns the owners whose images are looked up: this account and the vendors. */
export function knownOwners(others: readonly string[]): string[] {
  return ['self', ...vendorOwners(others)];
}

/**
 * Returns the operating system of a base by the name of its image, as in the tag `spawn:base`; undefined if unknown.
 */
export function baseSystem(imageName: string): string | undefined {
  if (/al2023|amazon linux 2023/i.test(imageName)) return /deep learning/i.test(imageName) ? 'al2023-gpu' : 'al2023';
  const ubuntu = /ubuntu.*?(\d\d\.\d\d)/i.exec(imageName);
  if (ubuntu?.[1]) return `ubuntu-${ubuntu[1]}`;
  const debian = /^debian-(\d\d)-/i.exec(imageName);
  return debian?.[1] ? `debian-${debian[1]}` : undefined;
}

/** Throws InvalidBase unless the parameter is under `/aws/service/` or a prefix of the settings. */
export function checkBaseParameter(path: string, allowedPrefixes: readonly string[]): void {
  const prefixes = ['/aws/service/', ...allowedPrefixes];
  if (
    !path.includes('..') &&
    prefixes.some((allowed) => path.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`))
  )
    return;
  throw new SpawnError(
    'InvalidBase',
    `the parameter '${path}' is not allowed as a base: use one under ${prefixes.join(' or ')}, or have its prefix added to the setting base_parameter_prefixes.`,
    { parameter: path, allowed: prefixes },
  );
}

/**
 * Throws ForeignOwner unless the base belongs to this account, Amazon, Canonical, Debian or an owner of the settings:
 * anybody can publish an image under a familiar name. `owner_alias` is EC2's ImageOwnerAlias, which only Amazon's own
 * images have.
 */
export function checkBaseOwner(
  base: { ami_id: string; owner_id: string; owner_alias?: string },
  allowed: { account: string; owners: readonly string[] },
): void {
  const known = [allowed.account, canonicalAccount, debianAccount, ...allowed.owners];
  if (base.owner_alias === 'amazon' || known.includes(base.owner_id)) return;
  if (base.owner_alias !== undefined && allowed.owners.includes(base.owner_alias)) return;
  throw new SpawnError(
    'ForeignOwner',
    `the base ${base.ami_id} belongs to account ${base.owner_id}: use an image of this account, Amazon, Canonical or Debian, or have the owner added to the setting base_owners.`,
    { ami_id: base.ami_id, owner_id: base.owner_id },
  );
}

/** Throws ForeignOwner unless images of the owner may be looked up as a base: before anything is asked of EC2. */
export function checkPatternOwner(
  { owner }: NamePattern,
  allowed: { account?: string; owners: readonly string[] },
): void {
  if (owner === allowed.account || knownOwners(allowed.owners).includes(owner)) return;
  throw new SpawnError(
    'ForeignOwner',
    `images of ${owner} are not allowed as a base: use one of this account, Amazon, Canonical or Debian, or have the owner added to the setting base_owners.`,
    { owner_id: owner },
  );
}

/**
 * Returns the newest image that can be a base: available, of that architecture, for Linux, and no unpublished image of
 * a deployment of spawn. Of images of the same moment, the one with the greater id.
 */
export function newestImage(images: readonly Ec2Image[], architecture: Architecture): Ec2Image | undefined {
  const order = ({ creation_date, image_id }: Ec2Image): string =>
    `${new Date(creation_date).toISOString()} ${image_id}`;
  return images
    .filter(({ state, platform }) => state === 'available' && platform !== 'windows')
    .filter((image) => image.architecture === architecture)
    .filter(({ tags }) => tags[tagKeys.state] === undefined || tags[tagKeys.state] === 'published')
    .sort((one, other) => (order(one) < order(other) ? 1 : -1))[0];
}

import { pluralize } from '../lib/pluralize';
import type { Finding } from '../doctor/finding';
import type { FoundBase } from './bases';
import { isAllowed, type ImageCriterion, type JudgedImage } from './criteria';

/** EC2's states of Allowed AMIs. */
export const allowedStates = ['disabled', 'audit-mode', 'enabled'] as const;
export type AllowedState = (typeof allowedStates)[number];

/** Allowed AMIs of an account in a region. `criteria` are those of EC2, which may have more than ours do. */
export interface AllowedSetting {
  state: AllowedState;
  managed_by: 'account' | 'declarative-policy';
  criteria: object[];
}

/** An image that instances of the account were launched from. `allowed` is EC2's own word, while it has one. */
export interface LaunchedImage extends JudgedImage {
  ami_id: string;
  allowed?: boolean;
  instances: number;
}

/** An image that EC2 would refuse, and what uses it. */
export interface RefusedImage {
  ami_id: string;
  kind: 'base' | 'launched';
  name?: string;
  owner_id?: string;
  used_by: string;
}

/**
 * Returns what EC2 would refuse under criteria: bases, also those that it does not find now, because an enabled setting
 * hides what it refuses, and images that instances were launched from.
 */
export function refusedImages(
  criteria: readonly ImageCriterion[],
  account: string,
  { bases, launched }: { bases: readonly FoundBase[]; launched: readonly LaunchedImage[] },
): RefusedImage[] {
  return [
    ...bases
      .filter(({ image }) => image === undefined || !isAllowed(image, criteria, account))
      .map((base) => refusedBase(base)),
    ...launched.filter((image) => !isAllowed(image, criteria, account)).map((image) => refusedLaunched(image)),
  ];
}

const refusedBase = ({ source, ami_id = source, image, used_by }: FoundBase): RefusedImage => ({
  ami_id,
  kind: 'base',
  ...(image && { name: image.name, owner_id: image.owner_id }),
  used_by: used_by.join(', '),
});

const refusedLaunched = ({ ami_id, name, owner_id, instances }: LaunchedImage): RefusedImage => ({
  ami_id,
  kind: 'launched',
  name,
  owner_id,
  used_by: pluralize(instances, 'instance'),
});

// More images in one line help nobody.
const mostNamed = 5;

/** Names images in a sentence: `ami-1 of 099720109477 (base of pytorch (x86_64)), ami-2 (2 instances) and 3 more`. */
export function namesOfRefused(refused: readonly RefusedImage[]): string {
  const named = refused
    .slice(0, mostNamed)
    .map(
      ({ ami_id, kind, owner_id, used_by }) =>
        `${ami_id}${owner_id === undefined ? '' : ` of ${owner_id}`} (${kind === 'base' ? `base of ${used_by}` : used_by})`,
    );
  const more = refused.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * Judges Allowed AMIs of the account in a region by what EC2 itself says of images: "Builds whose base EC2 refuses have
 * failed; what it would refuse, and images of instances, are a warning." `bases` are read in the home region only,
 * where builders are.
 */
export function judgeAllowedImages({
  region,
  setting,
  bases,
  launched,
}: {
  region: string;
  setting: AllowedSetting;
  bases: readonly FoundBase[];
  launched: readonly LaunchedImage[];
}): Finding {
  const base = { check: 'allowed-images' as const, subject: region };
  const { state, managed_by } = setting;
  const by = managed_by === 'account' ? '' : ', set by a declarative policy of the organization';
  if (state === 'disabled')
    return { ...base, result: 'ok', seen: `Allowed AMIs is off${by}: EC2 accepts every image that it finds` };
  const on = `Allowed AMIs ${state === 'enabled' ? 'is enabled' : 'is in audit mode'}${by}`;
  const isEnforced = state === 'enabled';
  const refused = [
    ...bases.filter(({ image }) => (isEnforced ? image === undefined : image?.allowed === false)).map(refusedBase),
    ...launched.filter(({ allowed }) => allowed === false).map(refusedLaunched),
  ];
  if (refused.length === 0) return { ...base, result: 'ok', seen: `${on}, and EC2 accepts the images in use` };
  const isBase = refused.some(({ kind }) => kind === 'base');
  return {
    ...base,
    result: isEnforced && isBase ? 'failed' : 'warning',
    seen: `${on}: EC2 ${isEnforced ? (isBase ? 'does not find' : 'refuses') : 'would refuse'} ${namesOfRefused(refused)}`,
    mend: mendOf(region, isBase, managed_by),
  };
}

function mendOf(region: string, isBase: boolean, managedBy: AllowedSetting['managed_by']): string {
  if (managedBy === 'declarative-policy')
    return `have the declarative policy allow ${isBase ? 'the owners of the bases' : 'their owners'} in ${region}: spawn ami allowed --vendors prints criteria`;
  return isBase
    ? 'allow the vendors of the bases: spawn ami allowed --vendors --apply --audit, then doctor again'
    : 'add their owners to the criteria with the aws commands of spawn ami allowed, or launch other images';
}

import { SpawnError } from '../errors';
import { canonicalJson } from '../lib/digest';
import { namesOfRefused, type AllowedSetting, type AllowedState, type RefusedImage } from './setting';

// An entry of the history is read in a terminal.
const mostOfCriteria = 500;

/** Allowed AMIs of the home account in a region, with what EC2 would refuse under new criteria. */
export interface RegionToChange {
  region: string;
  setting: AllowedSetting;
  refused: readonly RefusedImage[];
}

/**
 * Checks a change of Allowed AMIs before anything is changed. Throws WrongState where a policy of the organization
 * manages the setting, and for `enabled` where EC2 would refuse a base of our own builds.
 */
export function checkChange(regions: readonly RegionToChange[], state: AllowedState): void {
  const managed = regions.filter(({ setting }) => setting.managed_by === 'declarative-policy');
  if (managed.length > 0)
    throw new SpawnError(
      'WrongState',
      `a declarative policy of the organization manages Allowed AMIs in ${listed(managed)}, so that the account cannot change it: have the policy changed. Nothing was changed.`,
      { regions: managed.map(({ region }) => region) },
    );
  if (state !== 'enabled') return;
  const bases = regions.flatMap(({ refused }) => refused).filter(({ kind }) => kind === 'base');
  if (bases.length === 0) return;
  const hidden = bases.some(({ owner_id }) => owner_id === undefined);
  throw new SpawnError(
    'WrongState',
    `EC2 would refuse ${namesOfRefused(bases)}, so that builds fail: ${hidden ? 'set audit mode first, so that EC2 finds the bases again' : 'accept the vendors of bases with --vendors, and list other owners in the setting base_owners'}. Nothing was changed.`,
    { refused: bases },
  );
}

/** Returns whether the account already has these criteria, in any order of the lists. An empty list says nothing. */
export function hasCriteria({ criteria }: AllowedSetting, wanted: readonly object[]): boolean {
  return canonicalJson(sorted(criteria)) === canonicalJson(sorted(wanted));
}

/** What a change sets, or what EC2 has after it. */
export type SetTo = Pick<AllowedSetting, 'state' | 'criteria'>;

/** Returns what a setting is to be: turned off, it keeps its criteria. */
export function wantedSetting(before: AllowedSetting, state: AllowedState, criteria: readonly object[]): SetTo {
  return { state, criteria: state === 'disabled' ? before.criteria : [...criteria] };
}

/** Returns whether a setting differs from what it was before. */
export function isChanged(before: AllowedSetting, after: SetTo): boolean {
  return before.state !== after.state || !hasCriteria(before, after.criteria);
}

/** Describes a change for the history: `Allowed AMIs in us-east-1: audit-mode → enabled, criteria [{…}]`. */
export function changeText(
  { region, setting: before }: Pick<RegionToChange, 'region' | 'setting'>,
  { state, criteria }: SetTo,
): string {
  const changes = [
    ...(before.state === state ? [] : [`${before.state} → ${state}`]),
    ...(hasCriteria(before, criteria) ? [] : [`criteria ${JSON.stringify(criteria).slice(0, mostOfCriteria)}`]),
  ];
  return `Allowed AMIs in ${region}: ${changes.join(', ')}`;
}

const listed = (regions: readonly { region: string }[]): string => regions.map(({ region }) => region).join(', ');

function sorted(criteria: readonly object[]): string[] {
  return criteria
    .map((each) => canonicalJson(Object.fromEntries(Object.entries(each).map(([key, value]) => [key, ordered(value)]))))
    .sort();
}

function ordered(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.length > 0 ? value.map((item) => canonicalJson(item)).sort() : undefined;
}

import { notificationRules } from '../setting/notifications';
import { functionNames } from './table';
import { machineNames, namesOf } from '../setting/names';
import { InvalidSetting, type Settings } from '../setting/settings';

/**
 * Throws InvalidSetting when a role name is too long: IAM allows 64 characters (API reference, CreateRole), and the
 * names contain stage and home region.
 */
export function checkRoleNames({ stage, home_region, regions, notifications }: Settings): void {
  const roles = [
    ...functionNames,
    ...machineNames.map((name) => `machine-${name}`),
    ...notifications.map((target) => notificationRules(target)[0]),
    ...regions.map((region) => `events-${region}`),
  ];
  const longest = Math.max(...roles.map((name) => namesOf(stage, home_region).global(name).length));
  if (longest <= 64) return;
  throw new InvalidSetting(
    `settings/${stage}.json: setting \`stage\` is "${stage}": with home_region ${home_region} the longest name of a role has ${longest} characters, and IAM takes 64: shorten it by ${longest - 64}`,
  );
}

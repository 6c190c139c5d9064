import { Aws } from 'aws-cdk-lib';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { placeholders, type ContextEntry, type Expected, type Need } from '../../core/doctor/expected';
import type { Deployment } from '../setting/deployment';
import type { FunctionName } from './table';
import { functionNames, functions, grantsOf } from './table';
import type { Grant } from '../grant/form';
import { instanceGrants } from '../role/instance';
import { notificationRules } from '../setting/notifications';
import { ruleNames, scheduleNames } from '../setting/triggers';

export const expectedFile = 'expected.json';

const example = 'doctor';

/**
 * Returns an example ARN that the pattern of a grant covers: the home region for any region, an example name for any
 * name.
 */
function exampleOf(pattern: string, region: string): string {
  if (pattern === '*') return pattern;
  const [arn, partition, service, where, account, ...resource] = pattern.split(':');
  return [
    arn,
    partition,
    service,
    where === '*' ? region : where,
    account,
    resource.join(':').replaceAll('*', example),
  ].join(':');
}

/**
 * Returns a request context that satisfies the conditions. Keys that must be absent, or must not have a value, are left
 * out.
 */
function contextOf(conditions: Grant['conditions'] = {}): ContextEntry[] {
  const entries = Object.entries(conditions).flatMap(([operator, keys = {}]) =>
    Object.entries(keys).map(([key, wanted]) => ({ operator, key, values: [wanted].flat() as string[] })),
  );
  return entries
    .filter(({ operator }) => operator !== 'Null' && !operator.includes('Not'))
    .map(({ operator, key, values }) => {
      const list = operator.startsWith('ForAllValues:');
      return { key, values: (list ? values : values.slice(0, 1)).map((value) => value.replaceAll('*', example)), list };
    });
}

/** Combines needs that differ in one member only, because each is a call to IAM, which throttles many calls. */
function joined(needs: readonly Need[], member: 'actions' | 'resources'): Need[] {
  const groups = new Map<string, Need>();
  for (const need of needs) {
    const key = JSON.stringify({ ...need, [member]: [] });
    const known = groups.get(key);
    groups.set(key, { ...need, [member]: [...new Set([...(known?.[member] ?? []), ...need[member]])] });
  }
  return [...groups.values()];
}

function needsOf(grants: readonly Grant[], region: string): Need[] {
  const needs = grants.map(({ actions, resources, conditions }) => ({
    actions: [...actions],
    resources: resources.map((each) => exampleOf(each, region)),
    context: contextOf(conditions),
  }));
  return joined(joined(needs, 'actions'), 'resources');
}

/**
 * Returns everything that `spawn doctor` looks for in the account, derived from the tables of functions, schedules and
 * rules.
 */
export function expectedOf({ names, settings }: Deployment): Expected {
  const ofFunctions = functionNames.map((name) => ({
    role: names.global(name),
    grants: grantsOf(name).flatMap((granting) => granting(names, settings)),
  }));
  const ofInstances = Object.entries(instanceGrants(names, settings)).map(([role, grants]) => ({ role, grants }));
  return {
    roles: [...ofFunctions, ...ofInstances].map(({ role, grants }) => ({
      role: names.roleArn(role),
      needs: needsOf(grants, names.region),
    })),
    schedules: scheduleNames.map((name) => names.prefixed(name)),
    rules: [...ruleNames(names), ...settings.notifications.flatMap(notificationRules)].map((name) =>
      names.prefixed(name),
    ),
  };
}

/**
 * Returns the folder of a function's code: as built or, if its row requires it, a copy with the file of expected
 * resources.
 */
export function codeFolder(name: FunctionName, deployment: Deployment): string {
  const built = path.join(deployment.bundles, name);
  if (!functions[name].environment.includes('expected')) return built;
  const folder = path.join(deployment.bundles, '..', 'with-expected', deployment.names.deployment, name);
  const text = JSON.stringify(expectedOf(deployment))
    .replaceAll(Aws.PARTITION, placeholders.partition)
    .replaceAll(Aws.ACCOUNT_ID, placeholders.account);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.cpSync(built, folder, { recursive: true });
  fs.writeFileSync(path.join(folder, expectedFile), text);
  return folder;
}

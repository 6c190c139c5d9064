import * as z from 'zod';
import { SpawnError } from '../errors';
import type { TestResult } from '../model/image';

// EC2 API reference, InstanceTypeSpecificationRequest: 100 entries of 24 characters, and no two wildcards in a row.
const most = 100;
const pattern = z
  .string()
  .max(24, 'it has more than 24 characters')
  .regex(/^(?!.*\*\*)[a-z0-9.*-]+$/, 'not an instance type or a pattern: write, for example, g5.xlarge or g5.*');

/**
 * Which instance types an image may be launched on: any, those that passed its test, their families, or a list. All
 * types of a recipe have one architecture, and all or none have a GPU, so families keep a GPU image off other types.
 */
export const launchTypeRule = z.union(
  [z.enum(['any', 'tested', 'families']), z.array(pattern).min(1).max(most)],
  'it must be any, tested, families, or a list of instance types and patterns',
);

export type LaunchTypeRule = z.output<typeof launchTypeRule>;

/**
 * Returns the instance types and patterns that an image may be launched on; undefined when any may launch it. Without a
 * passed test, the types that it was built on count.
 */
export function launchTypesOf(
  rule: LaunchTypeRule | undefined,
  tests: readonly Pick<TestResult, 'instance_type' | 'verdict'>[],
  builtOn: readonly string[],
): string[] | undefined {
  if (rule === undefined || rule === 'any') return undefined;
  if (typeof rule !== 'string') return [...new Set(rule)].sort();
  const passed = tests.filter(({ verdict }) => verdict === 'passed').map(({ instance_type }) => instance_type);
  const types = passed.length > 0 ? passed : builtOn;
  return [...new Set(rule === 'tested' ? types : types.map((type) => `${type.split('.')[0]}.*`))].sort();
}

/** Returns whether an instance type matches one of the types and patterns; without any, every type does. */
export function mayLaunchOn(types: readonly string[] | undefined, instanceType: string): boolean {
  if (types === undefined || types.length === 0) return true;
  return types.some((type) => new RegExp(`^${type.split('*').map(escaped).join('.*')}$`).test(instanceType));
}

const escaped = (text: string): string => text.replaceAll(/[.\-]/g, '\\$&');

/** Throws InvalidInstanceType, with the allowed types, when an image may not be launched on an instance type. */
export function checkLaunchType(
  image: { ami_id: string; launch_types?: readonly string[] },
  { instance_type }: { instance_type: string },
): void {
  if (mayLaunchOn(image.launch_types, instance_type)) return;
  const allowed = image.launch_types?.join(', ');
  throw new SpawnError(
    'InvalidInstanceType',
    `the image ${image.ami_id} may not be launched on ${instance_type}: it is allowed on ${allowed}. Choose one of these types.`,
    { ami_id: image.ami_id, instance_type, allowed: image.launch_types },
  );
}

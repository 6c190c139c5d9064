import { similarRegion } from '../lib/query-fields';
import { architectureOfFamily, unknownType } from '../model/instance-families';
import type { Path } from './document';
import type { RecipeFinding } from './finding';
import type { Recipe } from './schema';

/**
 * Returns what is doubtful about the regions and instance types of a recipe. A region or type that is not known here is
 * a warning: EC2 may be newer. Types of another architecture than the image cannot run it, an error.
 */
export function checkMachines(recipe: Recipe): RecipeFinding[] {
  const types = [
    ...recipe.instance_types.map((type, index) => ({ type, path: ['instance_types', index] as Path, runs: 'builds' })),
    ...(recipe.test?.instance_types ?? []).map((type, index) => ({
      type,
      path: ['test', 'instance_types', index] as Path,
      runs: 'tests',
    })),
  ];
  const architecture =
    recipe.architecture ?? recipe.instance_types.map(architectureOfFamily).find((one) => one !== undefined);
  const regions = recipe.regions.flatMap((region, index): RecipeFinding[] => {
    const similar = similarRegion(region);
    if (similar === region) return [];
    const advice = similar === undefined ? 'check its name' : `did you mean ${similar}?`;
    return [
      { severity: 'warning', path: ['regions', index], message: `the region '${region}' is not known: ${advice}` },
    ];
  });
  return [
    ...types.flatMap(({ type, path, runs }) => [
      ...doubtOfType(type, path),
      ...mismatch(type, path, runs, architecture),
    ]),
    ...regions,
  ];
}

function doubtOfType(type: string, path: Path): RecipeFinding[] {
  const unknown = unknownType(type);
  if (unknown === undefined) return [];
  const advice = unknown.meant === undefined ? 'check its name' : `did you mean ${unknown.meant}?`;
  const message = `the ${unknown.what} of the instance type '${type}' is not known: ${advice}`;
  return [{ severity: 'warning', path, message }];
}

function mismatch(type: string, path: Path, runs: string, image: string | undefined): RecipeFinding[] {
  const own = architectureOfFamily(type);
  if (own === undefined || image === undefined || own === image) return [];
  const message = `the instance type '${type}' is ${own}, but the image is ${image}: name a type of ${image}`;
  return [{ severity: 'error', path, message: runs === 'tests' ? `${message} for the test` : message }];
}

import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { describeInstanceTypes } from '../../aws/instance/types';
import { describeKey } from '../../aws/key/keys';
import { SpawnError } from '../../core/errors';
import { imageTags } from '../../core/image/tags';
import { checkBaseDrivers, checkFits, judgeInstanceTypes } from '../../core/instance/type';
import { defaultCleanupScript } from '../../core/instance/scripts';
import { approvalRule } from '../../core/run/approval';
import { imageName } from '../../core/build/image-name';
import {
  cleanupScript,
  limitsOfRecipe,
  provisionScripts,
  testOfRecipe,
  vulnerabilityLimit,
  type RecipeScript,
} from '../../core/build/plan';
import { parseDuration } from '../../core/lib/duration';
import type { KeptRecipe } from '../../core/recipe/kept';
import type { Recipe } from '../../core/recipe/schema';
import type { BuildPlan } from '../../core/model/run';
import { checkTagCount, parseUserTags } from '../../core/model/user-tags';
import { variantOf } from '../../core/model/variant';
import { checkBuildKey } from '../../core/replication/keys';
import { checkAllowedTypes, checkSecrets, checkVolumes, volumeSize } from './check-plan';
import { checkRegions } from './check-regions';
import { resolveBase } from './resolve-base';
import { storeText } from './store-files';

export interface PlanRequest {
  recipe: Recipe;
  /** The recipe as it was sent; absent for a rebuild of one that was stored without it. */
  recipe_text?: string;
  files: ReadonlyMap<string, Uint8Array>;
  regions: string[];
  account: string;
  now: Date;
}

/** A build plan before anything is stored or named. */
export type Draft = Omit<BuildPlan, 'scripts' | 'cleanup_key' | 'test' | 'image_name' | 'recipe'> & {
  image_name: string;
};

/**
 * Checks a recipe against AWS and returns what a build of it would do. Creates and stores nothing. Every refusal
 * happens here.
 */
export async function draftPlan(request: PlanRequest): Promise<Draft> {
  const { recipe, now } = request;
  const { homeRegion, settings, stage, deployment } = environment();
  const test = testOfRecipe(recipe);
  checkSecrets(recipe, stage);
  const wanted = [...new Set([...recipe.instance_types, ...(test?.instance_types ?? [])])];
  checkAllowedTypes(wanted, settings.allowed_instance_types);
  const types = await describeInstanceTypes(homeRegion, wanted);
  const builderTypes = types.filter(({ instance_type }) => recipe.instance_types.includes(instance_type));
  const ladder = judgeInstanceTypes(builderTypes, recipe.architecture);
  checkBaseDrivers(recipe.base, builderTypes);
  const base = await resolveBase(recipe.base, {
    architecture: ladder.architecture,
    gpu: ladder.gpu,
    account: request.account,
  });
  for (const type of types)
    checkFits({ ami_id: `the image of ${recipe.stack}`, architecture: ladder.architecture }, type);
  await checkRegions(request.regions);
  const variant = variantOf({ architecture: ladder.architecture, gpu: ladder.gpu, label: recipe.variant });
  const { tags } = parseUserTags(recipe.tags);
  const size = volumeSize(recipe, base);
  const policy = await getStackPolicy(recipe.stack);
  checkVolumes(recipe, base);
  const key = policy.encryption_keys[homeRegion];
  if (key !== undefined) checkBuildKey(homeRegion, key, await describeKey(homeRegion, key));
  const draft: Draft = {
    base,
    image_name: imageName({ stack: recipe.stack, version: recipe.version, variant, now }),
    description: descriptionOf(recipe, recipe.version, variant, base.name),
    stack: recipe.stack,
    version: recipe.version,
    variant,
    gpu: ladder.gpu,
    architecture: ladder.architecture,
    instance_types: recipe.instance_types,
    volume_size_gb: size,
    delete_root_volume: recipe.volume.delete_on_termination,
    ...(recipe.volumes.length > 0 && { volumes: recipe.volumes }),
    ...(key !== undefined && { encryption_key: key }),
    tags,
    packages: recipe.packages,
    waivers: recipe.waive,
    imds: recipe.imds,
    deprecate_after_seconds: recipe.deprecate_after === undefined ? undefined : parseDuration(recipe.deprecate_after),
    secrets: recipe.secrets,
    ...(recipe.launch_types !== 'any' && { launch_types: recipe.launch_types }),
    vulnerabilities: vulnerabilityLimit(recipe, policy),
    approval: approvalRule(recipe, policy),
    regions: request.regions.filter((region) => region !== homeRegion),
    limits: limitsOfRecipe(recipe, size),
  };
  const all = imageTags({
    ...draft,
    now,
    instance_id: 'i',
    region: homeRegion,
    base_ami: base.ami_id,
    base: base.family,
    size_gb: size,
    build_id: 'b',
    deployment,
    state: 'candidate',
    ttl_deadline: now,
  });
  checkTagCount(all, tags);
  return draft;
}

/** Returns the draft for another version of the stack, such as the version of a numbered build. */
export function draftOfVersion(draft: Draft, { recipe, now }: PlanRequest, version: string): Draft {
  const { stack, variant, base } = draft;
  const image_name = imageName({ stack, version, variant, now });
  return { ...draft, version, image_name, description: descriptionOf(recipe, version, variant, base.name) };
}

function descriptionOf({ stack, description }: Recipe, version: string, variant: string, base: string): string {
  return description ?? `${stack} ${version} (${variant}), built by spawn on ${base}`.slice(0, 255);
}

/** Stores the scripts of a build and adds their object keys to its plan. */
export async function completePlan(draft: Draft, request: PlanRequest): Promise<BuildPlan> {
  const { recipe, files } = request;
  const keyOf = (source: RecipeScript['source']): Promise<string> =>
    storeText('text' in source ? source.text : textOf(files, source.file));
  const test = testOfRecipe(recipe);
  const cleanup = cleanupScript(recipe);
  return {
    ...draft,
    recipe: await keepRecipe(request),
    scripts: await Promise.all(
      provisionScripts(recipe).map(async ({ name, source, timeout_seconds }) => ({
        name,
        timeout_seconds,
        key: await keyOf(source),
      })),
    ),
    cleanup_key:
      cleanup === 'none' ? undefined : await (cleanup === 'default' ? storeText(defaultCleanupScript) : keyOf(cleanup)),
    test: test && {
      key: await keyOf(test.source),
      instance_types: test.instance_types,
      timeout_seconds: test.timeout_seconds,
      keep_on_failure: test.keep_on_failure,
    },
  };
}

/** Stores the recipe with its files for rebuilds, and returns what the plan records about it. */
async function keepRecipe({ files, recipe, recipe_text, account }: PlanRequest): Promise<BuildPlan['recipe']> {
  const stored: KeptRecipe = {
    ...(recipe_text !== undefined && { text: recipe_text }),
    recipe,
    files: Object.fromEntries([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])),
  };
  return {
    key: await storeText(JSON.stringify(stored)),
    account,
    rebuild: recipe.rebuild,
    base_end_of_life: recipe.base_end_of_life,
  };
}

function textOf(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const found = files.get(name);
  if (!found)
    throw new SpawnError(
      'InvalidRecipe',
      `the recipe names the script '${name}', which is missing: send it with the recipe.`,
      { file: name },
    );
  return found;
}

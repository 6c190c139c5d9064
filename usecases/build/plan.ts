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
  copyStep,
  limitsOfRecipe,
  provisionScripts,
  testOfRecipe,
  vulnerabilityLimit,
  type RecipeScript,
} from '../../core/build/plan';
import { sha256 } from '../../core/lib/digest';
import { parseDuration } from '../../core/lib/duration';
import { filesToCopy, sourceName, type PlannedFile } from '../../core/recipe/copied-files';
import type { KeptRecipe } from '../../core/recipe/kept';
import type { Recipe } from '../../core/recipe/schema';
import type { BuildPlan } from '../../core/model/run';
import { checkTagCount, parseUserTags } from '../../core/model/user-tags';
import { variantOf } from '../../core/model/variant';
import { checkBuildKey } from '../../core/replication/keys';
import { checkAllowedTypes, checkSecrets, checkVolumes, volumeSize } from './check-plan';
import { checkUploads } from './check-uploads';
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
  /** Whether the builder is requested as a spot instance; as the recipe says when absent. */
  spot?: boolean;
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
  await checkUploads(recipe);
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
    ...((request.spot ?? recipe.spot) && { spot: true }),
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
  const keyOf = (source: RecipeScript['source']): Promise<string> => storeSource(source, files);
  const cleanup = cleanupScript(recipe);
  return {
    ...draft,
    recipe: await keepRecipe(request),
    scripts: [
      ...(await plannedCopies(request)),
      ...(await Promise.all(
        provisionScripts(recipe).map(async ({ name, source, timeout_seconds }) => ({
          name,
          timeout_seconds,
          key: await keyOf(source),
        })),
      )),
    ],
    cleanup_key:
      cleanup === 'none' ? undefined : await (cleanup === 'default' ? storeText(defaultCleanupScript) : keyOf(cleanup)),
    test: await plannedTest(request),
  };
}

/** Stores the files of a recipe and their list, and returns the step that copies them; none without files. */
async function plannedCopies({ recipe, files }: PlanRequest): Promise<BuildPlan['scripts']> {
  const step = copyStep(recipe);
  if (!step) return [];
  const list = filesToCopy(recipe.files, [...files.keys()]).map(async (file): Promise<PlannedFile> => {
    const { from, destination, mode, owner, sha256: digest = '' } = file;
    const facts = { source: sourceName(file), destination, mode, owner };
    if (!('file' in from)) return { from: 'url' in from ? from : { key: from.key }, ...facts, sha256: digest };
    const content = textOf(files, from.file);
    return { from: { key: await storeText(content) }, ...facts, sha256: sha256(content) };
  });
  return [{ ...step, key: await storeText(JSON.stringify(await Promise.all(list))), purpose: 'files' }];
}

function storeSource(source: RecipeScript['source'], files: PlanRequest['files']): Promise<string> {
  return storeText('text' in source ? source.text : textOf(files, source.file));
}

/** Stores the script of a recipe's test and returns the test as the plan records it; undefined without a test. */
export async function plannedTest({
  recipe,
  files,
}: Pick<PlanRequest, 'recipe' | 'files'>): Promise<BuildPlan['test']> {
  const test = testOfRecipe(recipe);
  if (!test) return undefined;
  const { source, instance_types, timeout_seconds, keep_on_failure } = test;
  return { key: await storeSource(source, files), instance_types, timeout_seconds, keep_on_failure };
}

/** Stores the recipe with its files for rebuilds, and returns what the plan records about it. */
export async function keepRecipe({
  files,
  recipe,
  recipe_text,
  account,
}: Pick<PlanRequest, 'files' | 'recipe' | 'recipe_text' | 'account'>): Promise<BuildPlan['recipe']> {
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
      `the recipe names the file '${name}', which is missing: send it with the recipe.`,
      { file: name },
    );
  return found;
}

import { getStackPolicy } from '../../../aws/catalog/stack-policies';
import { answerOfRun } from '../../../core/api/shown-run';
import { startBuildRequest } from '../../../core/build/request';
import { readRecipe } from '../../../core/recipe/parse';
import { checkRecipeSize } from '../../../core/recipe/files';
import type { Recipe } from '../../../core/recipe/schema';
import { requireRoom } from '../../../usecases/image/read-room';
import { startReplication } from '../../../usecases/replication/start';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { beginBuild } from '../../../usecases/build/begin';
import type { BuildOrder } from '../../../usecases/build/judge-order';
import { previewBuild } from '../../../usecases/build/preview';

/**
 * Starts a build, or returns an existing build of the same request. Every refusal happens before anything is created.
 */
export async function startBuild(request: HttpRequest): Promise<HttpAnswer> {
  const begun = await beginBuild(await orderOf(request));
  if ('replicate' in begun) {
    const { image, regions } = begun.replicate;
    const warnings = await requireRoom(regions);
    return { status: 202, body: await startReplication(image, { regions, warnings }, request) };
  }
  return {
    status: begun.reused === 'published' ? 200 : 202,
    body: answerOfRun(
      begun.run,
      begun.reused ? { reused: begun.reused, images: begun.images } : { place: begun.place },
    ),
  };
}

/** Returns what a build of the request would do. Makes nothing; refuses what a start would refuse. */
export async function showPreview(request: HttpRequest): Promise<HttpAnswer> {
  return { status: 200, body: await previewBuild(await orderOf(request)) };
}

async function orderOf(request: HttpRequest): Promise<BuildOrder> {
  const body = parse(startBuildRequest, request.body);
  // Checked before parsing, because a larger recipe takes too long to parse.
  checkRecipeSize(Buffer.byteLength(body.recipe));
  const recipe = readRecipe(body.recipe);
  return {
    recipe,
    recipe_text: body.recipe,
    recipe_size: Buffer.byteLength(body.recipe),
    files: new Map(Object.entries(body.files ?? {}).map(([name, text]) => [name, Buffer.from(text, 'base64')])),
    image_name: body.image_name,
    force: body.force === true,
    ...(body.spot !== undefined && { spot: body.spot }),
    ...(body.discard && { discard: true }),
    ...(body.keep_failed_seconds !== undefined && { keep_failed_seconds: body.keep_failed_seconds }),
    ...(body.keep_candidate_seconds !== undefined && { keep_candidate_seconds: body.keep_candidate_seconds }),
    regions: body.discard ? [] : (body.regions ?? (await wantedRegions(recipe))),
    source: body.source,
    caller: request.caller,
    account: request.account,
    now: request.now,
    idPart: request.idPart,
  };
}

/** Returns the regions of a recipe; without any, those of its stack's policy. */
async function wantedRegions({ stack, regions }: Recipe): Promise<string[]> {
  if (regions.length > 0) return regions;
  return (await getStackPolicy(stack)).regions ?? [];
}

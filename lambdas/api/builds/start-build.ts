import { getStackPolicy } from '../../../aws/catalog/stack-policies';
import { answerOfRun } from '../../../core/api/contract/run';
import { startBuildRequest } from '../../../core/api/contract/requests';
import { readRecipe } from '../../../core/recipe/parse';
import { checkRecipeSize } from '../../../core/recipe/files';
import type { Recipe } from '../../../core/recipe/schema';
import { startReplication } from '../../../usecases/replication/start';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { beginBuild } from '../../../usecases/build/begin';

/**
 * Starts a build, or answers with the one that does or has done the same. All that can be refused is refused before
 * anything is made.
 */
export async function startBuild(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(startBuildRequest, request.body);
  // Before it is read: what is too large takes too long to read.
  checkRecipeSize(Buffer.byteLength(body.recipe));
  const recipe = readRecipe(body.recipe);
  const begun = await beginBuild({
    recipe,
    recipe_size: Buffer.byteLength(body.recipe),
    files: new Map(Object.entries(body.files ?? {}).map(([name, text]) => [name, Buffer.from(text, 'base64')])),
    image_name: body.image_name,
    force: body.force === true,
    ...(body.discard && { discard: true }),
    regions: body.discard ? [] : (body.regions ?? (await wantedRegions(recipe))),
    source: body.source,
    caller: request.caller,
    account: request.account,
    now: request.now,
    idPart: request.idPart,
  });
  if ('replicate' in begun)
    return {
      status: 202,
      body: await startReplication(begun.replicate.image, { regions: begun.replicate.regions }, request),
    };
  return {
    status: begun.reused === 'published' ? 200 : 202,
    body: answerOfRun(begun.run, begun.reused && { reused: begun.reused, images: begun.images }),
  };
}

/** The regions that a recipe names; when it names none, those where the policy of its stack wants it. */
async function wantedRegions({ stack, regions }: Recipe): Promise<string[]> {
  if (regions.length > 0) return regions;
  return (await getStackPolicy(stack)).regions ?? [];
}

import { answerOfRun } from '../../../core/api/shown-run';
import { retryBuildRequest } from '../../../core/build/request';
import { SpawnError } from '../../../core/errors';
import { checkRecipeSize } from '../../../core/recipe/files';
import { readRecipe } from '../../../core/recipe/parse';
import { retryBuild as retry } from '../../../usecases/build/retry';
import type { RevisedRecipe } from '../../../usecases/build/revise-plan';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/** Starts a build that tests and publishes the image that a failed build kept. */
export async function retryBuild(request: HttpRequest): Promise<HttpAnswer> {
  const { recipe, files, source, ...body } = parse(retryBuildRequest, request.body ?? {});
  if (recipe === undefined && (Object.keys(files).length > 0 || source !== undefined))
    throw new SpawnError('InvalidRequest', 'files and source belong to a recipe: send it too, or leave them out.');
  const { caller, account, now, idPart } = request;
  const { run, place } = await retry({
    ...body,
    of: request.path.id ?? '',
    ...(recipe !== undefined && { revised: revisedOf(recipe, files, source) }),
    caller,
    account,
    now,
    idPart,
  });
  return { status: 202, body: answerOfRun(run, { place }) };
}

function revisedOf(text: string, files: Record<string, string>, source: RevisedRecipe['source']): RevisedRecipe {
  checkRecipeSize(Buffer.byteLength(text));
  return {
    recipe: readRecipe(text),
    recipe_text: text,
    files: new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content, 'base64')])),
    source,
  };
}

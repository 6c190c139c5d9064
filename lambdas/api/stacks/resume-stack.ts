import { listStackRecipes, putStackRecipe } from '../../../aws/catalog/stack-recipes';
import { SpawnError } from '../../../core/errors';
import { resumeStackRequest } from '../../../core/api/contract/stack-resumption';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/**
 * Lets the nightly run rebuild a stack again after too many failures. Throws StackNotFound when no build of the stack
 * was published.
 */
export async function resumeStack(request: HttpRequest): Promise<HttpAnswer> {
  parse(resumeStackRequest, request.body ?? {});
  const stack = request.path.stack ?? '';
  const recipes = await listStackRecipes(stack);
  if (recipes.length === 0)
    throw new SpawnError(
      'StackNotFound',
      `the stack ${stack.slice(0, 80)} has no published build: list the images with spawn list-amis.`,
      { stack },
    );
  const failed = recipes.filter(({ failures }) => failures > 0);
  for (const { last_failure: _why, failed_build_id: _build, ...recipe } of failed)
    await putStackRecipe({ ...recipe, failures: 0 });
  return { status: 200, body: { stack, resumed: failed.map(({ variant }) => variant) } };
}

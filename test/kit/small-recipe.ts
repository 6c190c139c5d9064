import { finished, type Journey } from './journey';
import { smallRecipe } from './recipe-text';

export { provisioned, script, smallRecipe } from './recipe-text';

/** Starts a build of the small recipe and answers with its id. Throws what the API answered when it was refused. */
export async function startSmall(
  journey: Journey,
  changes?: Record<string, unknown>,
  body: Record<string, unknown> = {},
): Promise<string> {
  const answer = await journey.request('POST', '/v1/builds', { recipe: smallRecipe(changes), ...body });
  if (answer.status !== 202) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.build_id;
}

/** Builds the small recipe to its end. */
export async function buildSmall(
  journey: Journey,
  changes?: Record<string, unknown>,
  body?: Record<string, unknown>,
): Promise<any> {
  return finished(journey, await startSmall(journey, changes, body));
}

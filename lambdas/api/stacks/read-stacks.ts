import { allImages, listImagesOfStack } from '../../../aws/catalog/releases';
import { listStackPolicies, readStackPolicy } from '../../../aws/catalog/stack-policies';
import { listStackRecipes } from '../../../aws/catalog/stack-recipes';
import { offsetOf, pageOf } from '../../../core/lib/paging';
import { answerOfStack, answerOfStacks, listStacksQuery } from '../../../core/api/contract/stack';
import { failedRebuilds } from '../../../core/stack/failed-rebuilds';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { noSuchStack } from '../../../usecases/stack/require';

const defaultLimit = 100;

/** Returns every stack that has images or a policy. */
export async function listStacks({ query }: HttpRequest): Promise<HttpAnswer> {
  const { limit = defaultLimit, cursor } = parse(listStacksQuery, query);
  const [records, images] = await Promise.all([listStackPolicies(), allImages('all')]);
  const page = pageOf(answerOfStacks(records, images), limit, offsetOf(cursor));
  return { status: 200, body: { stacks: page.items, cursor: page.cursor } };
}

/** Returns one stack with policy, images and failed rebuilds. Throws StackNotFound without a policy and images. */
export async function showStack({ path }: HttpRequest): Promise<HttpAnswer> {
  const stack = path.stack ?? '';
  const [record, images, recipes] = await Promise.all([
    readStackPolicy(stack),
    listImagesOfStack(stack),
    listStackRecipes(stack),
  ]);
  const answer = answerOfStack(stack, record, images);
  if (!record && answer.images.total === 0) throw await noSuchStack(stack);
  const failed_rebuilds = failedRebuilds(recipes, answer.policy.pause_after_failures);
  return { status: 200, body: { ...answer, failed_rebuilds } };
}

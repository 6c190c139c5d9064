import { allImages, listImagesOfStack } from '../../../aws/catalog/releases';
import { listStackPolicies, readStackPolicy } from '../../../aws/catalog/stack-policies';
import { offsetOf, pageOf } from '../../../core/lib/paging';
import { answerOfStack, answerOfStacks, listStacksQuery } from '../../../core/api/contract/stack';
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

/** Returns one stack with its policy and the number of its images. Throws StackNotFound when it has neither. */
export async function showStack({ path }: HttpRequest): Promise<HttpAnswer> {
  const stack = path.stack ?? '';
  const [record, images] = await Promise.all([readStackPolicy(stack), listImagesOfStack(stack)]);
  const answer = answerOfStack(stack, record, images);
  if (!record && answer.images.total === 0) throw await noSuchStack(stack);
  return { status: 200, body: answer };
}

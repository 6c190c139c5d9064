import { setStackRequest } from '../../../core/api/contract/stack';
import { checkPolicyChange } from '../../../usecases/stack/check-change';
import { previewPolicy as preview } from '../../../usecases/stack/preview-policy';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/**
 * Returns what a night would do with the images of a stack under a changed policy; the saved one without a change.
 * Refuses what saving refuses.
 */
export async function previewPolicy({ path, body, now }: HttpRequest): Promise<HttpAnswer> {
  const { revision: _, ...change } = parse(setStackRequest, body ?? {});
  const stack = path.stack ?? '';
  await checkPolicyChange(stack, change);
  return { status: 200, body: await preview(stack, change, now) };
}

import { recordHistory } from '../../../aws/catalog/history';
import { listImagesOfStack } from '../../../aws/catalog/releases';
import { listStackRecipes } from '../../../aws/catalog/stack-recipes';
import { putStackPolicy, readStackPolicy } from '../../../aws/catalog/stack-policies';
import { SpawnError } from '../../../core/errors';
import { canonicalJson } from '../../../core/lib/digest';
import { answerOfStack, setStackRequest } from '../../../core/api/contract/stack';
import { policyChangeText } from '../../../core/history/policy-change';
import { changedPolicy, policyOf } from '../../../core/stack/policy';
import { syncSchedule } from '../../../usecases/build/sync-schedules';
import { checkPolicyChange } from '../../../usecases/stack/check-change';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/**
 * Changes fields of a stack's policy. A request that changes nothing makes no new revision. Of two concurrent requests,
 * the second is refused.
 */
export async function setStack({ path, body, caller, now }: HttpRequest): Promise<HttpAnswer> {
  const { revision, ...change } = parse(setStackRequest, body ?? {});
  const stack = path.stack ?? '';
  await checkPolicyChange(stack, change);
  const [record, images] = await Promise.all([readStackPolicy(stack), listImagesOfStack(stack)]);
  const policy = changedPolicy(record?.policy ?? {}, change);
  // A repeated request makes the schedules that the first one could not make.
  const syncOf = async (): Promise<void> => {
    if (change.rebuild_schedule === undefined) return;
    for (const recipe of await listStackRecipes(stack)) await syncSchedule(recipe, policyOf({ policy }));
  };
  // Compared before the revision is checked: a retry after a lost answer finds its own change.
  if (canonicalJson(policy) === canonicalJson(record?.policy ?? {})) {
    await syncOf();
    return { status: 200, body: answerOfStack(stack, record, images) };
  }
  const current = record?.revision ?? 0;
  if (revision !== undefined && revision !== current) {
    throw new SpawnError(
      'WrongState',
      `the policy of ${stack} has revision ${current}, not ${revision}: check it with spawn stack show ${stack}, then set it again.`,
      { stack, revision: current },
    );
  }
  const saved = await putStackPolicy({
    ...record,
    stack,
    policy,
    updated_at: now.toISOString(),
    updated_by: caller,
    revision: current,
  });
  await recordHistory(`policy-${stack}-${saved.revision}`, {
    time: now.toISOString(),
    action: 'policy-changed',
    by: caller,
    stack,
    detail: policyChangeText(record?.policy ?? {}, policy),
  });
  await syncOf();
  return { status: 200, body: answerOfStack(stack, saved, images) };
}

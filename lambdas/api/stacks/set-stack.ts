import { recordHistory } from '../../../aws/catalog/history';
import { listImagesOfStack } from '../../../aws/catalog/releases';
import { putStackPolicy, readStackPolicy } from '../../../aws/catalog/stack-policies';
import { memberAccounts } from '../../../aws/client/members';
import { SpawnError } from '../../../core/errors';
import { canonicalJson } from '../../../core/lib/digest';
import { answerOfStack, setStackRequest } from '../../../core/api/contract/stack';
import { policyChangeText } from '../../../core/history/policy-change';
import { changedPolicy } from '../../../core/model/stack-policy';
import { checkRegions } from '../../../usecases/build/check-regions';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

const longestName = 128;

/**
 * Changes fields of a stack's policy. A request that changes nothing makes no new revision. Of two concurrent requests,
 * the second is refused.
 */
export async function setStack({ path, body, caller, now }: HttpRequest): Promise<HttpAnswer> {
  const { revision, ...change } = parse(setStackRequest, body ?? {});
  const stack = path.stack ?? '';
  if (stack.length > longestName)
    throw new SpawnError(
      'InvalidRequest',
      `the name of the stack has ${stack.length} characters: use at most ${longestName}.`,
      { stack: stack.slice(0, longestName) },
    );
  await checkRegions([...(change.regions ?? []), ...Object.keys(change.encryption_keys ?? {})]);
  const stranger = (change.accounts ?? []).find((account) => !memberAccounts().includes(account));
  if (stranger !== undefined)
    throw new SpawnError(
      'InvalidRequest',
      `account ${stranger} is not in the setting member_accounts of this deployment: add it there and deploy.`,
      { account: stranger },
    );
  const [record, images] = await Promise.all([readStackPolicy(stack), listImagesOfStack(stack)]);
  const policy = changedPolicy(record?.policy ?? {}, change);
  // Compared before the revision is checked: a retry after a lost answer finds its own change.
  if (canonicalJson(policy) === canonicalJson(record?.policy ?? {}))
    return { status: 200, body: answerOfStack(stack, record, images) };
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
  return { status: 200, body: answerOfStack(stack, saved, images) };
}

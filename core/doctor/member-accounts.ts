import type { Finding } from './finding';

/** Judges whether the role of this deployment in a member account can be assumed; `refusal` says why not. */
export function judgeMember({
  account,
  stage,
  refusal,
}: {
  account: string;
  stage: string;
  refusal?: string;
}): Finding {
  const base = { check: 'member-accounts' as const, subject: account };
  if (refusal === undefined)
    return { ...base, result: 'ok', seen: 'the role of this deployment in the account can be assumed' };
  return {
    ...base,
    result: 'failed',
    seen: refusal,
    mend: `npx cdk deploy spawn-${stage}-member-${account}, with credentials of that account and its bootstrap`,
  };
}

export const checkNames = [
  'permissions',
  'launch',
  'create-image',
  'way-to-ssm',
  'quotas',
  'spot',
  'public-access',
  'member-accounts',
  'schedules',
  'leftovers',
] as const;
export type CheckName = (typeof checkNames)[number];

export const checkResults = ['ok', 'warning', 'failed', 'unknown'] as const;
export type CheckResult = (typeof checkResults)[number];

/** What one check saw of one thing in the account, and how to mend what is not as it should be. */
export interface Finding {
  check: CheckName;
  /** What was looked at: a role, a subnet, a region, an account, a schedule. */
  subject: string;
  result: CheckResult;
  seen: string;
  mend?: string;
}

// What is not known may be as bad as what failed, and is not to be read as well.
const gravity: readonly CheckResult[] = ['failed', 'unknown', 'warning', 'ok'];

/** The worst result of all; `unknown` where nothing was looked at. */
export function worstResult(findings: readonly Finding[]): CheckResult {
  return gravity.find((result) => findings.some((finding) => finding.result === result)) ?? 'unknown';
}

const together: Partial<Record<CheckName, { things: string; seen: string }>> = {
  permissions: { things: 'roles', seen: 'IAM allows each of them all that its grants name' },
  schedules: { things: 'schedules and rules', seen: 'each is there and on' },
};

/** The findings check by check; of roles and schedules, all that are as they should be in one. */
export function summarized(findings: readonly Finding[]): Finding[] {
  return checkNames.flatMap((check) => {
    const own = findings.filter((finding) => finding.check === check);
    const fine = own.filter(({ result }) => result === 'ok');
    const words = together[check];
    if (!words || fine.length === 0) return own;
    return [
      ...own.filter(({ result }) => result !== 'ok'),
      { check, subject: `${fine.length} ${words.things}`, result: 'ok', seen: words.seen },
    ];
  });
}

/** "A check that may not be read answers `unknown` with the reason, never `ok`." */
export function unknownFinding(check: CheckName, subject: string, reason: { name: string; message: string }): Finding {
  const mend =
    reason.name === 'PermissionDenied'
      ? 'allow that call to the role of the function examine-account: deploy the api stack again'
      : 'try again; the message says what AWS did not answer';
  return { check, subject, result: 'unknown', seen: `not looked at: ${reason.message}`, mend };
}

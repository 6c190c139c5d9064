export const checkNames = [
  'permissions',
  'launch',
  'create-image',
  'way-to-ssm',
  'quotas',
  'spot',
  'public-access',
  'allowed-images',
  'recycle-bin',
  'member-accounts',
  'schedules',
  'leftovers',
] as const;
export type CheckName = (typeof checkNames)[number];

export const checkResults = ['ok', 'warning', 'failed', 'unknown'] as const;
export type CheckResult = (typeof checkResults)[number];

/** The result of one check of one resource in the account, and how to fix a problem. */
export interface Finding {
  check: CheckName;
  /** The resource checked: a role, a subnet, a region, an account, a schedule. */
  subject: string;
  result: CheckResult;
  seen: string;
  mend?: string;
}

// Unknown may be as bad as failed, so it ranks before a warning.
const gravity: readonly CheckResult[] = ['failed', 'unknown', 'warning', 'ok'];

/** Returns the worst result; `unknown` without findings. */
export function worstResult(findings: readonly Finding[]): CheckResult {
  return gravity.find((result) => findings.some((finding) => finding.result === result)) ?? 'unknown';
}

const together: Partial<Record<CheckName, { things: string; seen: string }>> = {
  permissions: { things: 'roles', seen: 'IAM allows each role everything that it needs' },
  schedules: { things: 'schedules and rules', seen: 'all exist and are enabled' },
};

/** Returns the findings by check; for roles and schedules, all that are ok are combined into one. */
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

/**
 * Returns the finding of a check that could not be read: "A check that may not be read answers `unknown` with the
 * reason, never `ok`."
 */
export function unknownFinding(check: CheckName, subject: string, reason: { name: string; message: string }): Finding {
  const mend =
    reason.name === 'PermissionDenied'
      ? 'allow the role of the function examine-account to make that call: deploy the api stack again'
      : 'try again; the message names the failed call';
  return { check, subject, result: 'unknown', seen: `not checked: ${reason.message}`, mend };
}

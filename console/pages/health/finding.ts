import { pluralize } from '../../../core/lib/pluralize';
import type { AnswerOf } from '../../client/types';
import type { Status } from '../../shared/status-of';

export type Examination = Omit<AnswerOf<'examineAccount'>, 'cursor' | 'result'>;
export type Finding = Examination['findings'][number];
export type Result = Finding['result'];

/** The words of the command that does the same checks. */
export const doctorCommand: readonly string[] = ['doctor'];

/** What each check is called on the page. */
export const titles: Readonly<Record<Finding['check'], string>> = {
  permissions: 'Permissions',
  launch: 'Launch of a builder',
  'create-image': 'Creation of an image',
  'way-to-ssm': 'Connection to Systems Manager',
  quotas: 'Quotas',
  spot: 'Spot instances',
  'public-access': 'Public access',
  'allowed-images': 'Allowed AMIs',
  'recycle-bin': 'Recycle Bin',
  'member-accounts': 'Member accounts',
  schedules: 'Schedules and rules',
  leftovers: 'Leftovers',
};

// Unknown may be as bad as failed, so it comes before a warning, as in the command.
const gravity: readonly Result[] = ['failed', 'unknown', 'warning', 'ok'];

/** Returns how the result of a check is shown. A check that could not be made is not one that is OK. */
export function statusOfResult(result: Result): Status {
  const statuses = {
    ok: { type: 'success', text: 'OK' },
    warning: { type: 'warning', text: 'Warning' },
    failed: { type: 'error', text: 'Failed' },
    unknown: { type: 'info', text: 'Unknown' },
  } as const;
  return statuses[result];
}

/** Returns the findings, the worst first; those that are OK only if they are asked for. */
export function shownFindings(findings: readonly Finding[], withOk: boolean): Finding[] {
  return gravity
    .filter((result) => withOk || result !== 'ok')
    .flatMap((result) => findings.filter((finding) => finding.result === result));
}

/** Returns how many findings have each result, the worst first, such as `1 failed, 2 warnings, 12 OK`. */
export function countsText(findings: readonly Finding[]): string {
  return gravity
    .map((result) => [result, findings.filter((finding) => finding.result === result).length] as const)
    .filter(([, count]) => count > 0)
    .map(([result, count]) => (result === 'warning' ? pluralize(count, 'warning') : `${count} ${words[result]}`))
    .join(', ');
}

const words = { failed: 'failed', unknown: 'unknown', ok: 'OK' } as const;

/**
 * Makes all checks: while an answer has a cursor, roles remain to be checked and it is asked again. The time is that of
 * the first answer.
 */
export async function examineAll(
  ask: (cursor: string | undefined) => Promise<AnswerOf<'examineAccount'>>,
): Promise<Examination> {
  const { examined_at, findings, cursor: start } = await ask(undefined);
  const all = [...findings];
  for (let cursor = start; cursor !== undefined;) {
    const more = await ask(cursor);
    all.push(...more.findings);
    cursor = more.cursor;
  }
  return { examined_at, findings: all };
}

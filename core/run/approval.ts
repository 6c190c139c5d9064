import { SpawnError } from '../errors';
import type { Approval, BuildPlan, Run } from '../model/run';
import { parseDuration } from '../lib/duration';
import type { StackPolicy } from '../stack/policy';
import type { Recipe } from '../recipe/schema';

// A week holds a weekend and a holiday.
const usualSeconds = 7 * 86_400;

/**
 * Returns how long publication waits for an approval: if the recipe or the policy of its stack requires one. A recipe
 * cannot waive what the policy requires. Returns undefined otherwise.
 */
export function approvalRule(
  { approval, limits }: Pick<Recipe, 'approval' | 'limits'>,
  { require_approval }: Pick<StackPolicy, 'require_approval'>,
): BuildPlan['approval'] {
  if (approval !== 'required' && !require_approval) return undefined;
  return { within_seconds: limits.approval === undefined ? usualSeconds : parseDuration(limits.approval) };
}

/** A decision about an approval, by the ARN of the caller. */
export interface Decision {
  decision: 'approved' | 'rejected';
  by: string;
  reason?: string;
}

/**
 * Returns the approval with its decision. Throws WrongState for a build that waits for none: it has ended, has not
 * reached it, was decided, or its time is over.
 */
export function decidedApproval(run: Run, { decision, by, reason }: Decision, now: Date): Approval {
  const { build_id, approval, status } = run;
  const refused = (why: string): SpawnError =>
    new SpawnError('WrongState', `${build_id} ${why}: show it with spawn builds show ${build_id}.`, { build_id });
  if (approval?.decision !== undefined)
    throw refused(`was ${approval.decision} by ${approval.decided_by} at ${approval.decided_at}`);
  if (status !== 'running') throw refused(`has ended (${status}) and waits for no approval`);
  if (run.cancel_requested) throw refused('is being cancelled and waits for no approval');
  if (approval === undefined)
    throw refused(run.plan?.approval ? 'has not reached its approval yet' : 'requires no approval');
  if (now.getTime() >= Date.parse(approval.until)) throw refused(`waited for an approval until ${approval.until}`);
  return {
    ...approval,
    decision,
    decided_at: now.toISOString(),
    decided_by: by,
    ...(reason !== undefined && { reason }),
  };
}

/** Returns whether a run waits for a decision. */
export function awaitsApproval({ status, approval }: Pick<Run, 'status' | 'approval'>): boolean {
  return status === 'running' && approval !== undefined && approval.decision === undefined;
}

/** Returns the sentence that says who rejected a build and why. */
export function rejection({ decided_by, decided_at, reason }: Approval): string {
  return `the build was rejected by ${decided_by} at ${decided_at}: ${reason ?? 'no reason was given'}.`;
}

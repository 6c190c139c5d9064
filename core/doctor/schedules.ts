import type { Finding } from './finding';

/** A schedule of EventBridge Scheduler or a rule of EventBridge; without a state it does not exist. */
export interface TriggerFacts {
  kind: 'schedule' | 'rule';
  name: string;
  region: string;
  state?: string;
}

/**
 * Judges a schedule or rule: "What must happen anyway has a schedule that is on". One that is disabled or missing has
 * failed.
 */
export function judgeTrigger({ kind, name, region, state }: TriggerFacts): Finding {
  const base = { check: 'schedules' as const, subject: name };
  if (state === undefined)
    return {
      ...base,
      result: 'failed',
      seen: `the ${kind} does not exist`,
      mend: 'deploy again (npx cdk deploy --all)',
    };
  if (state.startsWith('ENABLED')) return { ...base, result: 'ok', seen: `the ${kind} is enabled` };
  const mend =
    kind === 'rule'
      ? `aws events enable-rule --name ${name} --region ${region}`
      : `enable ${name} in the console of EventBridge Scheduler in ${region}`;
  return { ...base, result: 'failed', seen: `the ${kind} is ${state.toLowerCase()}`, mend };
}

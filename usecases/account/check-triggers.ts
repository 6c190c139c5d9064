import { ruleState, scheduleState } from '../../aws/account/triggers';
import { environment } from '../../aws/client/environment';
import { judgeTrigger } from '../../core/doctor/schedules';
import type { Expected } from '../../core/doctor/expected';
import type { Finding } from '../../core/doctor/finding';
import { checked } from './checked';

/** Checks whether each schedule and each rule of the home region exists and is enabled. */
export async function checkTriggers({ schedules, rules }: Expected): Promise<Finding[]> {
  const region = environment().homeRegion;
  const asked = [
    ...schedules.map((name) => ({ kind: 'schedule' as const, name })),
    ...rules.map((name) => ({ kind: 'rule' as const, name })),
  ];
  const found = asked.map(({ kind, name }) =>
    checked('schedules', name, async () =>
      judgeTrigger({ kind, name, region, state: await (kind === 'schedule' ? scheduleState : ruleState)(name) }),
    ),
  );
  return (await Promise.all(found)).flat();
}

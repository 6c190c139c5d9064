import { refusedOf } from '../../aws/account/permissions';
import type { RoleNeeds } from '../../core/doctor/expected';
import { unknownFinding, type Finding } from '../../core/doctor/finding';
import { judgePermissions, missingRole } from '../../core/doctor/permissions';
import { checked, inTime, tooLate } from './checked';

// IAM throttles more simultaneous simulations.
const atOnce = 6;

const nameOf = ({ role }: RoleNeeds): string => role.split('/').at(-1) ?? role;

/**
 * Simulates the permissions of each role with IAM, starting at the given role. When the time is up, `next` names the
 * role where the next request continues. A role that needs more than the whole time is unknown.
 */
export async function checkPermissions(
  roles: readonly RoleNeeds[],
  from: number,
): Promise<{ findings: Finding[]; next?: number }> {
  const done = new Map<number, Finding[]>();
  let upcoming = from;
  let over = false;
  const work = async (): Promise<void> => {
    for (let index = upcoming++; !over; index = upcoming++) {
      const role = roles[index];
      if (!role) return;
      done.set(index, await checked('permissions', nameOf(role), () => checkRole(role)));
    }
  };
  await inTime(Promise.all(Array.from({ length: atOnce }, work)), () => []);
  over = true;
  const stuck = roles[from];
  if (stuck && !done.has(from)) done.set(from, [unknownFinding('permissions', nameOf(stuck), tooLate)]);
  let next = from;
  while (done.has(next)) next += 1;
  const findings = Array.from({ length: next - from }, (_unused, index) => done.get(from + index) ?? []).flat();
  return { findings, ...(next < roles.length && { next }) };
}

async function checkRole({ role, needs }: RoleNeeds): Promise<Finding> {
  const name = nameOf({ role, needs });
  const refused = [];
  for (const need of needs) {
    const found = await refusedOf(role, need);
    if (!found) return missingRole(name);
    refused.push(...found);
  }
  const asked = needs.reduce((sum, { actions, resources }) => sum + actions.length * resources.length, 0);
  return judgePermissions(name, asked, refused);
}

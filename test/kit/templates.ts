import type { Stack } from '../../local/cloudformation/assembly/read';

interface Statement {
  Action: string | string[];
}

/**
 * Takes one action out of a role's policies, as a wrong edit of the templates would. Throws when the role has it
 * nowhere.
 */
export function without(roleName: string, action: string): (stacks: Stack[]) => void {
  return (stacks) => {
    const roles = stacks
      .flatMap(({ template }) => Object.values(template.Resources))
      .filter(({ Type, Properties }) => Type === 'AWS::IAM::Role' && Properties?.RoleName === roleName);
    let found = false;
    for (const { Properties } of roles) {
      for (const { PolicyDocument } of Properties?.Policies ?? []) {
        PolicyDocument.Statement = (PolicyDocument.Statement as Statement[]).flatMap((statement) => {
          const actions = [statement.Action].flat();
          if (!actions.includes(action)) return [statement];
          found = true;
          const rest = actions.filter((each) => each !== action);
          return rest.length > 0 ? [{ ...statement, Action: rest }] : [];
        });
      }
    }
    if (!found) throw new Error(`${roleName} has no ${action}`);
  };
}

/** Takes every resource of a type out of the templates. */
export function withoutResources(type: string): (stacks: Stack[]) => void {
  return (stacks) => {
    for (const { template } of stacks) {
      for (const [id, { Type }] of Object.entries(template.Resources)) if (Type === type) delete template.Resources[id];
    }
  };
}

/**
 * Lets the sweeper run every so many minutes in place of every minute, which is most of what happens while hours pass.
 */
export function sweepingEvery(minutes: number): (stacks: Stack[]) => void {
  return (stacks) => {
    const schedules = stacks
      .flatMap(({ template }) => Object.values(template.Resources))
      .filter(
        ({ Type, Properties }) =>
          Type === 'AWS::Scheduler::Schedule' && Properties?.ScheduleExpression === 'rate(1 minute)',
      );
    if (schedules.length === 0) throw new Error('no schedule runs every minute');
    for (const { Properties } of schedules)
      (Properties as Record<string, unknown>).ScheduleExpression = `rate(${minutes} minutes)`;
  };
}

/**
 * Leaves no schedule but the sweeper's, which runs every so many minutes: nothing else happens by itself while days
 * pass.
 */
export function onlySweepingEvery(minutes: number): (stacks: Stack[]) => void {
  return (stacks) => {
    sweepingEvery(minutes)(stacks);
    const kept = `rate(${minutes} minutes)`;
    for (const { template } of stacks) {
      for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
        if (Type === 'AWS::Scheduler::Schedule' && Properties?.ScheduleExpression !== kept)
          delete template.Resources[id];
      }
    }
  };
}

/** Changes settings of the functions that know them. Throws when none does. */
export function withSettings(changes: Record<string, unknown>): (stacks: Stack[]) => void {
  return (stacks) => {
    const variables = stacks
      .flatMap(({ template }) => Object.values(template.Resources))
      .map(
        ({ Properties }) => (Properties?.Environment as { Variables?: Record<string, string> } | undefined)?.Variables,
      )
      .filter((each) => each?.SPAWN_SETTINGS !== undefined);
    if (variables.length === 0) throw new Error('no function knows the settings');
    for (const each of variables as Record<string, string>[])
      each.SPAWN_SETTINGS = JSON.stringify({ ...(JSON.parse(each.SPAWN_SETTINGS ?? '') as object), ...changes });
  };
}

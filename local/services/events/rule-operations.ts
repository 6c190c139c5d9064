import type { Operations } from '../../kernel/service';
import type { Call, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import type { Rule } from './rule';

/** EventBridge's operations on the rules of the templates, which are on the default bus. */
export function ruleOperations(world: World, rules: readonly Rule[]): Operations {
  function named(call: Call): Rule {
    const { Name: name, EventBusName: bus = 'default' } = call.input;
    call.authorize(`events:${call.action}`, `arn:aws:events:${call.region}:${world.accountId}:rule/${name}`);
    const found =
      bus === 'default' ? rules.find((rule) => rule.name === name && rule.region === call.region) : undefined;
    if (!found) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
    return found;
  }
  function turn(call: Call, enabled: boolean): Record<string, any> {
    const rule = named(call);
    if (rule.schedule !== undefined)
      throw new AwsError('UnsupportedParameter', `events ${call.action} of a rule with a schedule is not simulated.`);
    rule.enabled = enabled;
    return {};
  }
  const parameters = ['Name', 'EventBusName'];
  return {
    DescribeRule: {
      parameters,
      run(call) {
        const { name, arn, enabled, pattern, schedule } = named(call);
        return {
          Name: name,
          Arn: arn,
          State: enabled ? 'ENABLED' : 'DISABLED',
          EventBusName: 'default',
          ...(pattern && { EventPattern: JSON.stringify(pattern) }),
          ...(schedule !== undefined && { ScheduleExpression: schedule }),
        };
      },
    },
    DisableRule: { parameters, run: (call) => turn(call, false) },
    EnableRule: { parameters, run: (call) => turn(call, true) },
  };
}

import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { isAwsError } from '../client/errors';
import { eventBridge, scheduler } from '../client/clients';

/** Returns `ENABLED` or `DISABLED`; undefined when the home region has no such schedule. */
export async function scheduleState(name: string): Promise<string | undefined> {
  return orGone(async () => (await scheduler().send(new GetScheduleCommand({ Name: name }))).State);
}

/** Returns `ENABLED…` or `DISABLED`; undefined when the default bus of the home region has no such rule. */
export async function ruleState(name: string): Promise<string | undefined> {
  return orGone(async () => (await eventBridge().send(new DescribeRuleCommand({ Name: name }))).State);
}

async function orGone(ask: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

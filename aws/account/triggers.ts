import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { isAwsError } from '../client/errors';
import { eventBridge, scheduler } from '../client/clients';

/** `ENABLED` or `DISABLED`; undefined when there is no such schedule in the home region. */
export async function scheduleState(name: string): Promise<string | undefined> {
  return orGone(async () => (await scheduler().send(new GetScheduleCommand({ Name: name }))).State);
}

/** `ENABLED…` or `DISABLED`; undefined when there is no such rule on the default bus of the home region. */
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

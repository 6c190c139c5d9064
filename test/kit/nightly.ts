import { home, type Journey } from './journey';

/** Runs the night of a deployment at once, for these regions, and answers with the execution's own description. */
export async function nightly({ clock, local }: Journey, regions: string[] = [home, 'us-west-2']): Promise<any> {
  const stateMachineArn = `arn:aws:states:${home}:123456789012:stateMachine:spawn-dev-nightly`;
  const { executionArn } = await clock.until(local.call('states', 'StartExecution', home, { stateMachineArn, input: JSON.stringify({ regions }) }));
  await clock.until(local.states.ended(executionArn));
  return clock.until(local.call('states', 'DescribeExecution', home, { executionArn }));
}

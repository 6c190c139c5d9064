import type { StageOfTest } from './assemblies';
import { home, minutes, type Journey } from './journey';

/** Runs the night of a deployment at once, for these regions, and answers with the execution's own description. */
export async function nightly(
  { clock, local }: Journey,
  regions: string[] = [home, 'us-west-2'],
  stage: StageOfTest = 'dev',
): Promise<any> {
  const stateMachineArn = `arn:aws:states:${home}:123456789012:stateMachine:spawn-${stage}-nightly`;
  const { executionArn } = await clock.until(
    local.call('states', 'StartExecution', home, { stateMachineArn, input: JSON.stringify({ regions }) }),
  );
  await clock.until(local.states.ended(executionArn));
  return clock.until(local.call('states', 'DescribeExecution', home, { executionArn }));
}

/** Runs the night and answers with its report. */
export async function nightReport(journey: Journey): Promise<any> {
  // Nights that begin in the same moment have no order.
  await journey.advance(minutes);
  await nightly(journey);
  return (await journey.request('GET', '/v1/nightly/latest')).body;
}

/** Another image of Amazon's for x86_64 than the one that is named. */
export async function newerBase(journey: Journey, other: string): Promise<string> {
  const { Images } = await journey.ec2('DescribeImages', {
    Owners: ['amazon'],
    Filters: [
      { Name: 'architecture', Values: ['x86_64'] },
      { Name: 'name', Values: ['al2023*'] },
    ],
  });
  return Images.map(({ ImageId }: any) => ImageId).find((id: string) => id !== other);
}

/** Amazon publishes another image as the newest Amazon Linux 2023. */
export function publishBase(journey: Journey, imageId: string): void {
  const ssm = journey.local.world.services.get('ssm') as unknown as {
    publishParameter(region: string, name: string, value: string): void;
  };
  for (const region of [home, 'us-west-2']) {
    for (const name of ['al2023-ami-kernel-default-x86_64', 'al2023-ami-kernel-6.1-x86_64'])
      ssm.publishParameter(region, `/aws/service/ami-amazon-linux-latest/${name}`, imageId);
  }
}

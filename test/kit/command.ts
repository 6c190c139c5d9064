import { home, type Journey } from './journey';

/** Waits until the agent of an instance is online. Throws after ten minutes. */
export async function online(journey: Journey, instanceId: string, region = home): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const answer = await journey.clock.until(
      journey.local.call('ssm', 'DescribeInstanceInformation', region, {
        Filters: [{ Key: 'InstanceIds', Values: [instanceId] }],
      }),
    );
    if (answer.InstanceInformationList.some((entry: { PingStatus: string }) => entry.PingStatus === 'Online')) return;
    await journey.advance(10_000);
  }
  throw new Error(`${instanceId} did not come online`);
}

/** Runs lines on an instance by Run Command, and answers with their output and status. */
export async function runOn(
  journey: Journey,
  instanceId: string,
  lines: string[],
  region = home,
): Promise<{ status: string; output: string }> {
  const { local, clock } = journey;
  const { Command } = await clock.until(
    local.call('ssm', 'SendCommand', region, {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: [instanceId],
      Parameters: { commands: lines },
    }),
  );
  for (;;) {
    await clock.advance(5_000);
    const { CommandInvocations } = await clock.until(
      local.call('ssm', 'ListCommandInvocations', region, { CommandId: Command.CommandId, Details: true }),
    );
    const [invocation] = CommandInvocations;
    if (invocation && !['Pending', 'InProgress', 'Delayed'].includes(invocation.Status))
      return { status: invocation.Status, output: invocation.CommandPlugins[0]?.Output ?? '' };
  }
}

/** Launches an instance through the API and waits until it is reachable. */
export async function launched(journey: Journey, body: Record<string, unknown>): Promise<any> {
  const answer = await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', ...body });
  if (answer.status !== 201) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  await online(journey, answer.body.instance.instance_id);
  return answer.body;
}

import { endsSession } from '../../guest/sessions';
import { hex } from '../../kernel/random';
import { page } from '../../kernel/service';
import { AwsError, type Call, type RunResult } from '../../kernel/types';
import type { Session, SsmSimulation } from './model';
import { instanceTags } from './send-command';

/**
 * Opens a shell session with the default document. Throws `TargetNotConnected` while the instance's agent is not
 * online.
 */
export function startSession(simulation: SsmSimulation, call: Call): Record<string, any> {
  const { world } = simulation;
  const region = simulation.region(call.region);
  const { Target: instanceId, Reason: reason } = call.input;
  requireReason(reason);
  call.authorize(
    'ssm:StartSession',
    `arn:aws:ec2:${call.region}:${world.accountId}:instance/${instanceId}`,
    instanceTags(simulation, region, instanceId),
  );
  if (!region.agents.get(instanceId)?.online)
    throw new AwsError('TargetNotConnected', `${instanceId} is not connected.`);
  const name = call.principal.arn.split('/').at(-1) ?? 'session';
  const session: Session = {
    id: `${name}-0${hex(world.random, 16)}`,
    instanceId,
    owner: call.principal.arn,
    reason,
    startedAt: world.clock.now(),
  };
  region.sessions.set(session.id, session);
  return {
    SessionId: session.id,
    TokenValue: hex(world.random, 64),
    StreamUrl: `wss://ssmmessages.${call.region}.amazonaws.com/v1/data-channel/${session.id}?role=publish_subscribe`,
  };
}

/** Ends a session; ending one twice, or one that never was, succeeds as it does at AWS. */
export function terminateSession(simulation: SsmSimulation, call: Call): Record<string, any> {
  const { SessionId: id } = call.input;
  call.authorize('ssm:TerminateSession', `arn:aws:ssm:${call.region}:${simulation.world.accountId}:session/${id}`);
  const session = simulation.region(call.region).sessions.get(id);
  if (session) session.endedAt ??= simulation.world.clock.now();
  return { SessionId: id };
}

/** Open sessions, or those that have ended. */
export function describeSessions(simulation: SsmSimulation, call: Call): Record<string, any> {
  call.authorize('ssm:DescribeSessions', '*');
  const active = call.input.State === 'Active';
  const rows = [...simulation.region(call.region).sessions.values()]
    .filter(({ endedAt }) => (endedAt === undefined) === active)
    .reverse();
  const { items, next } = page(rows, call.input.MaxResults ?? 50, call.input.NextToken);
  return {
    Sessions: items.map(({ id, instanceId, owner, reason, startedAt, endedAt }) => ({
      SessionId: id,
      Target: instanceId,
      Status: active ? 'Connected' : 'Terminated',
      StartDate: new Date(startedAt),
      EndDate: endedAt === undefined ? undefined : new Date(endedAt),
      DocumentName: 'SSM-SessionManagerRunShell',
      Owner: owner,
      Reason: reason,
    })),
    NextToken: next,
  };
}

/** What a line in a session printed, and whether it was the session's last. */
export interface TypedLine extends RunResult {
  ended: boolean;
}

/**
 * Runs a line that was typed in a session. AWS has no such call: its sessions use a web socket. Throws
 * `TargetNotConnected` when either has ended.
 */
export async function typeInSession(
  { world, ec2, region }: SsmSimulation,
  regionName: string,
  id: string,
  line: string,
): Promise<TypedLine> {
  const session = region(regionName).sessions.get(id);
  const guest = session && ec2.existing(regionName, session.instanceId)?.instance.guest;
  if (!session || session.endedAt !== undefined || !guest)
    throw new AwsError('TargetNotConnected', `The session '${id}' is not connected.`);
  const result = await guest.type(id, line);
  const ended = endsSession(line);
  if (ended) session.endedAt = world.clock.now();
  return { ...result, ended };
}

/** Throws as Systems Manager does for a reason that is not of 1 to 256 characters in one line. */
function requireReason(reason: string | undefined): void {
  if (reason === undefined || /^.{1,256}$/.test(reason)) return;
  const rule = 'Member must satisfy regular expression pattern: ^.{1,256}$';
  throw new AwsError('ValidationException', `Value '${reason}' at 'reason' failed to satisfy constraint: ${rule}`);
}

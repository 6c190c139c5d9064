import { StartSessionCommand } from '@aws-sdk/client-ssm';
import { unexpectedAnswer } from '../client/errors';
import { ssm } from '../client/clients';

/** A Systems Manager session. Anyone with its token can connect. */
export interface OpenSession {
  session_id: string;
  stream_url: string;
  token_value: string;
}

/** Starts a shell session on an instance. Throws Systems Manager's `TargetNotConnected` when the agent is offline. */
export async function startSession(region: string, instanceId: string, reason: string): Promise<OpenSession> {
  const { SessionId, StreamUrl, TokenValue } = await ssm(region).send(
    new StartSessionCommand({ Target: instanceId, Reason: reason }),
  );
  if (!SessionId || !StreamUrl || !TokenValue) throw unexpectedAnswer('StartSession', 'a session with its token');
  return { session_id: SessionId, stream_url: StreamUrl, token_value: TokenValue };
}

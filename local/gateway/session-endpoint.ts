import type { Ssm } from '../services/ssm/service';
import type { WireRequest, WireResponse } from '../kernel/types';
import { AwsError } from '../kernel/types';
import { respond, textOf } from './protocol';

const answer = (status: number, body: object): WireResponse =>
  respond(status, 'application/json', JSON.stringify(body));

/**
 * Serves `POST /local/sessions/{id}`, which with `{region, line}` types a line into an open session and answers
 * `{output, error_output, exit_code, ended}`. AWS has no such call: its sessions use a web socket, for which the
 * simulation has no server.
 */
export function sessionEndpoint(type: Ssm['type']): (request: WireRequest) => Promise<WireResponse> {
  return async (request) => {
    const [, id] = /^\/local\/sessions\/([^/]+)$/.exec(new URL(request.url).pathname) ?? [];
    if (id === undefined || request.method !== 'POST') return answer(404, { message: 'Not Found' });
    const given = parse(textOf(request.body));
    if (given === undefined) return answer(400, { message: 'The body must be {"region": "…", "line": "…"}.' });
    try {
      const { stdout, stderr, exitCode, ended } = await type(given.region, decodeURIComponent(id), given.line);
      return answer(200, { output: stdout, error_output: stderr, exit_code: exitCode, ended });
    } catch (error) {
      if (error instanceof AwsError) return answer(409, { message: error.message });
      throw error;
    }
  };
}

function parse(text: string): { region: string; line: string } | undefined {
  try {
    const { region, line } = JSON.parse(text) as Record<string, unknown>;
    return typeof region === 'string' && typeof line === 'string' ? { region, line } : undefined;
  } catch {
    return undefined;
  }
}

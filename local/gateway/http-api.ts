import type { Principal, WireRequest, WireResponse } from '../kernel/types';
import { respond } from './protocol';
import { apiEvent, apiResponse } from './payload';
import type { Caller, HttpApi, Route } from './route';

export interface HttpApiParts {
  accountId: string;
  region: string;
  now(): number;
  requestId(): string;
  authorize(principal: Principal, action: string, resource: string): void;
  /**
   * Rejects with name `IntegrationTimeout` when the function takes longer. Checks the function's permission for API
   * Gateway.
   */
  invoke(functionArn: string, event: object, sourceArn: string, timeoutMs: number): Promise<unknown>;
}

const LARGEST = 10 * 1024 * 1024;
const message = (status: number, text: string): WireResponse =>
  respond(status, 'application/json', JSON.stringify({ message: text }));

interface Match {
  route: Route;
  parameters: Record<string, string>;
}

function match(key: string, method: string, path: string): Record<string, string> | undefined {
  if (key === '$default') return {};
  const [wanted, pattern] = key.split(' ') as [string, string];
  if (wanted !== 'ANY' && wanted !== method) return undefined;
  const expression = pattern
    .split('/')
    .map((part) => part.replace(/^\{(\w+)\+\}$/, '(?<$1>.+)').replace(/^\{(\w+)\}$/, '(?<$1>[^/]+)'))
    .join('/');
  const found = new RegExp(`^${expression}$`).exec(path);
  return found
    ? Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]))
    : undefined;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** The most specific route: full paths before variables, variables before `{rest+}`, `$default` last. */
function find(api: HttpApi, method: string, path: string): Match | undefined {
  const rank = (key: string): number =>
    key === '$default'
      ? 1e6
      : (key.match(/\{/g)?.length ?? 0) + (key.includes('+}') ? 1000 : 0) + (key.startsWith('ANY ') ? 0.5 : 0);
  for (const route of [...api.routes].sort((a, b) => rank(a.key) - rank(b.key))) {
    const parameters = match(route.key, method, path);
    if (parameters) return { route, parameters };
  }
  return undefined;
}

/**
 * Answers a request of one HTTP API as API Gateway does: routes, IAM, payload format 2.0, limits, and its own error
 * texts.
 */
export async function answerApi(
  api: HttpApi,
  parts: HttpApiParts,
  request: WireRequest,
  caller: Caller | undefined,
): Promise<WireResponse> {
  const url = new URL(request.url);
  const prefix = api.stage === '$default' ? '' : `/${api.stage}`;
  if (!url.pathname.startsWith(`${prefix}/`)) return message(404, 'Not Found');
  const path = url.pathname.slice(prefix.length);
  if (!isDecodable(path)) return message(400, 'Bad Request');
  const found = find(api, request.method, path);
  if (!found) return message(404, 'Not Found');
  if ((request.body?.length ?? 0) > LARGEST) return message(413, 'Request Entity Too Large');
  const sourceArn = `arn:aws:execute-api:${parts.region}:${parts.accountId}:${api.id}/${api.stage}/${request.method}${path}`;
  if (found.route.authorization === 'AWS_IAM') {
    if (!caller) return message(403, 'Forbidden');
    try {
      parts.authorize(caller.principal, 'execute-api:Invoke', sourceArn);
    } catch {
      return message(403, 'Forbidden');
    }
  }
  const event = apiEvent({
    api,
    request,
    url,
    route: found.route.key,
    parameters: found.parameters,
    caller,
    accountId: parts.accountId,
    now: parts.now(),
    requestId: parts.requestId(),
  });
  try {
    return apiResponse(await parts.invoke(found.route.functionArn, event, sourceArn, found.route.timeoutMs));
  } catch (error) {
    const { name } = error as Error;
    if (name === 'IntegrationTimeout') return message(503, 'Service Unavailable');
    if (name === 'TooManyRequestsException') return message(503, 'Service Unavailable');
    if (name === 'RequestTooLargeException') return message(413, 'Request Entity Too Large');
    return message(500, 'Internal Server Error');
  }
}

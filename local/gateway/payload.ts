import type { WireRequest, WireResponse } from '../kernel/types';
import type { Caller, HttpApi } from './route';
import { textOf } from './protocol';

export interface ApiRequest {
  api: HttpApi;
  request: WireRequest;
  url: URL;
  route: string;
  parameters: Record<string, string>;
  caller: Caller | undefined;
  accountId: string;
  now: number;
  requestId: string;
}

const TEXT = /^(text\/.*|application\/(.+\+)?(json|xml|javascript))$/;

/** Returns the event that a function receives from API Gateway: HTTP APIs, payload format 2.0. */
export function apiEvent({
  api,
  request,
  url,
  route,
  parameters,
  caller,
  accountId,
  now,
  requestId,
}: ApiRequest): Record<string, any> {
  const { cookie, ...headers } = request.headers;
  const contentType = (headers['content-type'] ?? 'text/plain').split(';')[0]!.trim();
  const isText = TEXT.test(contentType);
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) query[name] = name in query ? `${query[name]},${value}` : value;
  return {
    version: '2.0',
    routeKey: route,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers,
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId,
      apiId: api.id,
      ...(caller ? { authorizer: { iam: identity(caller, accountId) } } : {}),
      domainName: url.host,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route,
      stage: api.stage,
      time: new Date(now).toUTCString(),
      timeEpoch: Math.floor(now),
    },
    ...(Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    ...(request.body?.length
      ? { body: isText ? textOf(request.body) : Buffer.from(request.body).toString('base64') }
      : {}),
    isBase64Encoded: Boolean(request.body?.length) && !isText,
  };
}

function identity(caller: Caller, accountId: string): Record<string, unknown> {
  const name = caller.principal.arn.split('/').pop()!;
  return {
    accessKey: caller.accessKeyId,
    accountId,
    callerId: name,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: caller.principal.arn,
    userId: name,
  };
}

/** Returns the response of API Gateway for a function's result; a result without statusCode is the body of a 200. */
export function apiResponse(result: unknown): WireResponse {
  const fields = typeof result === 'object' && result !== null ? (result as Record<string, any>) : {};
  if (!('statusCode' in fields)) {
    const text = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const headers = Object.fromEntries(
    Object.entries<any>(fields.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const body = Buffer.from(fields.body ?? '', fields.isBase64Encoded ? 'base64' : 'utf8');
  return {
    status: Number(fields.statusCode),
    headers: {
      'content-type': 'text/plain;charset=utf-8',
      ...headers,
      ...(fields.cookies ? { 'set-cookie': fields.cookies.join(', ') } : {}),
    },
    body,
  };
}

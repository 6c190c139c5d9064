import type { WireRequest } from '../kernel/types';
import { AwsError } from '../kernel/types';
import type { DecodedRequest, Protocol } from './protocol';
import { respond, textOf, wireJson } from './protocol';

interface Route {
  method: string;
  path: RegExp;
  action: string;
  /** Names of the path's groups and of query parameters, as members. */
  query?: Record<string, string>;
}

const SCHEDULER: Route[] = [
  { method: 'POST', path: /^\/schedules\/(?<Name>[^/]+)$/, action: 'CreateSchedule' },
  { method: 'PUT', path: /^\/schedules\/(?<Name>[^/]+)$/, action: 'UpdateSchedule' },
  { method: 'GET', path: /^\/schedules\/(?<Name>[^/]+)$/, action: 'GetSchedule', query: { groupName: 'GroupName' } },
  {
    method: 'DELETE',
    path: /^\/schedules\/(?<Name>[^/]+)$/,
    action: 'DeleteSchedule',
    query: { groupName: 'GroupName', clientToken: 'ClientToken' },
  },
  {
    method: 'GET',
    path: /^\/schedules$/,
    action: 'ListSchedules',
    query: { ScheduleGroup: 'GroupName', NamePrefix: 'NamePrefix', MaxResults: 'MaxResults', NextToken: 'NextToken' },
  },
];

const IMAGE_BUILDER: Route[] = [
  { method: 'GET', path: /^\/GetImage$/, action: 'GetImage', query: { imageBuildVersionArn: 'imageBuildVersionArn' } },
  {
    method: 'DELETE',
    path: /^\/DeleteImage$/,
    action: 'DeleteImage',
    query: { imageBuildVersionArn: 'imageBuildVersionArn' },
  },
];

const INSPECTOR: Route[] = [
  { method: 'POST', path: /^\/enable$/, action: 'Enable' },
  { method: 'POST', path: /^\/disable$/, action: 'Disable' },
  { method: 'POST', path: /^\/status\/batch\/get$/, action: 'BatchGetAccountStatus' },
  { method: 'POST', path: /^\/findings\/aggregation\/list$/, action: 'ListFindingAggregations' },
];

const INSPECTOR_SCAN: Route[] = [{ method: 'POST', path: /^\/scan\/sbom$/, action: 'ScanSbom' }];

const RECYCLE_BIN: Route[] = [
  { method: 'POST', path: /^\/rules$/, action: 'CreateRule' },
  { method: 'POST', path: /^\/list-rules$/, action: 'ListRules' },
  { method: 'DELETE', path: /^\/rules\/(?<Identifier>[^/]+)$/, action: 'DeleteRule' },
];

function decodeRest(routes: readonly Route[], request: WireRequest): DecodedRequest {
  const url = new URL(request.url);
  for (const route of routes) {
    const match = route.method === request.method ? route.path.exec(url.pathname) : null;
    if (!match) continue;
    const path = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    const query = [...url.searchParams].map(
      ([name, value]) =>
        [
          route.query?.[name] ?? name,
          value === '' ? undefined : name === 'MaxResults' ? Number(value) : value,
        ] as const,
    );
    const body = request.body?.length ? JSON.parse(textOf(request.body)) : {};
    return { action: route.action, input: { ...body, ...path, ...Object.fromEntries(query) } };
  }
  throw new AwsError('UnknownOperationException', `${request.method} ${url.pathname} is not simulated.`, 404);
}

const failRest: Protocol['fail'] = (error, requestId) =>
  respond(
    error.status,
    'application/json',
    wireJson({ Message: error.message, message: error.message, ...error.details }),
    { 'x-amzn-errortype': error.code, 'x-amzn-requestid': requestId },
  );

/** REST with JSON, for a service that has these routes. */
const restProtocol = (routes: readonly Route[]): Protocol => ({
  decode: (request) => decodeRest(routes, request),
  encode: (_action, output, requestId) =>
    respond(200, 'application/json', wireJson(output), { 'x-amzn-requestid': requestId }),
  fail: failRest,
});

/** EventBridge Scheduler: REST with JSON. */
export const schedulerProtocol = restProtocol(SCHEDULER);

/** EC2 Image Builder: REST with JSON. */
export const imageBuilderProtocol = restProtocol(IMAGE_BUILDER);

/** Amazon Inspector: REST with JSON. */
export const inspectorProtocol = restProtocol(INSPECTOR);

/** Amazon Inspector's scanning API: REST with JSON. */
export const inspectorScanProtocol = restProtocol(INSPECTOR_SCAN);

/** The Recycle Bin: REST with JSON. */
export const recycleBinProtocol = restProtocol(RECYCLE_BIN);

/** Lambda: only Invoke; the payload is the body. */
export const lambdaProtocol: Protocol = {
  decode(request) {
    const match = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(new URL(request.url).pathname);
    if (!match || request.method !== 'POST')
      throw new AwsError(
        'UnknownOperationException',
        `lambda ${request.method} ${new URL(request.url).pathname} is not simulated.`,
        404,
      );
    return {
      action: 'Invoke',
      input: {
        FunctionName: decodeURIComponent(match[1]!),
        InvocationType: request.headers['x-amz-invocation-type'],
        Payload: request.body,
      },
    };
  },
  encode: (_action, output, requestId) => ({
    status: output.StatusCode,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': '$LATEST',
      ...(output.FunctionError ? { 'x-amz-function-error': output.FunctionError } : {}),
    },
    body: output.Payload,
  }),
  fail: failRest,
};

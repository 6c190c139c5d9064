import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { explainAwsError } from '../../aws/client/errors';
import { environment } from '../../aws/client/environment';
import { SpawnError, statusOfError } from '../../core/errors';
import { checkIdempotencyKey } from '../../core/api/idempotency';
import { checkTexts, readJsonBody } from '../../core/lib/json-body';
import { parseRequest } from '../../core/lib/parse-request';
import { routeOfKey, type Operation } from '../../core/api/routes';
import { checkUnreadParts } from '../../core/api/unread-parts';
import { logger } from './step';

type Event = APIGatewayProxyEventV2WithIAMAuthorizer;

/** A request as a route receives it. */
export interface HttpRequest {
  path: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  /** The unparsed body, for its digest. */
  text: string;
  idempotencyKey?: string;
  /** For a request with an Idempotency-Key: part of the id of the run that it starts, the same at each retry. */
  idPart?: string;
  caller: string;
  /** The account of the caller. */
  account: string;
  /** The account of the API. */
  homeAccount: string;
  now: Date;
}

export interface HttpAnswer {
  status: number;
  body: unknown;
}

export type RouteHandler = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Returns a part of a request, parsed with its schema. Throws InvalidRequest, which names the field, its value and the
 * allowed values.
 */
export const parse = parseRequest;

/** API Gateway encodes a body in Base64 unless its type is JSON or text; curl calls JSON a form. */
function textOf(event: Event): string {
  const body = event.body ?? '';
  return event.isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function read(event: Event, now: Date): HttpRequest {
  const text = textOf(event);
  const { iam } = event.requestContext.authorizer;
  return {
    path: textsOf(event.pathParameters),
    query: textsOf(event.queryStringParameters),
    body: readJsonBody(text),
    text,
    idempotencyKey: checkIdempotencyKey(event.headers['idempotency-key']),
    caller: iam.userArn,
    account: iam.accountId,
    homeAccount: event.requestContext.accountId,
    now,
  };
}

/**
 * API Gateway has decoded the values, so an id such as `%zz` must not be decoded again. It leaves out a field without
 * values; emulators send null.
 */
function textsOf(values: Record<string, string | undefined> | null | undefined): Record<string, string> {
  const texts = Object.fromEntries(
    Object.entries(values ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  checkTexts(texts);
  return texts;
}

/**
 * Returns the explained error of a route. An unknown endpoint means an unknown region, and EC2 answers AuthFailure in a
 * region that the account has not enabled. Both become RegionNotEnabled if the request names a region.
 */
function explain(error: unknown, event: Event): Error {
  const { name, code, hostname = '', message = '' } = error as Record<string, string | undefined>;
  const isNowhere = code === 'ENOTFOUND' || name === 'UnknownEndpoint' || name === 'AuthFailure';
  const [region] = /\b[a-z]{2}(?:-[a-z]+)+-\d\b/.exec(`${hostname} ${message}`) ?? [];
  const namesRegion = event.queryStringParameters?.region !== undefined || textOf(event).includes('"region');
  if (!isNowhere || !namesRegion || region === environment().homeRegion) return explainAwsError(error);
  const which = region === undefined ? 'the region of the request' : `the region '${region}'`;
  const why = `${which} is not one of AWS, is not enabled for the account, or its name cannot be looked up now`;
  return new SpawnError('RegionNotEnabled', `${why}: correct it, enable it, or retry later.`, { region });
}

/** Returns an error as problem details (RFC 9457). The details of an unnamed error stay in the log. */
function problem(error: unknown, event: Event): HttpAnswer {
  const { requestId } = event.requestContext;
  const named = explain(error, event);
  const known = named instanceof SpawnError;
  const status = known ? statusOfError(named.name) : 500;
  if (status >= 500) logger.error('request failed', named as Error);
  const detail = known ? named.message : `internal error: see the log of request ${requestId}.`;
  const name = known ? named.name : 'InternalError';
  return { status, body: { ...(known && named.details), type: 'about:blank', title: name, status, name, detail } };
}

/** Returns a function of the API: finds the route of a request and turns errors into answers. */
export function api(
  routes: Partial<Record<Operation, RouteHandler>>,
): (event: Event) => Promise<APIGatewayProxyStructuredResultV2> {
  return async (event) => {
    const route = routeOfKey(event.routeKey);
    const handler = route && routes[route.operation];
    let answer: HttpAnswer;
    try {
      if (!handler) throw new SpawnError('RouteNotFound', `there is no route ${event.routeKey}: see /v1/openapi.json.`);
      const request = read(event, new Date());
      checkUnreadParts(route, request);
      answer = await handler(request);
    } catch (error) {
      answer = problem(error, event);
    }
    const type = answer.status >= 400 ? 'application/problem+json' : 'application/json';
    return { statusCode: answer.status, headers: { 'content-type': type }, body: JSON.stringify(answer.body) };
  };
}

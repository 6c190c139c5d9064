import type { AccessKeys } from '../services/iam/access-keys';
import type { Principal, WireRequest, WireResponse } from '../kernel/types';
import { AwsError } from '../kernel/types';
import type { Protocol } from './protocol';
import { jsonProtocol } from './json-protocol';
import { queryProtocol } from './query-protocol';
import { scopeOf, verify, type Clocks } from './signature';
import { isBrowser, welcome } from './welcome';

export interface GatewayParts {
  keys: AccessKeys;
  /** Milliseconds on the simulated clock. */
  now(): number;
  /** Milliseconds on the real clock, by which programs outside presign; absent where only tests ask. */
  realNow?(): number;
  requestId(): string;
  /** By the service name of the signature's scope. */
  protocols: Readonly<Record<string, Protocol>>;
  call(
    principal: Principal,
    service: string,
    action: string,
    region: string,
    input: object,
    requestId: string,
  ): Promise<Record<string, any>>;
  /** Answers a request of the HTTP API; `caller` is undefined when it was not signed (rightly). */
  api(request: WireRequest, caller: { principal: Principal; accessKeyId: string } | undefined): Promise<WireResponse>;
  /** Answers what only a simulation has, below `/local/`, to whoever has signed rightly. */
  inside(request: WireRequest): Promise<WireResponse>;
  /** The address of the console; undefined while there is none. */
  consoleUrl(): string | undefined;
}

export type Gateway = (request: WireRequest) => Promise<WireResponse>;

/**
 * Creates the entry point of the simulation. It decides by the signature's scope which service a request is for,
 * verifies the signature, decodes, calls, and encodes the answer or the error in that service's protocol. Header names
 * are in lower case, URLs absolute.
 */
export function createGateway(parts: GatewayParts): Gateway {
  const clocks = (): Clocks => ({ now: parts.now(), real: parts.realNow?.() });
  const handle: Gateway = async (request) => {
    const requestId = parts.requestId();
    const service = serviceOf(request);
    if (service === undefined && isBrowser(request)) return welcome(parts.consoleUrl());
    if (service === undefined || service === 'execute-api') {
      const caller = callerOf(request);
      return caller && new URL(request.url).pathname.startsWith('/local/')
        ? parts.inside(request)
        : parts.api(request, caller);
    }
    const protocol = parts.protocols[service];
    if (!protocol) return unknownService(service, request, requestId);
    try {
      const scope = scopeOf(request)!;
      const { principal } = verify(request, scope, parts.keys, clocks());
      const { action, input } = protocol.decode(request);
      return protocol.encode(
        action,
        await parts.call(principal, service, action, scope.region, input, requestId),
        requestId,
      );
    } catch (error) {
      return protocol.fail(asAwsError(error, service), requestId);
    }
  };

  function callerOf(request: WireRequest): { principal: Principal; accessKeyId: string } | undefined {
    try {
      const scope = scopeOf(request);
      return (
        scope && {
          principal: verify(request, scope, parts.keys, clocks()).principal,
          accessKeyId: scope.accessKeyId,
        }
      );
    } catch {
      return undefined;
    }
  }
  return async (request) => {
    const response = await handle(request);
    // The SDK corrects its clock by this header, so callers outside follow the simulated time in what they sign.
    return { ...response, headers: { date: new Date(parts.now()).toUTCString(), ...response.headers } };
  };
}

/** In XML for services that talk in forms (IAM, SNS, CloudFormation, …), in JSON for the others. */
function unknownService(service: string, request: WireRequest, requestId: string): WireResponse {
  const error = new AwsError('UnknownService', `The service '${service}' is not simulated.`);
  const form = request.headers['content-type']?.includes('form-urlencoded');
  return (form ? queryProtocol('', {}) : jsonProtocol('1.1')).fail(error, requestId);
}

function serviceOf(request: WireRequest): string | undefined {
  try {
    return scopeOf(request)?.service;
  } catch {
    return undefined;
  }
}

/**
 * Services differ in what they call an unknown key and a wrong signature; EC2 does not tell them apart. What is no
 * AwsError is a fault of the simulation.
 */
function asAwsError(error: unknown, service: string): AwsError {
  if (!(error instanceof AwsError)) {
    const { name, message, stack } = error as Error;
    process.emitWarning(`${service}: ${stack ?? message}`);
    return new AwsError('InternalFailure', `The simulation failed: ${name}: ${message}`, 500);
  }
  const { code, message } = error;
  if (code !== 'InvalidClientTokenId' && code !== 'SignatureDoesNotMatch') return error;
  if (service === 'ec2')
    return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
  if (['sts', 'autoscaling', 'iam'].includes(service)) return error;
  if (service === 's3')
    return code === 'SignatureDoesNotMatch'
      ? error
      : new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403);
  return code === 'SignatureDoesNotMatch'
    ? new AwsError('InvalidSignatureException', message)
    : new AwsError('UnrecognizedClientException', message);
}

import { createHash } from 'node:crypto';
import type { Credentials } from '../services/iam/access-keys';
import type { WireRequest } from '../kernel/types';
import { signatureOf } from './signature';

/** Signs a request (AWS Signature Version 4, in the headers) for a service and region at a time in milliseconds. */
export function signed(
  request: WireRequest,
  credentials: Credentials,
  service: string,
  region: string,
  now: number,
): WireRequest {
  const time = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
  const headers: Record<string, string> = {
    ...request.headers,
    host: new URL(request.url).host,
    'x-amz-date': time,
    'x-amz-content-sha256': createHash('sha256')
      .update(request.body ?? '')
      .digest('hex'),
    ...(credentials.sessionToken ? { 'x-amz-security-token': credentials.sessionToken } : {}),
  };
  const scope = {
    accessKeyId: credentials.accessKeyId,
    date: time.slice(0, 8),
    region,
    service,
    signedHeaders: Object.keys(headers).sort(),
    signature: '',
    presigned: false,
  };
  const complete = { ...request, headers };
  const signature = signatureOf(complete, scope, credentials.secretAccessKey, time).toString('hex');
  const credential = `${scope.accessKeyId}/${scope.date}/${region}/${service}/aws4_request`;
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${scope.signedHeaders.join(';')}, Signature=${signature}`;
  return complete;
}

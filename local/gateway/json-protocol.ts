import { AwsError } from '../kernel/types';
import type { Protocol } from './protocol';
import { respond, textOf, wireJson } from './protocol';

/** AWS JSON 1.0 and 1.1: the action stands in X-Amz-Target, bodies are JSON objects. */
export function jsonProtocol(version: '1.0' | '1.1', errorPrefix = ''): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    decode(request) {
      const target = request.headers['x-amz-target'] ?? '';
      const action = target.split('.').pop()!;
      if (request.method !== 'POST' || action === '')
        throw new AwsError(
          'UnknownOperationException',
          `A ${request.method} without X-Amz-Target is no call of this service.`,
        );
      return { action, input: parse(textOf(request.body)) };
    },
    encode: (_action, output, requestId) =>
      respond(200, contentType, wireJson(output), { 'x-amzn-requestid': requestId }),
    fail: (error, requestId) =>
      respond(
        error.status,
        contentType,
        wireJson({
          __type: errorPrefix + error.code,
          message: error.message,
          Message: error.message,
          ...error.details,
        }),
        { 'x-amzn-requestid': requestId },
      ),
  };
}

function parse(text: string): Record<string, any> {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.');
  }
}

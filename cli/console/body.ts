import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

// A recipe with its files has at most 4 MiB, which JSON makes longer; functions take 6 MB.
const largest = 6_000_000;

/**
 * Reads the JSON body of a request; undefined without one. Throws a Refusal for more than 6 MB, another media type,
 * text that is not JSON, and a body where there must be none.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const { method = '', headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody) return undefined;
  if (method === 'GET' || method === 'DELETE')
    throw new Refusal('ConsoleRequestRefused', `a request with ${method} has no body`);
  if (!/^application\/json(; *charset=utf-8)?$/i.test(headers['content-type'] ?? ''))
    throw new Refusal('ConsoleRequestRefused', 'the body must be application/json');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largest)
      throw new Refusal('ConsoleBodyTooLarge', `the body has more than ${largest} bytes: the API takes 6 MB`);
    chunks.push(chunk as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal('ConsoleRequestRefused', 'the body is not JSON');
  }
}

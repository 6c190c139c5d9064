import type { AwsError, WireRequest, WireResponse } from '../kernel/types';

export interface DecodedRequest {
  action: string;
  input: Record<string, any>;
}

/** How one service's requests and answers look on the wire. */
export interface Protocol {
  decode(request: WireRequest): DecodedRequest;
  encode(action: string, output: Record<string, any>, requestId: string): WireResponse;
  fail(error: AwsError, requestId: string): WireResponse;
}

export const bytes = (text: string): Uint8Array => Buffer.from(text);
export const textOf = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString();

/** Returns a response with a text body. */
export function respond(
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): WireResponse {
  return { status, headers: { 'content-type': contentType, ...headers }, body: bytes(body) };
}

/** Escapes a text for XML. */
export const escapeXml = (text: unknown): string =>
  String(text).replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Encodes JSON as the JSON protocols of AWS do: times as seconds, bytes as base64. */
export function wireJson(value: unknown): string {
  return JSON.stringify(converted(value));
}

function converted(value: any): any {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, converted(entry)]),
  );
}

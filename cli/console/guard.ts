import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

// Of these Node takes one and drops or joins the others, so what is checked would not be what was sent.
const single = ['host', 'origin', 'cookie', 'sec-fetch-site', 'content-type', 'idempotency-key'];
const methods = ['GET', 'POST', 'PUT', 'DELETE'];

/** Returns whether the browser loads the request as a page of its own, not as a part of another page. */
function isNavigation({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/** Returns a header that must stand once and stands more often. */
function repeatedHeader({ rawHeaders }: IncomingMessage): string | undefined {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return single.find((name) => names.filter((each) => each === name).length > 1);
}

/**
 * Throws a Refusal for a request that does not come from the page of this console on this machine, whoever sends it:
 * - a `Host` other than loopback with this port: a name of somebody else that resolves to 127.0.0.1 (DNS rebinding);
 * - an `Origin` other than the page's own, or none where something is changed;
 * - a `Sec-Fetch-Site` that says that another site sent it. Only the first page may be opened from elsewhere.
 */
export function checkSender(request: IncomingMessage, port: number): void {
  const { method = '', url = '', headers } = request;
  const host = headers.host ?? '';
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host))
    throw new Refusal('ConsoleHostRefused', `the host '${host.slice(0, 100)}' is not this console`);
  const repeated = repeatedHeader(request);
  if (repeated !== undefined)
    throw new Refusal('ConsoleRequestRefused', `the request has the header ${repeated} more than once`);
  if (!methods.includes(method))
    throw new Refusal('ConsoleMethodRefused', `the console has no method ${method.slice(0, 20)}`);
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(url) || /[\\#]/.test(url))
    throw new Refusal('ConsoleRequestRefused', 'the path of the request is not a path of this console');
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin === undefined ? method !== 'GET' : origin !== `http://${host}`)
    throw new Refusal('ConsoleOriginRefused', `the request comes from ${origin?.slice(0, 100) ?? 'no page'}`);
  const isFirstPage = isNavigation(request) && /^\/(\?|$)/.test(url);
  const isOwn = site === undefined || site === 'same-origin' || (site === 'none' && method === 'GET');
  if (!isOwn && !isFirstPage)
    throw new Refusal('ConsoleOriginRefused', 'the request comes from the page of another site');
}

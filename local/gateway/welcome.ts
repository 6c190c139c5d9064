import type { WireRequest, WireResponse } from '../kernel/types';
import { respond } from './protocol';

/** Returns whether a person looks at the address of the API with a browser. */
export function isBrowser({ method, url, headers }: WireRequest): boolean {
  return method === 'GET' && new URL(url).pathname === '/' && (headers.accept ?? '').includes('text/html');
}

/**
 * Answers a browser with a page that says what it has found, and where the console is. The link has no token: whoever
 * asks here has not shown who they are.
 */
export function welcome(consoleUrl: string | undefined): WireResponse {
  const where =
    consoleUrl === undefined
      ? 'To look at it in the browser, run <code>npx spawn console</code>.'
      : `To look at it in the browser, open the <a href="${consoleUrl}">console</a>. For the first time, use the address with the token that <code>npm start</code> has printed.`;
  const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>spawn local mode</title></head>
  <body>
    <h1>spawn local mode</h1>
    <p>This is the address of the API and of the simulated AWS, for programs.</p>
    <p>${where}</p>
  </body>
</html>
`;
  return respond(200, 'text/html; charset=utf-8', page, {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
}

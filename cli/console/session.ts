import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The secrets of a console: the token of its address, and what the browser's cookie holds instead of it. */
export interface Session {
  /** For the printed address. */
  readonly token: string;
  /** For the address that the browser is opened with: other users may see the arguments of its program. Valid once. */
  readonly onceToken: string;
  /** Returns whether a token of an address is right; the token for the browser only the first time. */
  admits(token: string): boolean;
  /** The cookie to set for a token that is right. */
  readonly cookie: string;
  /** Returns whether the header `Cookie` holds the cookie. */
  holdsCookie(header: string | undefined): boolean;
}

const random = (): string => randomBytes(32).toString('base64url');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
// Digests have one length, so the time of the comparison says nothing of the secret.
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/**
 * Creates the secrets of a console. Cookies are shared by all ports of a host, so the name of the cookie has the port:
 * two consoles do not end each other's session.
 */
export function createSession(port: number): Session {
  const name = `spawn-console-${port}`;
  const [token, onceToken, secret] = [random(), random(), random()];
  let isOpened = false;
  return {
    token,
    onceToken,
    admits: (given) => {
      const [isToken, isOnce] = [isSame(given, token), isSame(given, onceToken)];
      const admitted = isToken || (isOnce && !isOpened);
      isOpened ||= isOnce;
      return admitted;
    },
    cookie: `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`,
    holdsCookie: (header) =>
      (header ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .some((pair) => isSame(pair.slice(name.length + 1), secret)),
  };
}

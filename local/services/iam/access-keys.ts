import { createHmac, randomBytes } from 'node:crypto';
import type { Principal } from '../../kernel/types';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface AccessKey extends Credentials {
  principal: Principal;
  /** Milliseconds on the simulated clock; keys of people and functions do not end. */
  expiresAt?: number;
}

/** The access keys of one start: who holds which. Keys are random unless a seed makes them repeatable. */
export class AccessKeys {
  private readonly keys = new Map<string, AccessKey>();
  private readonly secret: Buffer;

  constructor(seed?: string) {
    this.secret = seed === undefined ? randomBytes(32) : Buffer.from(seed);
  }

  /**
   * A key pair for the principal; `name` tells pairs of one start apart, `session` adds a session token as roles have
   * it.
   */
  issue(principal: Principal, name: string, session: boolean, expiresAt?: number): Credentials {
    const bits = (purpose: string): Buffer => createHmac('sha512', this.secret).update(`${purpose}/${name}`).digest();
    const letters = [...bits('id').subarray(0, 16)]
      .map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32])
      .join('');
    const credentials: Credentials = {
      accessKeyId: `${session ? 'ASIA' : 'AKIA'}${letters}`,
      secretAccessKey: bits('secret').toString('base64').slice(0, 40),
      ...(session ? { sessionToken: bits('token').toString('base64') } : {}),
    };
    this.accept(credentials, principal, expiresAt);
    return credentials;
  }

  /** Takes credentials that somebody else has issued. */
  accept(credentials: Credentials, principal: Principal, expiresAt?: number): void {
    this.keys.set(credentials.accessKeyId, { ...credentials, principal, expiresAt });
  }

  find(accessKeyId: string): AccessKey | undefined {
    return this.keys.get(accessKeyId);
  }
}

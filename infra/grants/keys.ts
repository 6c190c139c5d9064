import type { Granting } from './grant';
import { anywhere } from './grant';

const withSigningKey =
  (action: 'kms:Sign' | 'kms:Verify'): Granting =>
  (names) => [{ actions: [action], resources: [anywhere('kms', 'key/*')], conditions: { StringEquals: { 'kms:RequestAlias': names.signingKey } } }];

/** Signs with the deployment's key, asked for by its alias. The key's own policy lets one function alone. */
export const signProvenance = withSigningKey('kms:Sign');

/** Verifies signatures of the deployment's key. */
export const verifyProvenance = withSigningKey('kms:Verify');

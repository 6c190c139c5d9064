import { SignCommand, VerifyCommand } from '@aws-sdk/client-kms';
import { createHash } from 'node:crypto';
import { isAwsError, unexpectedAnswer } from '../client/errors';
import { kms } from '../client/clients';
import { environment } from '../client/environment';

// KMS signs messages of at most 4096 bytes, and of longer ones the digest (API reference, Sign). The signature has the
// same form.
const longest = 4096;

function messageOf(bytes: Uint8Array) {
  const isShort = bytes.length <= longest;
  return {
    Message: isShort ? bytes : createHash('sha256').update(bytes).digest(),
    MessageType: isShort ? 'RAW' : 'DIGEST',
    SigningAlgorithm: 'ECDSA_SHA_256',
  } as const;
}

/** Signs bytes with the deployment's key (ECDSA on P-256, SHA-256, DER) and returns the signature and the key's ARN. */
export async function signBytes(bytes: Uint8Array): Promise<{ key: string; bytes: Uint8Array }> {
  const answer = await kms(environment().homeRegion).send(
    new SignCommand({ KeyId: environment().signingKey, ...messageOf(bytes) }),
  );
  if (!answer.Signature || !answer.KeyId) throw unexpectedAnswer('Sign', 'a signature');
  return { key: answer.KeyId, bytes: answer.Signature };
}

/**
 * Returns whether the deployment's key made a signature of these bytes. Throws errors other than an invalid signature:
 * unknown is not verified.
 */
export async function isSignedByUs(bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    const answer = await kms(environment().homeRegion).send(
      new VerifyCommand({ KeyId: environment().signingKey, Signature: signature, ...messageOf(bytes) }),
    );
    return answer.SignatureValid === true;
  } catch (error) {
    if (isAwsError(error, 'KMSInvalidSignatureException')) return false;
    throw error;
  }
}

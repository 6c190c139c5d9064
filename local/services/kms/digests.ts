import type { KeyObject } from 'node:crypto';
import { createECDH, createHmac } from 'node:crypto';

// Node signs messages only, so a digest is signed by the formulas of FIPS 186-5 (section 6.4) over the order of the
// curve P-256.
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const numberOf = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`);
const bytesOf = (number: bigint): Buffer => Buffer.from(number.toString(16).padStart(64, '0'), 'hex');

function inverse(value: bigint): bigint {
  let [result, base, exponent] = [1n, value % order, order - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}

/** The abscissa of a number's point on the curve. */
function abscissaOf(secret: bigint): bigint {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(bytesOf(secret));
  return numberOf(pair.getPublicKey().subarray(1, 33)) % order;
}

/**
 * The secret number of a signature, from the key and the digest as in RFC 6979, so that the same message has the same
 * signature in every run.
 */
function secretNumber(digest: Buffer, secret: bigint): bigint {
  const bytes = createHmac('sha256', bytesOf(secret)).update(digest).digest();
  return (numberOf(bytes) % (order - 1n)) + 1n;
}

const secretOf = (key: KeyObject): bigint => numberOf(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));

/** DER: a sequence of two integers, whose first bit is their sign. */
function encoded(r: bigint, s: bigint): Buffer {
  const integer = (value: bigint): Buffer => {
    const digits = value.toString(16);
    const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
    const signed = bytes[0]! > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
    return Buffer.concat([Buffer.from([2, signed.length]), signed]);
  };
  const both = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.from([48, both.length]), both]);
}

function decoded(signature: Buffer): { r: bigint; s: bigint } {
  const end = 4 + (signature[3] ?? 0);
  return { r: numberOf(signature.subarray(4, end)), s: numberOf(signature.subarray(end + 2)) };
}

/** Signs a SHA-256 digest as if the message itself had been signed: ECDSA on P-256, in DER. */
export function signDigest(digest: Buffer, key: KeyObject): Buffer {
  const secret = secretNumber(digest, secretOf(key));
  const x = abscissaOf(secret);
  const s = (inverse(secret) * (numberOf(digest) + x * secretOf(key))) % order;
  return encoded(x, s);
}

/**
 * Returns whether a signature is of the message that has this SHA-256 digest. Whoever has the private key needs no
 * addition of points.
 */
export function isSignatureOf(digest: Buffer, key: KeyObject, signature: Buffer): boolean {
  const { r, s } = decoded(signature);
  const secret = (inverse(s) * (numberOf(digest) + r * secretOf(key))) % order;
  return secret !== 0n && abscissaOf(secret) === r;
}

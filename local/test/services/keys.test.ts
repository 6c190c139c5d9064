import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Local } from '../../app/simulation';
import { startLocal } from '../../app/start';
import { virtualClock } from '../../kernel/clock';
import { functionOf, writeAssembly } from '../kit/assembly';

const sender = `
import { KMSClient, SignCommand, VerifyCommand, GetPublicKeyCommand, DescribeKeyCommand } from '@aws-sdk/client-kms';
const kms = new KMSClient({}), commands = { SignCommand, VerifyCommand, GetPublicKeyCommand, DescribeKeyCommand };
export const handler = async ({ command, input: { message, signature, ...input } }) => {
  try {
    const { $metadata, Signature, PublicKey, ...answer } = await kms.send(new commands[command]({ ...input, ...(message && { Message: Buffer.from(message), SigningAlgorithm: 'ECDSA_SHA_256' }), ...(signature && { Signature: Buffer.from(signature, 'base64') }) }));
    return { ...answer, ...(Signature && { signature: Buffer.from(Signature).toString('base64') }), ...(PublicKey && { publicKey: Buffer.from(PublicKey).toString('base64') }) };
  } catch (error) {
    return { error: error.name };
  }
};`;

const allow = (...Action: string[]) => ({
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::123456789012:root' },
  Action,
  Resource: '*',
});
const signing = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' };
const assembly = writeAssembly(
  {
    ...functionOf('signer', ['kms:Sign', 'kms:Verify', 'kms:GetPublicKey', 'kms:DescribeKey'], {
      Timeout: 30,
      Code: { S3Key: 'send.zip' },
    }),
    ...functionOf('verifier', ['kms:Verify'], { Timeout: 30, Code: { S3Key: 'send.zip' } }),
    Signature: {
      Type: 'AWS::KMS::Key',
      Properties: { ...signing, KeyPolicy: { Version: '2012-10-17', Statement: [allow('kms:*')] } },
    },
    SignatureAlias: {
      Type: 'AWS::KMS::Alias',
      Properties: { AliasName: 'alias/signature', TargetKeyId: { 'Fn::GetAtt': ['Signature', 'Arn'] } },
    },
    Closed: {
      Type: 'AWS::KMS::Key',
      Properties: {
        ...signing,
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [
            allow('kms:*'),
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 'kms:Sign',
              Resource: '*',
              Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/nobody' } },
            },
          ],
        },
      },
    },
    ClosedAlias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/closed', TargetKeyId: { Ref: 'Closed' } } },
  },
  { send: sender },
);

let local: Local;
const send = async (as: string, command: string, input: object): Promise<any> =>
  JSON.parse(
    Buffer.from(
      (
        await local.call('lambda', 'Invoke', 'us-east-1', {
          FunctionName: as,
          Payload: Buffer.from(JSON.stringify({ command, input })),
        })
      ).Payload,
    ).toString(),
  );
beforeAll(async () => {
  local = await startLocal({ assembly, tier: 'in-process', seed: 1, clock: virtualClock(Date.UTC(2026, 0, 14)) });
}, 60_000);
afterAll(() => local.close());

test('a signature of KMS is a real one: the public key alone verifies it, and nothing else passes', async () => {
  const { signature } = await send('signer', 'SignCommand', { KeyId: 'alias/signature', message: 'what was built' });
  const { publicKey } = await send('signer', 'GetPublicKeyCommand', { KeyId: 'alias/signature' });
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  expect(verify('sha256', Buffer.from('what was built'), key, Buffer.from(signature, 'base64'))).toBe(true);
  expect(
    await send('verifier', 'VerifyCommand', { KeyId: 'alias/signature', message: 'what was built', signature }),
  ).toMatchObject({ SignatureValid: true });
  expect(
    await send('verifier', 'VerifyCommand', { KeyId: 'alias/signature', message: 'something else', signature }),
  ).toEqual({ error: 'KMSInvalidSignatureException' });
  expect(
    await send('verifier', 'VerifyCommand', { KeyId: 'alias/closed', message: 'what was built', signature }),
  ).toEqual({ error: 'KMSInvalidSignatureException' });
});

test('a long message is signed and verified by its digest, which is the same as by itself', async () => {
  const KeyId = 'alias/signature';
  const call = (action: string, input: object) =>
    local.call('kms', action, 'us-east-1', { KeyId, SigningAlgorithm: 'ECDSA_SHA_256', ...input });
  const key = createPublicKey({
    key: Buffer.from((await local.call('kms', 'GetPublicKey', 'us-east-1', { KeyId })).PublicKey),
    format: 'der',
    type: 'spki',
  });
  const digest = (message: string) => ({
    Message: createHash('sha256').update(message).digest(),
    MessageType: 'DIGEST',
  });
  for (const message of Array.from({ length: 20 }, (_, index) => `${index} `.repeat(3000))) {
    const { Signature } = await call('Sign', digest(message));
    expect(verify('sha256', Buffer.from(message), key, Signature)).toBe(true);
    expect(await call('Verify', { ...digest(message), Signature })).toMatchObject({ SignatureValid: true });
    await expect(call('Verify', { ...digest(`${message}!`), Signature })).rejects.toMatchObject({
      name: 'KMSInvalidSignatureException',
    });
  }
  const { Signature } = await call('Sign', { Message: Buffer.from('short') });
  expect(await call('Verify', { ...digest('short'), Signature })).toMatchObject({ SignatureValid: true });
  await expect(call('Sign', { Message: Buffer.from('short'), MessageType: 'DIGEST' })).rejects.toThrow(
    'it has 5 bytes and not 32',
  );
  await expect(call('Sign', { Message: Buffer.from('x'.repeat(4097)) })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('who may not sign is refused: by IAM, or by the key’s own policy, to which the account’s administrators are held too', async () => {
  expect(await send('verifier', 'SignCommand', { KeyId: 'alias/signature', message: 'x' })).toEqual({
    error: 'AccessDeniedException',
  });
  expect(await send('signer', 'SignCommand', { KeyId: 'alias/closed', message: 'x' })).toEqual({
    error: 'AccessDeniedException',
  });
  await expect(
    local.call('kms', 'Sign', 'us-east-1', {
      KeyId: 'alias/closed',
      Message: Buffer.from('x'),
      SigningAlgorithm: 'ECDSA_SHA_256',
    }),
  ).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('keys are named by id, ARN or alias, in one region; AWS’s own key for EBS is always there', async () => {
  const { KeyMetadata } = await local.call('kms', 'CreateKey', 'us-east-1', { Description: 'volumes' });
  expect((await local.call('kms', 'DescribeKey', 'us-east-1', { KeyId: KeyMetadata.Arn })).KeyMetadata).toMatchObject({
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    Description: 'volumes',
  });
  await expect(local.call('kms', 'DescribeKey', 'us-west-2', { KeyId: KeyMetadata.KeyId })).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  expect((await local.call('kms', 'DescribeKey', 'us-west-2', { KeyId: 'alias/aws/ebs' })).KeyMetadata).toMatchObject({
    KeyManager: 'AWS',
  });
  await expect(local.call('kms', 'Encrypt', 'us-east-1', { KeyId: KeyMetadata.KeyId })).rejects.toThrow(
    'kms Encrypt is not simulated',
  );
  await local.call('kms', 'DisableKey', 'us-east-1', { KeyId: 'alias/signature' });
  expect(await send('signer', 'SignCommand', { KeyId: 'alias/signature', message: 'x' })).toEqual({
    error: 'DisabledException',
  });
});

import { home, localStack, type Journey } from '../../kit/journey';
import { buildSmall, provisioned } from '../../kit/small-recipe';

const account = '123456789012';

/** Stores a parameter and a secret under one key of the account's own, and answers with the key's ARN. */
async function storeSecrets(journey: Journey, policy?: object): Promise<string> {
  const { arn } = journey.local.kms.ring.add({ region: home, ...(policy && { policy: policy as never }) });
  const call = (service: string, action: string, input: object) =>
    journey.clock.until(journey.local.call(service, action, home, input));
  await call('ssm', 'PutParameter', {
    Name: '/spawn/dev/token',
    Value: 'one-two-three',
    Type: 'SecureString',
    KeyId: arn,
  });
  await call('secretsmanager', 'CreateSecret', {
    Name: '/spawn/dev/password',
    SecretString: 'four-five-six',
    KmsKeyId: arn,
  });
  return arn;
}

const recipe = {
  secrets: { TOKEN: 'ssm:/spawn/dev/token', PASSWORD: 'secretsmanager:/spawn/dev/password' },
  ...provisioned('[ "$TOKEN" = one-two-three ] && [ "$PASSWORD" = four-five-six ]', 'echo tool >/opt/tool'),
};

test('secrets under a key of the account are decrypted, by the function that gives them to scripts alone', async () => {
  const journey = await localStack();
  await storeSecrets(journey);
  const run = await buildSmall(journey, recipe);
  expect([run.status, run.failure]).toEqual(['succeeded', undefined]);
});

test.each([
  [
    'a parameter',
    { TOKEN: 'ssm:/spawn/dev/token' },
    /'ssm:\/spawn\/dev\/token' cannot be decrypted.*kms:Decrypt.*spawn-dev-run-script-us-east-1 and spawn-dev-clean-builder-us-east-1\./,
  ],
  [
    'a secret',
    { PASSWORD: 'secretsmanager:/spawn/dev/password' },
    /'secretsmanager:\/spawn\/dev\/password' cannot be decrypted.*kms:Decrypt.*spawn-dev-run-script-us-east-1 and spawn-dev-clean-builder-us-east-1\./,
  ],
])(
  '%s under a key whose policy lets the function not in ends the build, and says what the policy must allow',
  async (_what, secrets, message) => {
    const journey = await localStack();
    const owner = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:role/security` },
      Action: 'kms:*',
      Resource: '*',
    };
    await storeSecrets(journey, { Version: '2012-10-17', Statement: [owner] });
    expect(await buildSmall(journey, { ...recipe, secrets })).toMatchObject({
      status: 'failed',
      failure: { name: 'PermissionDenied', message: expect.stringMatching(message) },
    });
  },
);

import { hex, uuid } from '../../kernel/random';
import type { Decrypt } from '../kms/decryption';
import type { OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { Call, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';

interface Secret {
  arn: string;
  name: string;
  versionId: string;
  value: string;
  /** The key that it is encrypted with, where it is not AWS's own. */
  keyName?: string;
  createdAt: number;
}

/** Secrets Manager: text secrets with their newest version only. */
export function createSecrets(world: World, decrypt: Decrypt): OperationService {
  const secrets = new Map<string, Secret>();
  const prefix = (call: Call): string => `arn:aws:secretsmanager:${call.region}:${world.accountId}:secret:`;

  function find(call: Call): Secret {
    const id = String(call.input.SecretId);
    const found = [...secrets.values()].find(
      (secret) => secret.arn.startsWith(prefix(call)) && (secret.arn === id || secret.name === id),
    );
    call.authorize(
      `secretsmanager:${call.action}`,
      found?.arn ?? `${prefix(call)}${id.replace(/^arn:.*:secret:/, '')}`,
    );
    if (!found) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return found;
  }
  const facts = (secret: Secret): Record<string, any> => ({
    ARN: secret.arn,
    Name: secret.name,
    VersionId: secret.versionId,
  });

  return createService('secretsmanager', {
    CreateSecret: {
      parameters: ['Name', 'SecretString', 'KmsKeyId', 'Description', 'ClientRequestToken'],
      run(call) {
        const { Name: name, SecretString: value = '', KmsKeyId: keyName } = call.input;
        const arn = `${prefix(call)}${name}-${hex(world.random, 6)}`;
        call.authorize('secretsmanager:CreateSecret', arn, { 'secretsmanager:Name': name });
        if ([...secrets.values()].some((secret) => secret.name === name && secret.arn.startsWith(prefix(call)))) {
          throw new AwsError(
            'ResourceExistsException',
            `The operation failed because the secret ${name} already exists.`,
          );
        }
        const secret = { arn, name, versionId: uuid(world.random), value, keyName, createdAt: world.clock.now() };
        secrets.set(arn, secret);
        return facts(secret);
      },
    },
    PutSecretValue: {
      parameters: ['SecretId', 'SecretString', 'ClientRequestToken'],
      run(call) {
        const secret = find(call);
        secret.value = call.input.SecretString;
        secret.versionId = uuid(world.random);
        return facts(secret);
      },
    },
    GetSecretValue: {
      parameters: ['SecretId', 'VersionStage'],
      run(call) {
        const secret = find(call);
        if ((call.input.VersionStage ?? 'AWSCURRENT') !== 'AWSCURRENT') {
          throw new AwsError(
            'ResourceNotFoundException',
            `Secrets Manager can't find the specified secret value for staging label: ${call.input.VersionStage}`,
          );
        }
        if (secret.keyName) decrypt(call, secret.keyName, 'Access to KMS is not allowed');
        return {
          ...facts(secret),
          SecretString: secret.value,
          VersionStages: ['AWSCURRENT'],
          CreatedDate: new Date(secret.createdAt),
        };
      },
    },
    DescribeSecret: {
      parameters: ['SecretId'],
      run(call) {
        const secret = find(call);
        return { ARN: secret.arn, Name: secret.name, VersionIdsToStages: { [secret.versionId]: ['AWSCURRENT'] } };
      },
    },
  });
}

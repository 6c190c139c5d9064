import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { SpawnError } from '../../core/errors';
import { isAwsError, isDenied, messageOf } from '../client/errors';
import { secretsManager, ssm } from '../client/clients';
import { environment } from '../client/environment';

/**
 * Returns the text of a secret in the home region: `ssm:/path` for a parameter, `secretsmanager:name` for a secret.
 * Throws InvalidRecipe when there is none or it is not text, and PermissionDenied when its key may not be used. Never
 * log the result.
 */
export async function readSecret(reference: string): Promise<string> {
  const [, kind, name] = /^(ssm|secretsmanager):(.+)$/.exec(reference) ?? [];
  if (!kind || !name) throw invalid(reference, "is neither 'ssm:/path' nor 'secretsmanager:name'");
  try {
    const value = await (kind === 'ssm' ? parameter(name) : secret(name));
    if (!value) throw invalid(reference, 'holds no text');
    if (value.includes('\0')) throw invalid(reference, 'holds a NUL character, which no environment variable can hold');
    return value;
  } catch (error) {
    if (isAwsError(error, 'ParameterNotFound', 'ParameterVersionNotFound', 'ResourceNotFoundException')) {
      throw invalid(reference, `does not exist in ${environment().homeRegion}`);
    }
    // Both services report a key that the caller may not use only in the message.
    if (isDenied(error) && /ciphertext|kms/i.test(messageOf(error))) throw undecrypted(reference, error);
    throw error;
  }
}

async function parameter(name: string): Promise<string | undefined> {
  const answer = await ssm(environment().homeRegion).send(
    new GetParameterCommand({ Name: name, WithDecryption: true }),
  );
  return answer.Parameter?.Value;
}

async function secret(name: string): Promise<string | undefined> {
  const answer = await secretsManager().send(new GetSecretValueCommand({ SecretId: name }));
  return answer.SecretString;
}

function invalid(reference: string, fault: string): SpawnError {
  return new SpawnError(
    'InvalidRecipe',
    `the secret '${reference}' ${fault}: correct it under 'secrets' of the recipe, or store it.`,
    { secret: reference },
  );
}

function undecrypted(reference: string, error: unknown): SpawnError {
  const { stage, homeRegion } = environment();
  return new SpawnError(
    'PermissionDenied',
    `the secret '${reference}' cannot be decrypted: ${messageOf(error)} Enable the key, and allow kms:Decrypt in its policy to the roles spawn-${stage}-run-script-${homeRegion} and spawn-${stage}-clean-builder-${homeRegion}.`,
    { secret: reference },
  );
}

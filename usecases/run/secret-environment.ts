import { putObject } from '../../aws/storage/objects';
import { readSecret } from '../../aws/key/secrets';
import { shellAssignments } from '../../core/lib/shell-quote';

/** Returns the values of a recipe's secrets by the variable names that scripts use. */
export async function readSecrets(references: Record<string, string>): Promise<Record<string, string>> {
  const entries = Object.entries(references).map(
    async ([name, reference]) => [name, await readSecret(reference)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Writes the secrets as shell assignments to an object that expires within a day. Returns its key; undefined without
 * secrets.
 */
export async function putSecretEnvironment(
  references: Record<string, string>,
  key: string,
): Promise<string | undefined> {
  if (Object.keys(references).length === 0) return undefined;
  await putObject(key, shellAssignments(await readSecrets(references)));
  return key;
}

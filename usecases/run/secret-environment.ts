import { putObject } from '../../aws/storage/objects';
import { readSecret } from '../../aws/key/secrets';
import { shellAssignments } from '../../core/lib/shell-quote';

/** The values of a recipe's secrets by the names that scripts know them by. */
export async function readSecrets(references: Record<string, string>): Promise<Record<string, string>> {
  const entries = Object.entries(references).map(
    async ([name, reference]) => [name, await readSecret(reference)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Writes the secrets as shell assignments to an object that lives a day at most; its key, or nothing when there are
 * none.
 */
export async function putSecretEnvironment(
  references: Record<string, string>,
  key: string,
): Promise<string | undefined> {
  if (Object.keys(references).length === 0) return undefined;
  await putObject(key, shellAssignments(await readSecrets(references)));
  return key;
}

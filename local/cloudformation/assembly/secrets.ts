const reference = /\{\{resolve:secretsmanager:([^:}]+):SecretString:([^:}]+)\}\}/g;

/**
 * Replaces references to keys of secrets by their values. Throws like CloudFormation, whose deployment then fails, when
 * the secret or the key does not exist.
 */
export async function resolveSecrets(
  text: string,
  read: (secret: string) => Promise<Record<string, any>>,
): Promise<string> {
  let resolved = text;
  for (const [whole, secret, key] of text.matchAll(reference)) {
    const value = valueOf((await read(secret!)).SecretString, key!);
    if (value === undefined)
      throw Object.assign(new Error(`Could not find a value associated with JSONKey ${key} in the secret ${secret}.`), {
        name: 'UnsupportedTemplate',
      });
    resolved = resolved.replace(whole, () => value);
  }
  return resolved;
}

function valueOf(text: string, key: string): string | undefined {
  try {
    const value = (JSON.parse(text) as Record<string, unknown>)[key];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

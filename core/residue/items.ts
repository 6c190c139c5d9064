/** Items that no image may contain: keys, credentials, tokens and the values of a recipe's secrets. */
const secretItems = ['private-keys', 'cloud-credentials', 'environment-tokens', 'secret-values'] as const;

/** Items that belong to one running instance: two instances with the same would be confused with each other. */
const instanceItems = [
  'authorized-keys',
  'host-keys',
  'shell-histories',
  'cloud-init-state',
  'agent-registration',
  'machine-id',
  'random-seed',
  'device-identity',
] as const;

/** Items of the residue report, by the names that a recipe may waive. */
export const residueItems = [...secretItems, ...instanceItems] as const;

export type ResidueItem = (typeof residueItems)[number];

/**
 * Returns whether an item of the residue report is a secret. The others are state of the instance that was searched.
 */
export function isSecretItem(item: ResidueItem): boolean {
  return (secretItems as readonly string[]).includes(item);
}

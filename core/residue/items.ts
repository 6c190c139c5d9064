/** What must not be in any image: keys, credentials, tokens and the values of a recipe's secrets. */
const secretItems = ['private-keys', 'cloud-credentials', 'environment-tokens', 'secret-values'] as const;

/** What belongs to one running instance: two instances with the same would be taken for one another. */
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

/** What the residue report of a builder looks at, by the names that a recipe may waive. */
export const residueItems = [...secretItems, ...instanceItems] as const;

export type ResidueItem = (typeof residueItems)[number];

/** Whether an item of the residue report is a secret. The others are the state of the instance that was searched. */
export function isSecretItem(item: ResidueItem): boolean {
  return (secretItems as readonly string[]).includes(item);
}

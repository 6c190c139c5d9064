/** What the residue report of a builder looks at, by the names that a recipe may waive. */
export const residueItems = [
  'authorized-keys',
  'private-keys',
  'host-keys',
  'shell-histories',
  'cloud-credentials',
  'environment-tokens',
  'cloud-init-state',
  'agent-registration',
  'machine-id',
  'secret-values',
] as const;

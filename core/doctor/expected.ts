/** A condition key as IAM's simulation takes it. */
export interface ContextEntry {
  key: string;
  values: string[];
  /** Several values at once, as `aws:TagKeys` has. */
  list: boolean;
}

/** Actions that a role must be allowed on each of these resources, in that context. */
export interface Need {
  actions: string[];
  resources: string[];
  context: ContextEntry[];
}

/** All that a role must be allowed. */
export interface RoleNeeds {
  role: string;
  needs: Need[];
}

/**
 * What the deployment made and a doctor may find changed. Partition and account are placeholders, since a synthesis
 * knows neither.
 */
export interface Expected {
  roles: RoleNeeds[];
  schedules: string[];
  rules: string[];
}

export const placeholders = { partition: '{partition}', account: '{account}' } as const;

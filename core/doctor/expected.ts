/** A condition key for IAM's simulation. */
export interface ContextEntry {
  key: string;
  values: string[];
  /** Whether the key has several values, like `aws:TagKeys`. */
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

/** What the deployment created and the doctor checks. Partition and account are placeholders, unknown at synthesis. */
export interface Expected {
  roles: RoleNeeds[];
  schedules: string[];
  rules: string[];
}

export const placeholders = { partition: '{partition}', account: '{account}' } as const;

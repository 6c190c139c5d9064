/** What a deployment's functions may do and whom they trust; infra writes it, the functions read it. */
export interface DeploymentSettings {
  /** Instances that one person's launches may have at a time. */
  instance_cap: number;
  /** Builds that may run at a time. */
  build_cap: number;
  /** Null: every type. */
  allowed_instance_types: string[] | null;
  /** Owners of base images besides this account, Amazon and Canonical. */
  base_owners: string[];
  /** Paths under which parameters may name a base, besides `/aws/service/`. */
  base_parameter_prefixes: string[];
  /** Tags that make an instance ours to act on, besides spawn's own. */
  managed_tags: { key: string; value: string }[];
  /**
   * A shell script that goes before the user data of everything that people launch, such as the installer of an agent.
   */
  user_data_bootstrap: string | null;
  /** US dollars a gibibyte and month of a snapshot, by region, in place of the table's. */
  snapshot_prices?: Record<string, number>;
  /** Public images that EC2 allows this account in a region. */
  public_image_quota: number;
}

/** The settings that the functions of a deployment read. Infra writes them. */
export interface DeploymentSettings {
  /** Maximum number of instances that people may run at a time. */
  instance_cap: number;
  /** Maximum number of builds at a time. */
  build_cap: number;
  /** Null allows every type. */
  allowed_instance_types: string[] | null;
  /** Owners of base images besides this account, Amazon, Canonical and Debian. */
  base_owners: string[];
  /** Paths of parameters that may name a base, besides `/aws/service/`. */
  base_parameter_prefixes: string[];
  /** Tags of instances that spawn may act on, besides its own tag. */
  managed_tags: { key: string; value: string }[];
  /** A shell script that runs before the user data of every launch by a person, such as the installer of an agent. */
  user_data_bootstrap: string | null;
  /** Tag that names the owner of an instance, a launch template or an Auto Scaling group. */
  owner_tag?: string;
  /** US dollars for a GiB and month of a snapshot, by region, instead of the table's prices. */
  snapshot_prices?: Record<string, number>;
  /** Whether the nightly run writes the history to the bucket. */
  export_history?: boolean;
  /** US dollars an hour of instance types in the home region, instead of the table's prices. */
  instance_prices?: Record<string, number>;
}

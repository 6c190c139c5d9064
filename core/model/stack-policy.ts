/** What the cleanups of a stack may remove; the nightly one only where it is enabled. */
export interface CleanupPolicy {
  enabled: boolean;
  /** How many of the newest releases of each variant always stay. */
  keep_latest: number;
  /** Age above which a deprecated image goes, whenever it was deprecated: days since its creation. */
  deprecated_days: number;
  /** Days since the creation and since the last launch above which an image goes as unused. */
  unused_days: number;
  minimum_age_days: number;
  /** How many of the newest versions of each launch template count as references. */
  template_versions: number;
  /** How long a plan waits before it is carried out. */
  grace_minutes: number;
  most_per_run: number;
}

/** How the images of one stack are kept, with every default filled in. `null` is never. */
export interface StackPolicy {
  /** Where releases of the stack are wanted; without it the recipe and the settings alone decide. */
  regions?: string[];
  /** Member accounts that get copies too, in the same regions. */
  accounts?: string[];
  /** ARN of the key that copies are encrypted with, for each region. */
  encryption_keys: Record<string, string>;
  /** Whether copies are tested in their region before they are published. */
  test_replicas: boolean;
  /** Whether an image must have been tested before it is chosen, promoted, shared or copied. */
  require_tests: boolean;
  /** Within how many minutes EC2 is to complete copies, for a price; without it as fast as it can. */
  complete_within_minutes?: number | null;
  deprecate_after_days: number | null;
  /** How long after a newer release is published the one before it is deprecated. */
  supersede_grace_days: number | null;
  deprecate_on_findings: 'critical' | 'high' | null;
  /** When packages are compared with known vulnerabilities: before a build is published, or every night too. */
  scan_packages: 'build' | 'nightly' | null;
  cleanup: CleanupPolicy;
  /**
   * MiB a second at which the volumes of launched instances are filled ahead; without it what a comparison found best.
   */
  volume_initialization_rate?: number | null;
  /** After how many failed builds in a row scheduled ones pause. */
  pause_after_failures: number | null;
}

/** What somebody set for a stack: the defaults hold for the rest. */
export type StackPolicyMembers = Partial<Omit<StackPolicy, 'cleanup'>> & { cleanup?: Partial<CleanupPolicy> };

/**
 * What a comparison found: after how many seconds instances were ready as they are, and with the root volume filled
 * ahead.
 */
export interface MeasuredInitialization {
  /** MiB a second that is best; null where filling ahead does not pay. */
  rate: number | null;
  /** The rate that was compared. */
  compared_rate: number;
  seconds_without: number;
  seconds_with: number;
  instance_types: string[];
  build_id: string;
  measured_at: string;
}

/** The catalog's record of a stack's policy: one a stack, none while nobody has set anything. */
export interface StackPolicyRecord {
  stack: string;
  policy: StackPolicyMembers;
  /** What the last comparison found; what somebody has set comes before it. */
  measured?: MeasuredInitialization;
  updated_at: string;
  /** ARN of who set it last. */
  updated_by: string;
  revision: number;
}

/** A change as it is asked for: `null` takes a member back to its default, `never` switches a rule off. */
export type StackPolicyChange = {
  [Member in keyof Omit<StackPolicyMembers, 'cleanup' | 'encryption_keys'>]?:
    NonNullable<StackPolicy[Member]> | 'never' | null;
} & {
  cleanup?: { [Member in keyof CleanupPolicy]?: CleanupPolicy[Member] | null } | null;
  encryption_keys?: Record<string, string | null> | null;
};

const defaults: StackPolicy = {
  encryption_keys: {},
  test_replicas: false,
  require_tests: false,
  deprecate_after_days: 90,
  supersede_grace_days: null,
  deprecate_on_findings: null,
  scan_packages: null,
  cleanup: {
    enabled: false,
    keep_latest: 2,
    deprecated_days: 180,
    unused_days: 180,
    minimum_age_days: 14,
    template_versions: 10,
    grace_minutes: 60,
    most_per_run: 50,
  },
  pause_after_failures: 3,
};

/**
 * The policy of a stack by its record, with the defaults for what nobody has set; the defaults alone without a record.
 */
export function policyOf(record: Pick<StackPolicyRecord, 'policy'> | undefined): StackPolicy {
  const set = record?.policy ?? {};
  return { ...defaults, ...set, cleanup: { ...defaults.cleanup, ...set.cleanup } };
}

/**
 * What is set after a change: members that the change does not name stay, keys and the parts of the cleanup one by one.
 */
export function changedPolicy(set: StackPolicyMembers, change: StackPolicyChange): StackPolicyMembers {
  const { cleanup, encryption_keys, ...plain } = change;
  const next = merged(
    set,
    Object.fromEntries(Object.entries(plain).map(([member, value]) => [member, value === 'never' ? never : value])),
  );
  return merged(next, {
    ...(cleanup !== undefined && { cleanup: cleanup && orNull(merged(set.cleanup ?? {}, cleanup)) }),
    ...(encryption_keys !== undefined && {
      encryption_keys: encryption_keys && orNull(merged(set.encryption_keys ?? {}, encryption_keys)),
    }),
  });
}

const never = Symbol('never');

function merged<Members extends object>(set: Members, change: Record<string, unknown>): Members {
  const members = { ...set } as Record<string, unknown>;
  for (const [member, value] of Object.entries(change)) {
    if (value === null) delete members[member];
    else if (value !== undefined) members[member] = value === never ? null : value;
  }
  return members as Members;
}

/** An object that says nothing is the same as none. */
function orNull<Members extends object>(members: Members): Members | null {
  return Object.keys(members).length > 0 ? members : null;
}

/**
 * How EC2 refuses to deregister an image: with a cooldown it goes on refusing for 24 hours after the protection is
 * turned off (API reference, EnableImageDeregistrationProtection).
 */
export const protectionKinds = ['without-cooldown', 'with-cooldown'] as const;

export type DeregistrationProtection = (typeof protectionKinds)[number];

/** What cleanups of a stack may remove; the nightly cleanup only if `enabled`. */
export interface CleanupPolicy {
  enabled: boolean;
  /** Number of newest releases of each variant that always stay. */
  keep_latest: number;
  /** Age in days since creation above which a deprecated image is removed. */
  deprecated_days: number;
  /** Days since creation and since the last launch above which an image is removed as unused. */
  unused_days: number;
  minimum_age_days: number;
  /** Number of newest versions of each launch template that count as references. */
  template_versions: number;
  /** Days after which a snapshot that was found without an image is removed; `null` means never. */
  orphan_days: number | null;
  /** Grace period between marking and removal. */
  grace_minutes: number;
  /** Whether a marked image is disabled at once, so that launches fail while it can still be given back. */
  disable_during_grace: boolean;
  most_per_run: number;
}

/** A launch template whose default version launches what a channel points to, and the groups that are refreshed. */
export interface FollowingTemplate {
  channel: string;
  variant: string;
  region: string;
  /** Id or name. */
  template: string;
  /** Auto Scaling groups whose instances are replaced after each change; absent: none. */
  groups?: string[];
  /** Percentage of a group that stays healthy while it is refreshed; absent: the default of Auto Scaling. */
  minimum_healthy_percentage?: number;
  /** Whether a failed rollout also points the channel back. */
  roll_back_channel?: boolean;
}

/** The policy of one stack, with every default filled in. `null` means never. */
export interface StackPolicy {
  /** Regions where releases are wanted; without it the recipe and the settings decide. */
  regions?: string[];
  /** Member accounts that get copies too, in the same regions. */
  accounts?: string[];
  /** ARN of the key for each region: that of the home region encrypts builders and their images, the others copies. */
  encryption_keys: Record<string, string>;
  /** Whether copies are tested in their region before they are published. */
  test_replicas: boolean;
  /** Whether an image must have been tested before it is chosen, promoted, shared or copied. */
  require_tests: boolean;
  /** Whether a build waits for an approval after its tests, before it is published. */
  require_approval: boolean;
  /** Minutes for EC2's time-based copies, at a price; without it standard copies are made. */
  complete_within_minutes?: number | null;
  deprecate_after_days: number | null;
  /** Days from creation to the deprecation date that an image gets at publication; its recipe wins. */
  deprecation_date_days?: number | null;
  /** Days after a newer release is published until the one before it is deprecated. */
  supersede_grace_days: number | null;
  deprecate_on_findings: 'critical' | 'high' | null;
  /** When packages are scanned for known vulnerabilities: before a build is published, or every night too. */
  scan_packages: 'build' | 'nightly' | null;
  /** Whether EC2 refuses to deregister published images until a cleanup turns that off. */
  deregistration_protection: DeregistrationProtection | null;
  cleanup: CleanupPolicy;
  /** Initialization rate of launched volumes in MiB a second; without it the rate that a comparison found best. */
  volume_initialization_rate?: number | null;
  /** Launch templates that follow channels of the stack. */
  launch_templates?: FollowingTemplate[];
  /** Days from the last test of an image that a channel points to until the night tests it again. */
  retest_days?: number | null;
  /** When the recipes of the stack are rebuilt; without it each recipe decides. `null` means never. */
  rebuild_schedule?: { cron: string; time_zone: string } | null;
  /** Number of failed builds in a row after which scheduled builds pause. */
  pause_after_failures: number | null;
}

/** The members that are set for a stack; the defaults hold for the rest. */
export type StackPolicyMembers = Partial<Omit<StackPolicy, 'cleanup'>> & { cleanup?: Partial<CleanupPolicy> };

/** The result of a comparison: seconds until instances were ready, with and without initialization of the volume. */
export interface MeasuredInitialization {
  /** The best rate in MiB a second; null where initialization does not pay off. */
  rate: number | null;
  /** The rate that was compared. */
  compared_rate: number;
  seconds_without: number;
  seconds_with: number;
  instance_types: string[];
  build_id: string;
  measured_at: string;
}

/** The catalog's record of a stack's policy; none while nothing is set. */
export interface StackPolicyRecord {
  stack: string;
  policy: StackPolicyMembers;
  /** The result of the last comparison; a value that is set wins over it. */
  measured?: MeasuredInitialization;
  updated_at: string;
  /** ARN of who set it last. */
  updated_by: string;
  revision: number;
}

/** A requested change: `null` resets a member to its default, `never` turns a rule off. */
export type StackPolicyChange = {
  [Member in keyof Omit<StackPolicyMembers, 'cleanup' | 'encryption_keys'>]?:
    NonNullable<StackPolicy[Member]> | 'never' | null;
} & {
  cleanup?: { [Member in keyof CleanupPolicy]?: CleanupPolicy[Member] | 'never' | null } | null;
  encryption_keys?: Record<string, string | null> | null;
};

const defaults: StackPolicy = {
  encryption_keys: {},
  test_replicas: false,
  require_tests: false,
  require_approval: false,
  deprecate_after_days: 90,
  supersede_grace_days: null,
  deprecate_on_findings: null,
  scan_packages: null,
  deregistration_protection: null,
  cleanup: {
    enabled: false,
    keep_latest: 2,
    deprecated_days: 180,
    unused_days: 180,
    minimum_age_days: 14,
    template_versions: 10,
    orphan_days: null,
    grace_minutes: 60,
    disable_during_grace: false,
    most_per_run: 50,
  },
  pause_after_failures: 3,
};

/** Returns the policy of a stack by its record, with defaults for what is not set. */
export function policyOf(record: Pick<StackPolicyRecord, 'policy'> | undefined): StackPolicy {
  const set = record?.policy ?? {};
  return { ...defaults, ...set, cleanup: { ...defaults.cleanup, ...set.cleanup } };
}

/**
 * Returns the set fields of a policy after a change. Fields that the change does not name stay; encryption keys and
 * fields of the cleanup change one by one.
 */
export function changedPolicy(set: StackPolicyMembers, change: StackPolicyChange): StackPolicyMembers {
  const { cleanup, encryption_keys, ...plain } = change;
  const next = merged(set, withNever(plain));
  return merged(next, {
    ...(cleanup !== undefined && { cleanup: cleanup && orNull(merged(set.cleanup ?? {}, withNever(cleanup))) }),
    ...(encryption_keys !== undefined && {
      encryption_keys: encryption_keys && orNull(merged(set.encryption_keys ?? {}, encryption_keys)),
    }),
  });
}

const never = Symbol('never');

function withNever(change: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(change).map(([member, value]) => [member, value === 'never' ? never : value]),
  );
}

function merged<Members extends object>(set: Members, change: Record<string, unknown>): Members {
  const members = { ...set } as Record<string, unknown>;
  for (const [member, value] of Object.entries(change)) {
    if (value === null) delete members[member];
    else if (value !== undefined) members[member] = value === never ? null : value;
  }
  return members as Members;
}

/** Returns null for an empty object, which is the same as none. */
function orNull<Members extends object>(members: Members): Members | null {
  return Object.keys(members).length > 0 ? members : null;
}

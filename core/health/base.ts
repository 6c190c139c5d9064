import type { Health, HealthLevel } from '../model/image';

const day = 86_400_000;

/** The facts about the base that an image was built from. Dates are RFC 3339. */
export interface BaseFacts {
  /** Id of the image's base; undefined when it was not recorded. */
  base_ami?: string;
  /**
   * The image that the source of the base currently names, in the image's region; undefined when it could not be read.
   */
  current_ami?: string;
  /** When the base was created; undefined when it could not be read. */
  base_created?: string;
  /** EC2 no longer knows the base. */
  base_gone?: boolean;
  /** The base's owner was queried, so a base that was not found is gone. */
  owner_known?: boolean;
}

/**
 * Judges the base of an image. "spawn checks if AWS has released a NEWER base AMI, not just if yours is old": the
 * current base gives no message. An older base is critical after 90 days, a warning after 30, and only a message
 * before. A base that could not be read is `unknown`, never healthy. A base that no longer exists is critical, because
 * it gets no patches.
 */
export function judgeBaseHealth(base: BaseFacts, now: Date): Health {
  const health = (level: HealthLevel, ...messages: string[]): Health => ({
    level,
    messages,
    checked_at: now.toISOString(),
  });
  const { base_ami: yours, current_ami: current } = base;
  if (!yours) return health('unknown', 'base AMI is not recorded: it cannot be checked');
  if (!current && base.base_gone && base.owner_known)
    return health('critical', `base AMI no longer exists (yours: ${yours}) - rebuild recommended`);
  if (!current) return health('unknown', `current base AMI cannot be read (yours: ${yours})`);
  if (current === yours) return health('healthy');
  if (base.base_gone)
    return health('critical', `base AMI no longer exists (current: ${current}, yours: ${yours}) - rebuild recommended`);
  const age = base.base_created === undefined ? NaN : Math.floor((now.getTime() - Date.parse(base.base_created)) / day);
  if (Number.isNaN(age))
    return health('unknown', `newer base AMI available (current: ${current}), age of yours unknown (yours: ${yours})`);
  if (age > 90)
    return health(
      'critical',
      `newer base AMI available (current: ${current}, yours: ${yours}, age: ${age}d) - rebuild recommended`,
    );
  if (age > 30)
    return health('warning', `newer base AMI available (current: ${current}, yours: ${yours}, age: ${age}d)`);
  return health('healthy', `newer base AMI available (current: ${current})`);
}

/** The conditions that a state machine waits for. */
export type WaitCondition =
  | 'instance-reachable'
  | 'command-finished'
  | 'object-written'
  | 'instance-stopped'
  | 'image-available'
  | 'refresh-ended'
  | 'approval-decided'
  | 'turn-come';

/** An outstanding wait of one state of one execution. Events find it by `resource`. Times are RFC 3339 in UTC. */
export interface Wait {
  /** Name of the execution and of the state: a retry of the state replaces the token. */
  execution: string;
  state: string;
  token: string;
  build_id: string;
  condition: WaitCondition;
  /**
   * `object:<key>`, `command:<id>`, `instance:<region>:<id>`, `image:<region>:<id>`, `refresh:<region>:<id>`,
   * `approval:<build id>` or `turn:<build id>`.
   */
  resource: string;
  region: string;
  /** The member account of the resource; absent in the home account. */
  account?: string;
  instance_id?: string;
  command_id?: string;
  ami_id?: string;
  object_key?: string;
  /** The instance refresh and its Auto Scaling group. */
  refresh_id?: string;
  group?: string;
  /** Whether it goes on after its run was cancelled, because it waits for what takes the run back. */
  outlives_cancel?: true;
  /** Whether its command refuses an instance on which user data still runs, with exit code 249. */
  checks_user_data?: true;
  /** The name for people: the script's name, the report. */
  subject?: string;
  /** The time that the awaited script may run, in seconds. */
  limit_seconds?: number;
  started_at: string;
  deadline: string;
}

/** Returns whether a wait fails once its run is cancelled. */
export function isCancellable({ outlives_cancel }: Wait): boolean {
  return outlives_cancel !== true;
}

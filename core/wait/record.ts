/** The conditions that a state machine waits for. */
export type WaitCondition =
  | 'instance-reachable'
  | 'command-finished'
  | 'object-written'
  | 'instance-stopped'
  | 'image-available'
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
   * `object:<key>`, `command:<id>`, `instance:<region>:<id>`, `image:<region>:<id>`, `approval:<build id>` or
   * `turn:<build id>`.
   */
  resource: string;
  region: string;
  /** The member account of the resource; absent in the home account. */
  account?: string;
  instance_id?: string;
  command_id?: string;
  ami_id?: string;
  object_key?: string;
  /** The name for people: the script's name, the report. */
  subject?: string;
  started_at: string;
  deadline: string;
}

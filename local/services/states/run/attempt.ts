import type { Scope } from '../value/scope';
import type { Flow } from './flow';
import type { EventDetails } from './history';

/** One attempt of a Task: its events, limits and lifetime. */
export interface Attempt {
  readonly flow: Flow;
  /** Ends with the attempt, whatever ends it. */
  readonly scope: Scope;
  /**
   * Appends an event of this task, such as `Submitted` or `Succeeded`, under the names that AWS has for its kind of
   * resource.
   */
  record(step: string, details?: EventDetails): void;
}

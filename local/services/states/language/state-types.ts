import type { Json } from '../value/json';
import type { Condition } from './choice';
import type { Expression } from '../syntax/path-value';
import type { Combine } from '../expression/result-path';
import type { Catcher, Retrier } from './retry';
import type { Resource } from './resource';

/** States that refer to each other: a machine, a branch of a Parallel, the item processor of a Map. */
export interface StateGroup {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** A whole definition, checked and compiled. */
export interface Definition extends StateGroup {
  readonly timeoutSeconds: number | undefined;
}

interface Common {
  readonly name: string;
  /** InputPath: the effective input from the raw one. */
  readonly select: Expression;
  /** OutputPath: what goes on to the next state. */
  readonly emit: Expression;
  /** Undefined for the last state. */
  readonly next: string | undefined;
}

/** What Task, Parallel and Map have in common: they may fail, be retried and caught. */
export interface Fallible extends Common {
  readonly parameters: Expression | undefined;
  readonly resultSelector: Expression | undefined;
  readonly combine: Combine;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
}

export interface PassState extends Common {
  readonly type: 'Pass';
  readonly parameters: Expression | undefined;
  readonly result: Json | undefined;
  readonly combine: Combine;
}

export interface ChoiceState extends Common {
  readonly type: 'Choice';
  readonly rules: readonly { condition: Condition; next: string }[];
  readonly fallback: string | undefined;
}

export interface WaitState extends Common {
  readonly type: 'Wait';
  readonly until: { kind: 'seconds' | 'timestamp'; value: Expression };
}

export interface SucceedState extends Common {
  readonly type: 'Succeed';
}

export interface FailState extends Common {
  readonly type: 'Fail';
  readonly error: Expression | undefined;
  readonly cause: Expression | undefined;
}

export interface TaskState extends Fallible {
  readonly type: 'Task';
  readonly resource: Resource;
  readonly timeout: Expression | undefined;
  readonly heartbeat: Expression | undefined;
}

export interface ParallelState extends Fallible {
  readonly type: 'Parallel';
  readonly branches: readonly StateGroup[];
}

export interface MapState extends Fallible {
  readonly type: 'Map';
  readonly items: Expression;
  readonly itemSelector: Expression | undefined;
  readonly concurrency: Expression;
  readonly processor: StateGroup;
}

export type FallibleState = TaskState | ParallelState | MapState;
export type State = FallibleState | PassState | ChoiceState | WaitState | SucceedState | FailState;

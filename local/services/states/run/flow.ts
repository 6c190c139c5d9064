import type { Json, JsonObject } from '../value/json';
import type { Data } from '../syntax/path-value';
import type { Scope } from '../value/scope';
import type { StateGroup } from '../language/state-types';
import type { Cursor, EventDetails } from './history';
import type { RunningExecution } from './surroundings';

/** One thread of an execution: the execution itself, a branch of a Parallel, an item of a Map. */
export class Flow {
  constructor(
    readonly execution: RunningExecution,
    readonly scope: Scope,
    readonly cursor: Cursor,
    private readonly context: JsonObject,
    private state: JsonObject = {},
  ) {}

  /** The same execution in a branch of its own, with more in the context object. */
  fork(scope: Scope, context: JsonObject = {}): Flow {
    return new Flow(
      this.execution,
      scope,
      { previous: this.cursor.previous },
      { ...this.context, ...context },
      this.state,
    );
  }

  /** Appends an event to the history. Throws when the thread is over. */
  record(type: string, details?: EventDetails): number {
    this.scope.throwIfCancelled();
    return this.execution.history.record(this.cursor, type, details);
  }

  /** Appends an event that the next one does not follow, as AWS does at the end of a Parallel, a Map and its items. */
  recordAside(type: string, details?: EventDetails): number {
    const { previous } = this.cursor;
    const id = this.record(type, details);
    this.cursor.previous = previous;
    return id;
  }

  /** The next event follows that one. */
  follow(eventId: number): void {
    this.cursor.previous = eventId;
  }

  /** From now on `$$.State` tells of this state. */
  enter(name: string, retryCount: number, entered: number): void {
    this.state = { Name: name, EnteredTime: new Date(entered).toISOString(), RetryCount: retryCount };
  }

  /** What expressions see when they read that input. */
  data(input: Json, context: JsonObject = {}): Data {
    return {
      input,
      context: { ...this.context, State: this.state, ...context },
      random: this.execution.surroundings.random,
    };
  }
}

/** What a state hands on: its output, and the next state unless it was the last. */
export interface Outcome {
  readonly output: Json;
  readonly next: string | undefined;
}

/** Runs the states inside of a Parallel or a Map: handed in, since a container is a state of a group itself. */
export type RunGroup = (group: StateGroup, input: Json, flow: Flow) => Promise<Json>;

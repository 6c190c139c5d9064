import type { Clock } from '../../../kernel/types';
import { StatesError } from '../value/errors';

export type EventDetails = Record<string, unknown>;

/**
 * An event as GetExecutionHistory gives it, its time in milliseconds; the details stand under AWS's name for the type.
 */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly details: { readonly key: string; readonly value: EventDetails } | undefined;
}

/** Where one thread of an execution stands: the event that its next one follows. */
export interface Cursor {
  previous: number;
}

/** "If the execution history reaches this limit, the execution will fail": 25,000 events, the last of which says so. */
const MOST_EVENTS = 25_000;

/** The events of one execution in order. */
export class History {
  readonly events: HistoryEvent[] = [];

  constructor(private readonly clock: Clock) {}

  /**
   * Appends an event and moves the cursor to it. Throws States.Runtime when only the place for the last event is left.
   */
  record(cursor: Cursor, type: string, details?: EventDetails): number {
    if (this.events.length >= MOST_EVENTS - 1) throw new HistoryFull();
    return this.append(cursor, type, details);
  }

  /** Appends the event that ends the execution; there is always room for it. */
  recordEnd(cursor: Cursor, type: string, details: EventDetails): void {
    this.append(cursor, type, details);
  }

  private append(cursor: Cursor, type: string, details: EventDetails | undefined): number {
    const id = this.events.length + 1;
    this.events.push({
      id,
      previousEventId: cursor.previous,
      timestamp: this.clock.now(),
      type,
      details: details && { key: detailsKey(type), value: details },
    });
    cursor.previous = id;
    return id;
  }
}

/** The history has no room: the whole execution fails, whatever its states would catch. */
export class HistoryFull extends StatesError {
  constructor() {
    super('States.Runtime', `The execution reached the maximum number of history events (${MOST_EVENTS}).`);
    this.located = true;
  }
}

function detailsKey(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

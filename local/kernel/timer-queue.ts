interface Entry {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
  readonly background: boolean;
  waiting: boolean;
}

/**
 * Timers by due time, equal ones in the order in which they were added: a binary heap, cancelled ones dropped when they
 * surface.
 */
export class TimerQueue {
  private readonly heap: Entry[] = [];
  private added = 0;
  private foregroundCount = 0;

  /** How many timers that are not background ones are outstanding. */
  get foreground(): number {
    return this.foregroundCount;
  }

  /** Adds a timer; the answer cancels it and does nothing once it has been taken. */
  add(due: number, run: () => void, background: boolean): () => void {
    const entry: Entry = { due, order: this.added, run, background, waiting: true };
    this.added += 1;
    if (!background) this.foregroundCount += 1;
    this.heap.push(entry);
    this.rise(this.heap.length - 1);
    return () => this.leave(entry);
  }

  /** When the next timer is due; undefined when there is none. */
  due(): number | undefined {
    while (this.heap[0] && !this.heap[0].waiting) this.pop();
    return this.heap[0]?.due;
  }

  /** Removes the next timer and answers with what it runs. Ask `due` first. */
  take(): () => void {
    const entry = this.pop();
    this.leave(entry);
    return entry.run;
  }

  private leave(entry: Entry): void {
    if (!entry.waiting) return;
    entry.waiting = false;
    if (!entry.background) this.foregroundCount -= 1;
  }

  private pop(): Entry {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (!first || !last) throw new Error('take() of an empty timer queue: ask due() first.');
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    return first;
  }

  private before(one: number, other: number): boolean {
    const a = this.heap[one];
    const b = this.heap[other];
    return a !== undefined && b !== undefined && (a.due < b.due || (a.due === b.due && a.order < b.order));
  }

  private swap(one: number, other: number): void {
    const a = this.heap[one];
    const b = this.heap[other];
    if (a && b) [this.heap[one], this.heap[other]] = [b, a];
  }

  private rise(index: number): void {
    for (let at = index; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(index: number): void {
    for (let at = index; ;) {
      let smallest = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (this.before(child, smallest)) smallest = child;
      if (smallest === at) return;
      this.swap(at, smallest);
      at = smallest;
    }
  }
}

import type { BusEvent } from '../../../local/kernel/types';
import type { Local } from '../../../local/app/simulation';
import type { EventFault } from './case';

const hour = 3_600_000;
const strangers = {
  ami: 'ami-0ffffffffffffffff',
  i: 'i-0ffffffffffffffff',
  command: '00000000-0000-4000-8000-000000000000',
};

/** Lets the events of a case come late, twice, never, before their time, for what is not ours, or spoilt. */
export class Events {
  struck = 0;
  /** Off while the invariants are checked. */
  on = true;
  readonly counts: Record<string, number> = {};
  private held: BusEvent | undefined;

  constructor(
    private readonly local: Local,
    private readonly faults: readonly EventFault[],
    private readonly note: (event: BusEvent) => void,
  ) {}

  /** Stands before the bus. */
  readonly emit = (event: BusEvent): void => {
    const { bus } = this.local;
    this.note(event);
    if (!this.on) return this.deliver(event);
    const name = `${event.source}/${event['detail-type']}`;
    const nth = (this.counts[name] = (this.counts[name] ?? 0) + 1);
    const fault = this.faults.find((one) => one.event === name && (one.nth === nth || one.nth === 0));
    if (!fault) return this.deliver(event);
    this.struck += 1;
    switch (fault.kind) {
      case 'tripled':
        for (let copy = 0; copy < 3; copy += 1) bus.emit(event);
        return;
      case 'dropped':
        return;
      case 'hour-late':
        this.local.clock.after(hour, () => bus.emit(event));
        return;
      case 'reordered':
        this.held = event;
        this.local.clock.after(hour, () => this.release());
        return;
      case 'early':
        // What the event will tell is not true yet: it is told once before its time, and once at it.
        bus.emit(event);
        for (const told of premature(event)) bus.emit(told);
        return;
      case 'foreign':
        bus.emit(foreign(event));
        bus.emit(event);
        return;
      case 'malformed':
        for (const spoilt of malformed(event)) bus.emit(spoilt);
        bus.emit(event);
        return;
      default:
        throw new Error(`no event fault ${String(fault.kind)}`);
    }
  };

  private deliver(event: BusEvent): void {
    this.local.bus.emit(event);
    this.release();
  }

  private release(): void {
    const { held } = this;
    this.held = undefined;
    if (held) this.local.bus.emit(held);
  }
}

/** Events that claim an end which has not come. */
function premature(event: BusEvent): BusEvent[] {
  const { detail } = event;
  if (event.source === 'aws.ec2' && 'instance-id' in detail)
    return ['stopped', 'terminated'].map((state) => ({ ...event, detail: { ...detail, state } }));
  if (event.source === 'aws.ec2' && 'ImageId' in detail)
    return ['failed', 'deregistered'].map((State) => ({ ...event, detail: { ...detail, State, ErrorMessage: '' } }));
  if (event.source === 'aws.ssm') return ['Failed'].map((status) => ({ ...event, detail: { ...detail, status } }));
  return [event];
}

function foreign(event: BusEvent): BusEvent {
  const text = JSON.stringify(event)
    .replace(/ami-[0-9a-f]{17}/g, strangers.ami)
    .replace(/\bi-[0-9a-f]{17}/g, strangers.i)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, strangers.command);
  return JSON.parse(text) as BusEvent;
}

function malformed(event: BusEvent): BusEvent[] {
  const keys = Object.keys(event.detail);
  const without = keys.map((key) => ({
    ...event,
    detail: Object.fromEntries(Object.entries(event.detail).filter(([name]) => name !== key)),
  }));
  const wrong = keys.map((key) => ({ ...event, detail: { ...event.detail, [key]: { unexpected: [1] } } }));
  return [...without, ...wrong, { ...event, resources: [] }, { ...event, detail: {} }];
}

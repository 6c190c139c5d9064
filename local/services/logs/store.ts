const DAY = 24 * 60 * 60 * 1000;

export interface LogEvent {
  timestamp: number;
  ingestionTime: number;
  message: string;
}

export interface LogStream {
  name: string;
  creationTime: number;
  events: LogEvent[];
}

export interface LogGroup {
  name: string;
  region: string;
  creationTime: number;
  retentionInDays?: number;
  streams: Map<string, LogStream>;
}

/** The log groups of all regions, in memory. */
export class LogStore {
  private readonly groups = new Map<string, LogGroup>();

  constructor(readonly now: () => number) {}

  define(region: string, name: string, retentionInDays?: number): LogGroup {
    const group: LogGroup = { name, region, creationTime: this.now(), retentionInDays, streams: new Map() };
    this.groups.set(`${region}/${name}`, group);
    return group;
  }

  group(region: string, name: string): LogGroup | undefined {
    return this.groups.get(`${region}/${name}`);
  }

  list(region: string): LogGroup[] {
    return [...this.groups.values()]
      .filter((group) => group.region === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The stream of that name, made if need be; streams older than the group's retention go at that moment. */
  stream(group: LogGroup, name: string): LogStream {
    const present = group.streams.get(name);
    if (present) return present;
    const oldest = this.now() - (group.retentionInDays ?? Infinity) * DAY;
    for (const [old, { creationTime }] of group.streams) {
      if (creationTime >= oldest) break;
      group.streams.delete(old);
    }
    const stream = { name, creationTime: this.now(), events: [] };
    group.streams.set(name, stream);
    return stream;
  }

  /** Appends lines as of now. */
  write(group: LogGroup, stream: string, messages: readonly string[]): void {
    const now = this.now();
    const { events } = this.stream(group, stream);
    for (const message of messages) events.push({ timestamp: now, ingestionTime: now, message });
  }
}

import { seededRandom } from '../../../local/kernel/random';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Moments around which clocks go wrong: leap days, new years, changes of summer time in many zones, ends of counters. */
const turning = [
  ...[
    '2028-02-28T23:59:59Z',
    '2028-02-29T12:00:00Z',
    '2028-03-01T00:00:00Z',
    '2027-02-28T23:59:59.999Z',
    '2100-02-28T23:00:00Z',
  ],
  ...[
    '2026-12-31T23:59:59Z',
    '2027-01-01T00:00:00Z',
    '2026-06-30T23:59:59Z',
    '2038-01-19T03:14:07Z',
    '2106-02-07T06:28:15Z',
  ],
  // Europe, the United States, Lord Howe (half an hour), Apia, Chatham, Cairo.
  ...['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-03-08T07:00:00Z', '2026-11-01T06:00:00Z'],
  ...['2026-04-04T15:00:00Z', '2026-10-03T15:30:00Z', '2026-04-03T14:00:00Z', '2026-04-23T22:00:00Z'],
  ...['2026-01-14T10:00:00Z', '2199-12-31T23:59:00Z'],
];

/** Zones of machines and of schedules: with and without summer time, by hours and quarters, on both sides of the date line. */
export const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
] as const;

/** What a date may be that a person, a tag or a broken clock says, none of which is a time. */
export const unreadable = [
  ...[
    '',
    ' ',
    'never',
    'yesterday',
    'soon',
    '5',
    '0',
    '-1',
    '1e3',
    'NaN',
    'null',
    '2026',
    '12/25',
    'Jan 5',
    'until release 2',
  ],
  ...[
    'ask bob 3',
    '2026-02-30',
    '2027-02-29T00:00:00Z',
    '2026-13-01',
    '2026-01-14T10:00',
    '2026-01-14 10:00',
    '2026-01-14T25:00:00Z',
  ],
  ...[
    '1767225600',
    '1767225600000',
    '2026-01-14T10:00:00+25:00',
    'on 2026-05-01 maybe',
    'v2',
    '+275760-09-13T00:00:00Z',
  ],
];

/** What is drawn for one case. */
export class Draw {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(`clock ${seed}`);
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  chance(part: number): boolean {
    return this.random() < part;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** A time at a turning point, or up to a day and some away from it. */
  moment(): Date {
    const around = this.pick([0, 1, 999, 1000, minute, hour, 3 * hour, day, 40 * day]);
    const sign = this.pick([-1, 1]);
    return new Date(Date.parse(this.pick(turning)) + sign * this.below(around + 1));
  }

  /** Milliseconds by which another clock may differ: up to a day. */
  skew(): number {
    return this.pick([0, 1, -1, minute, -minute, day, -day, this.below(day), -this.below(day)]);
  }

  unreadable(): string {
    return this.pick(unreadable);
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((one) => ({ one, rank: this.random() }))
      .sort((left, right) => left.rank - right.rank)
      .map(({ one }) => one);
  }
}

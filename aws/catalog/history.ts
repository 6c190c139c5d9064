import type { HistoryEvent } from '../../core/history/record';
import { monthsBack } from '../../core/history/period';
import { SpawnError } from '../../core/errors';
import { writeItem, type Condition, type Placement } from './store/items';
import { findAll, findPage } from './store/queries';

/** A query for events of the history. `by` is a part of the caller's ARN. */
export interface HistoryQuestion {
  since: Date;
  until: Date;
  by?: string;
  stack?: string;
  limit: number;
  cursor?: string;
}

/** Adds an event to the history of the deployment. The same id overwrites it, so that a retry adds nothing. */
export async function recordHistory(id: string, event: HistoryEvent): Promise<void> {
  await writeItem({ pk: `HISTORY#${id}`, sk: 'EVENT', ...inHistory(event.time, id) }, event);
}

/** Returns the place of an event in the history of the deployment: one partition a month, by time. */
export function inHistory(time: string, id: string): Pick<Placement, 'gsi1pk' | 'gsi1sk'> {
  return { gsi1pk: partitionOf(time.slice(0, 7)), gsi1sk: `${time}#${id}` };
}

/** Returns a page of the history, newest first. Throws InvalidRequest for a cursor of another query. */
export async function listHistory(question: HistoryQuestion): Promise<{ events: HistoryEvent[]; cursor?: string }> {
  const { since, until, limit, cursor = '' } = question;
  const months = monthsBack(until, since);
  const [start = '', rest = ''] = cursor.split('/');
  if (cursor !== '' && !months.includes(start))
    throw new SpawnError('InvalidRequest', `'${cursor.slice(0, 60)}' is not a cursor of this list: start without one.`);
  const events: HistoryEvent[] = [];
  for (const month of months.slice(Math.max(0, months.indexOf(start)))) {
    // Everything of the months before the first was returned, so that the next page starts at this month.
    if (events.length >= limit) return { events, cursor: `${month}/` };
    const page = await findPage<HistoryEvent>(
      { index: 'gsi1', partition: partitionOf(month), descending: true, where: conditionOf(question) },
      { limit: limit - events.length, cursor: (month === start && rest) || undefined },
    );
    events.push(...page.items);
    if (page.cursor !== undefined) return { events, cursor: `${month}/${page.cursor}` };
  }
  return { events };
}

/** Returns all events of a day, such as `2026-01-14`, oldest first. */
export function historyOfDay(day: string): Promise<HistoryEvent[]> {
  return findAll<HistoryEvent>({ index: 'gsi1', partition: partitionOf(day.slice(0, 7)), startsWith: day });
}

function partitionOf(month: string): string {
  return `HISTORY#${month}`;
}

function conditionOf({ since, by, stack }: HistoryQuestion): Condition {
  return {
    expression: ['#time >= :since', by && 'contains(#by, :by)', stack && '#stack = :stack']
      .filter(Boolean)
      .join(' AND '),
    names: { '#time': 'time', ...(by && { '#by': 'by' }), ...(stack && { '#stack': 'stack' }) },
    values: { ':since': since.toISOString(), ...(by && { ':by': by }), ...(stack && { ':stack': stack }) },
  };
}

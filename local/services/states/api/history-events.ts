import type { HistoryEvent } from '../run/history';

const DATA = ['input', 'inputDetails', 'output', 'outputDetails', 'parameters'];

/** Events with the SDK's member names; without the states' inputs and outputs unless they are asked for. */
export function historyEvents(events: readonly HistoryEvent[], withData: boolean): Record<string, unknown>[] {
  return events.map(({ id, previousEventId, timestamp, type, details }) => ({
    timestamp: new Date(timestamp),
    type,
    id,
    previousEventId,
    ...(details && {
      [details.key]: withData
        ? details.value
        : Object.fromEntries(Object.entries(details.value).filter(([name]) => !DATA.includes(name))),
    }),
  }));
}

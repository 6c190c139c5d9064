import { page } from '../../kernel/service';
import { AwsError } from '../../kernel/types';
import type { LogEvent, LogGroup, LogStream } from './store';

interface Span {
  startTime?: number;
  endTime?: number;
}

const within =
  ({ startTime = 0, endTime = Infinity }: Span) =>
  (event: LogEvent): boolean =>
    event.timestamp >= startTime && event.timestamp < endTime;

/** GetLogEvents: pages forward from the head or the tail; like CloudWatch, the last page repeats its token. */
export function events(
  stream: LogStream,
  input: Span & { nextToken?: string; limit?: number; startFromHead?: boolean },
): Record<string, any> {
  const found = stream.events.filter(within(input));
  const limit = input.limit ?? 10_000;
  const token = input.nextToken === undefined ? undefined : /^([fb])\/(\d+)$/.exec(input.nextToken);
  if (token === null) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  const position = token ? Number(token[2]) : input.startFromHead ? 0 : Math.max(0, found.length - limit);
  const start = token?.[1] === 'b' ? Math.max(0, position - limit) : position;
  const end = token?.[1] === 'b' ? position : Math.min(found.length, start + limit);
  return { events: found.slice(start, end), nextForwardToken: `f/${end}`, nextBackwardToken: `b/${start}` };
}

/**
 * Compiles a filter pattern of plain words, all of which must occur. Throws InvalidParameterException for JSON and
 * bracket patterns, which are not simulated.
 */
export function matcher(pattern: string | undefined): (message: string) => boolean {
  const text = (pattern ?? '').trim();
  if (/^[{[%]/.test(text))
    throw new AwsError(
      'InvalidParameterException',
      `The filter pattern '${text}' is not simulated: only words and quoted phrases are.`,
    );
  const words = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
  return (message) =>
    words.every((word) => (word.startsWith('-') ? !message.includes(word.slice(1)) : message.includes(word)));
}

/** FilterLogEvents: the events of some streams, by time. */
export function filtered(
  group: LogGroup,
  input: Span & { logStreamNames?: string[]; logStreamNamePrefix?: string; nextToken?: string; limit?: number },
  matches: (message: string) => boolean,
): Record<string, any> {
  const streams = [...group.streams.values()].filter(
    (stream) =>
      (input.logStreamNames?.includes(stream.name) ?? true) && stream.name.startsWith(input.logStreamNamePrefix ?? ''),
  );
  const found = streams
    .flatMap((stream) =>
      stream.events.map((event, index) => ({
        ...event,
        logStreamName: stream.name,
        eventId: `${stream.name}/${index}`,
      })),
    )
    .filter(within(input))
    .filter((event) => matches(event.message))
    .sort((a, b) => a.timestamp - b.timestamp);
  const { items, next } = page(found, input.limit ?? 10_000, input.nextToken);
  return { events: items, searchedLogStreams: [], nextToken: next };
}

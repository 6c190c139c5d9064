import { FilterLogEventsCommand, type FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { isAwsError, isDenied, messageOf } from '../client/errors';
import { cloudWatchLogs } from '../client/clients';
import { decodeMarks, encodeMarks, lastTime, markName, type LogMarks } from './log-cursor';

export interface LogLine {
  /** RFC 3339 in UTC. */
  time: string;
  stream: string;
  text: string;
}

/** Streams of a log group in a region with a common prefix, such as the id of a command. */
export interface LogSource {
  region: string;
  group: string;
  prefix: string;
}

/** A source that this deployment may not read, for example in a region that was removed from the settings. */
export interface UnreadSource {
  region: string;
  reason: string;
}

export interface LogRequest {
  /** Ordered as their lines are returned; prefixes are unique. */
  sources: readonly LogSource[];
  cursor?: string;
  /** Maximum number of lines. */
  limit?: number;
}

// CloudWatch also returns empty pages while it searches.
const mostPages = 25;
// How much later than a line of another stream a line may arrive and still be returned.
const latenessMilliseconds = 30_000;

/**
 * Returns the lines since the cursor, source after source, and the next cursor, which gives later lines, each once. A
 * group or stream that does not exist yet has no lines. A source that may not be read is named in `unread` and hides no
 * other. Throws InvalidRequest for a bad cursor.
 */
export async function readLog({
  sources,
  cursor,
  limit = 1000,
}: LogRequest): Promise<{ lines: LogLine[]; cursor: string; unread: UnreadSource[] }> {
  const marks = decodeMarks(cursor);
  const lines: LogLine[] = [];
  const unread: UnreadSource[] = [];
  const readSource = async (source: LogSource): Promise<void> => {
    const since = lastTime(marks, source.prefix) - latenessMilliseconds;
    for await (const event of eventsOf(source, since, unreadEvents(marks, source.prefix))) {
      if (lines.length === limit) break;
      const { time, stream, text, mark } = event;
      lines.push({ time: new Date(time).toISOString(), stream, text });
      marks[mark] = [time, event.occurrence];
    }
  };
  for (const source of sources) {
    if (lines.length === limit) break;
    try {
      await readSource(source);
    } catch (error) {
      if (!isDenied(error)) throw error;
      unread.push({ region: source.region, reason: messageOf(error) });
    }
  }
  return { lines, cursor: encodeMarks(marks), unread };
}

interface UnreadEvent {
  time: number;
  stream: string;
  text: string;
  mark: string;
  /** The number of the line among those of its stream and time. */
  occurrence: number;
}

async function* eventsOf(
  source: LogSource,
  since: number,
  judge: (event: FilteredLogEvent) => UnreadEvent | undefined,
): AsyncGenerator<UnreadEvent> {
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await ask(source, Math.max(0, since), token);
    for (const event of answer.events) {
      const found = judge(event);
      if (found) yield found;
    }
    token = answer.next;
    if (!token) return;
  }
}

/**
 * Returns a function that skips events that were read before. It must receive all events since shortly before the last
 * one read.
 */
function unreadEvents(marks: LogMarks, prefix: string): (event: FilteredLogEvent) => UnreadEvent | undefined {
  const occurrences = new Map<string, number>();
  return ({ timestamp: time = 0, logStreamName: stream = '', message = '' }) => {
    const mark = markName(prefix, stream);
    const occurrence = (occurrences.get(`${mark}@${time}`) ?? 0) + 1;
    occurrences.set(`${mark}@${time}`, occurrence);
    const [lastTimeRead, linesRead] = marks[mark] ?? [-1, 0];
    if (time < lastTimeRead || (time === lastTimeRead && occurrence <= linesRead)) return undefined;
    return { time, stream, text: message.replace(/\r?\n$/, ''), mark, occurrence };
  };
}

async function ask(
  { region, group, prefix }: LogSource,
  since: number,
  token: string | undefined,
): Promise<{ events: FilteredLogEvent[]; next?: string }> {
  try {
    const answer = await cloudWatchLogs(region).send(
      new FilterLogEventsCommand({
        logGroupName: group,
        logStreamNamePrefix: prefix,
        startTime: since,
        ...(token && { nextToken: token }),
      }),
    );
    return { events: answer.events ?? [], next: answer.nextToken };
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return { events: [] };
    throw error;
  }
}

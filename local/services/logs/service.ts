import type { OperationService } from '../../kernel/service';
import { createService, page } from '../../kernel/service';
import type { Call } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import { events, filtered, matcher } from './reading';
import type { LogGroup, LogStore, LogStream } from './store';

/** CloudWatch Logs: streams and their events in the log groups of the templates; other groups can be created. */
export function createLogs(store: LogStore, accountId: string): OperationService {
  const arn = (call: Call, group: string, stream = ''): string =>
    `arn:aws:logs:${call.region}:${accountId}:log-group:${group}:log-stream:${stream}`;
  const nameOf = (call: Call): string =>
    call.input.logGroupName ??
    String(call.input.logGroupIdentifier ?? '').replace(/^arn:.*:log-group:([^:]+).*$/, '$1');

  function group(call: Call, stream = ''): LogGroup {
    call.authorize(`logs:${call.action}`, arn(call, nameOf(call), stream));
    const found = store.group(call.region, nameOf(call));
    if (!found) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return found;
  }
  function stream(call: Call): LogStream {
    const found = group(call, call.input.logStreamName).streams.get(call.input.logStreamName);
    if (!found) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    return found;
  }

  return createService('logs', {
    CreateLogGroup: {
      parameters: ['logGroupName', 'tags'],
      run(call) {
        call.authorize('logs:CreateLogGroup', arn(call, nameOf(call)));
        if (call.input.tags) call.authorize('logs:TagResource', arn(call, nameOf(call)));
        if (store.group(call.region, nameOf(call)))
          throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
        store.define(call.region, nameOf(call));
        return {};
      },
    },
    PutRetentionPolicy: {
      parameters: ['logGroupName', 'retentionInDays'],
      run(call) {
        group(call).retentionInDays = call.input.retentionInDays;
        return {};
      },
    },
    CreateLogStream: {
      parameters: ['logGroupName', 'logStreamName'],
      run(call) {
        const found = group(call, call.input.logStreamName);
        if (found.streams.has(call.input.logStreamName))
          throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
        store.stream(found, call.input.logStreamName);
        return {};
      },
    },
    PutLogEvents: {
      parameters: ['logGroupName', 'logStreamName', 'logEvents', 'sequenceToken'],
      run(call) {
        const ingestionTime = store.now();
        stream(call).events.push(
          ...(call.input.logEvents as { timestamp: number; message: string }[]).map((event) => ({
            ...event,
            ingestionTime,
          })),
        );
        return {};
      },
    },
    GetLogEvents: {
      parameters: [
        'logGroupName',
        'logGroupIdentifier',
        'logStreamName',
        'startTime',
        'endTime',
        'nextToken',
        'limit',
        'startFromHead',
      ],
      run: (call) => events(stream(call), call.input),
    },
    FilterLogEvents: {
      parameters: [
        'logGroupName',
        'logGroupIdentifier',
        'logStreamNames',
        'logStreamNamePrefix',
        'startTime',
        'endTime',
        'filterPattern',
        'nextToken',
        'limit',
      ],
      run: (call) => filtered(group(call), call.input, matcher(call.input.filterPattern)),
    },
    DescribeLogStreams: {
      parameters: [
        'logGroupName',
        'logGroupIdentifier',
        'logStreamNamePrefix',
        'orderBy',
        'descending',
        'nextToken',
        'limit',
      ],
      run(call) {
        const { logStreamNamePrefix = '', orderBy, descending, limit = 50, nextToken } = call.input;
        const last = (one: LogStream): number => one.events.at(-1)?.timestamp ?? 0;
        const found = [...group(call).streams.values()].filter((one) => one.name.startsWith(logStreamNamePrefix));
        found.sort((a, b) => (orderBy === 'LastEventTime' ? last(a) - last(b) : a.name < b.name ? -1 : 1));
        const { items, next } = page(descending ? found.reverse() : found, limit, nextToken);
        const logStreams = items.map((one) => ({
          logStreamName: one.name,
          creationTime: one.creationTime,
          firstEventTimestamp: one.events[0]?.timestamp,
          lastEventTimestamp: one.events.at(-1)?.timestamp,
          arn: arn(call, nameOf(call), one.name),
        }));
        return { logStreams, nextToken: next };
      },
    },
    DescribeLogGroups: {
      parameters: ['logGroupNamePrefix', 'nextToken', 'limit'],
      run(call) {
        call.authorize('logs:DescribeLogGroups', '*');
        const { logGroupNamePrefix = '', limit = 50, nextToken } = call.input;
        const found = store.list(call.region).filter((one) => one.name.startsWith(logGroupNamePrefix));
        const { items, next } = page(found, limit, nextToken);
        const logGroups = items.map((one) => ({
          logGroupName: one.name,
          creationTime: one.creationTime,
          retentionInDays: one.retentionInDays,
          arn: `arn:aws:logs:${call.region}:${accountId}:log-group:${one.name}:*`,
        }));
        return { logGroups, nextToken: next };
      },
    },
  });
}

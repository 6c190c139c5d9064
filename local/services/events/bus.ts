import { uuid } from '../../kernel/random';
import type { OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { BusEvent, Timer, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import type { ServiceIntegrations } from './delivery';
import { deliver } from './delivery';
import { targetInput } from './input';
import { checkPattern, matchesPattern } from './pattern';
import type { Rule, RuleTarget } from './rule';
import { ruleOperations } from './rule-operations';
import { parseSchedule } from './schedule';
import { repeat } from '../../kernel/background';

export interface BusOptions {
  /** Milliseconds of simulated time until an event reaches its targets. */
  eventDelay?: number | (() => number);
  /** Whether an event is lost. */
  dropEvents?: (event: BusEvent) => boolean;
  /** How often an event arrives (default 1). */
  copies?: (event: BusEvent) => number;
}

export interface Bus extends OperationService {
  define(rule: Rule): void;
  emit(event: BusEvent): void;
  /** Events that were given up, with the reason: also in the dead letter queue where a target has one. */
  readonly failures: { rule: string; target: string; reason: string }[];
  close(): void;
}

/**
 * Creates the default event bus of each region, with the rules of the templates. Rules match patterns or run by
 * schedule (UTC), and can send events to the bus of another region.
 */
export function createBus(world: World, integrations: ServiceIntegrations, options: BusOptions = {}): Bus {
  const rules: Rule[] = [];
  const timers: Timer[] = [];
  const failures: Bus['failures'] = [];

  function send(rule: Rule, event: Record<string, any>): void {
    for (const target of rule.targets) {
      const sent = target.arn.includes(':event-bus/')
        ? forward(rule, target, event)
        : deliver(world, integrations, {
            arn: target.arn,
            role: target.role,
            input: targetInput(target, event),
            service: 'events.amazonaws.com',
            sourceArn: rule.arn,
          });
      sent.catch((error: Error) => {
        failures.push({ rule: rule.name, target: target.arn, reason: `${error.name}: ${error.message}` });
        if (target.deadLetterArn)
          integrations.sendMessage(target.deadLetterArn, JSON.stringify(event), 'events.amazonaws.com', rule.arn);
      });
    }
  }
  /** Hands an event on as it is. Throws AwsError when the target's role may not, or the bus is not simulated. */
  async function forward(rule: Rule, { arn, role }: RuleTarget, event: Record<string, any>): Promise<void> {
    const [, , , region = '', , bus] = arn.split(':');
    if (bus !== 'event-bus/default')
      throw new AwsError(
        'ResourceNotFoundException',
        `Event bus ${arn} does not exist: only default buses are simulated.`,
      );
    if (!role)
      throw new AwsError(
        'AccessDeniedException',
        `The target ${arn} of ${rule.name} needs a role that the service can assume.`,
      );
    world.authorize('events', role, region, 'events:PutEvents', arn, {
      'events:source': event.source,
      'events:detail-type': event['detail-type'],
    });
    arrive(region, event);
  }
  function arrive(region: string, event: Record<string, any>): void {
    for (const rule of rules)
      if (rule.region === region && rule.enabled && rule.pattern && matchesPattern(rule.pattern, event))
        send(rule, event);
  }
  const envelope = (event: BusEvent, time: number): Record<string, any> => ({
    version: '0',
    id: uuid(world.random),
    'detail-type': event['detail-type'],
    source: event.source,
    account: world.accountId,
    time: `${new Date(time).toISOString().slice(0, 19)}Z`,
    region: event.region,
    resources: event.resources,
    detail: event.detail,
  });

  function emit(event: BusEvent): void {
    if (options.dropEvents?.(event)) return;
    const full = JSON.parse(JSON.stringify(envelope(event, world.clock.now())));
    for (let copy = 0; copy < (options.copies?.(event) ?? 1); copy += 1) {
      const delay = typeof options.eventDelay === 'function' ? options.eventDelay() : (options.eventDelay ?? 0);
      world.clock.after(delay, () => arrive(event.region, full));
    }
  }

  function define(rule: Rule): void {
    if (rule.pattern) checkPattern(rule.pattern);
    rules.push(rule);
    if (rule.schedule === undefined || !rule.enabled) return;
    const next = parseSchedule(rule.schedule, 'UTC', world.clock.now());
    const event = {
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      region: rule.region,
      resources: [rule.arn],
      detail: {},
    };
    timers.push(repeat(world.clock, next, () => send(rule, envelope(event, world.clock.now()))));
  }

  const operations = {
    PutEvents: {
      parameters: ['Entries'],
      run(call: Parameters<OperationService['call']>[0]) {
        const entries = call.input.Entries as Record<string, any>[];
        if (entries.length < 1 || entries.length > 10)
          throw new AwsError('ValidationException', `PutEvents takes 1 to 10 entries, not ${entries.length}.`);
        call.authorize('events:PutEvents', `arn:aws:events:${call.region}:${world.accountId}:event-bus/default`, {
          'events:source': entries.map((entry) => entry.Source),
          'events:detail-type': entries.map((entry) => entry.DetailType),
        });
        return { FailedEntryCount: 0, Entries: entries.map((entry) => put(entry, call.region)) };
      },
    },
  };
  function put(entry: Record<string, any>, region: string): Record<string, string> {
    const bus = String(entry.EventBusName ?? 'default')
      .split('/')
      .pop();
    if (bus !== 'default')
      throw new AwsError(
        'ResourceNotFoundException',
        `Event bus ${bus} does not exist: only the default bus is simulated.`,
      );
    if (!entry.Source || !entry.DetailType || entry.Detail === undefined) {
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: 'Parameter Source, DetailType or Detail is not valid. Reason: it is required.',
      };
    }
    if (/^aws\./.test(entry.Source))
      return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
    emit({
      source: entry.Source,
      'detail-type': entry.DetailType,
      region,
      resources: entry.Resources ?? [],
      detail: JSON.parse(entry.Detail),
    });
    return { EventId: uuid(world.random) };
  }
  return {
    ...createService('events', { ...operations, ...ruleOperations(world, rules) }),
    define,
    emit,
    failures,
    close: () => timers.forEach((timer) => timer.cancel()),
  };
}

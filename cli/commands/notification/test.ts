import type { TestNotificationsAnswer } from '../../../core/notification/contract';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderTable } from '../../render/layout/table';

/** Sends a test event to the targets of notifications. */
export const testNotifications: CommandSpec = {
  names: ['notifications test'],
  summary: 'Send a test notification, and show where it goes',
  details:
    'Sends one event to the targets of the setting notifications, and lists them with the events and stacks that they receive. EventBridge delivers the event within seconds. What cannot be delivered goes to the dead-letter queue of the deployment, which raises an alarm.',
  arguments: [],
  flags: [
    {
      name: 'target',
      value: 'name',
      field: 'targets',
      description: 'target to send to; may be repeated (default: all)',
      repeatable: true,
    },
  ],
  examples: ['spawn notifications test', 'spawn notifications test --target slack'],
  run: async ({ flags }, context) => {
    const targets = flags.list('target');
    const api = await context.api();
    const { body } = await api.post<TestNotificationsAnswer>('/v1/notifications/test', {
      targets: targets.length > 0 ? targets : undefined,
    });
    await writeResult(context, body.targets, () =>
      renderTable(
        body.targets,
        [
          { heading: 'TARGET', cell: ({ name }) => name },
          { heading: 'SENT TO', cell: ({ to }) => to },
          { heading: 'EVENTS', cell: ({ events }) => events.join(', ') },
          { heading: 'STACKS', cell: ({ stacks }) => stacks?.join(', ') ?? 'all' },
        ],
        context.styles,
        context.terminal.width,
      ),
    );
  },
};

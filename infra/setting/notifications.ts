import * as z from 'zod';
import { kindsWithoutStack, notificationKinds, type NotificationTarget } from '../../core/notification/kinds';

/** One target of notifications: a topic, an address, or the address in a secret. */
export const notification = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'one to twenty of a-z, 0-9 and -, beginning with a letter')
    .describe('Name of the target, part of the names of its rules'),
  events: z
    .array(z.enum(notificationKinds))
    .min(1)
    .default([...notificationKinds])
    .describe('Kinds of events that it receives'),
  stacks: z
    .array(z.string().min(1).max(128))
    .min(1)
    .optional()
    .describe('Stacks whose events it receives; default: all'),
  topic: z
    .string()
    .regex(/^arn:[^:]+:sns:[^:]+:\d{12}:[\w-]+$/, 'the ARN of a topic such as arn:aws:sns:us-east-1:123456789012:amis')
    .optional()
    .describe('Topic of the home region; set one of topic, url and url_secret'),
  url: z
    .url({ protocol: /^https$/, error: 'an address that begins with https://' })
    .max(2048)
    .optional()
    .describe('Address that receives the event by POST'),
  url_secret: z
    .string()
    .regex(/^[\w/+=.@-]{1,400}$/, 'the name of a secret of Secrets Manager in the home region')
    .optional()
    .describe('Secret with the address under the key url'),
  auth_header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'the name of a header such as Authorization')
    .optional()
    .describe('Header that the address demands; its value is in the secret under the key auth'),
  format: z
    .enum(['json', 'slack'])
    .default('json')
    .describe('Body of the request: the event, or one line of text for Slack'),
});

export type NotificationSetting = z.infer<typeof notification>;

/** Returns what is wrong with targets of notifications, as `name: advice`; undefined if nothing is. */
export function wrongNotification(all: readonly NotificationSetting[], homeRegion: string): string | undefined {
  const judged = all.map((each, at) => {
    const { name, topic, url, url_secret: secret, stacks, events, auth_header: header, format } = each;
    if (all.findIndex((other) => other.name === name) !== at) return `${name}: each target needs a name of its own`;
    if ([topic, url, secret].filter((where) => where !== undefined).length !== 1)
      return `${name}: set one of topic, url and url_secret`;
    if (topic !== undefined && topic.split(':')[3] !== homeRegion)
      return `${name}: the topic must be in ${homeRegion}, as the rules that publish to it are`;
    if (topic !== undefined && format === 'slack') return `${name}: the format slack is for addresses, not for topics`;
    if (url !== undefined && isSecretAddress(url))
      return `${name}: the address of a Slack webhook is a secret: store {"url": "..."} in Secrets Manager and set url_secret`;
    if (header !== undefined && secret === undefined)
      return `${name}: auth_header needs url_secret: its secret has the value of the header under auth`;
    // Recipes may give their scripts the secrets under this path.
    if (secret?.startsWith('/spawn/'))
      return `${name}: a secret under /spawn/ can be read by recipes: use another name`;
    const none = stacks && events.find((kind) => kindsWithoutStack.includes(kind));
    if (none) return `${name}: ${none} belongs to no stack: leave out stacks, or name events without it`;
    return undefined;
  });
  return judged.find((wrong) => wrong !== undefined);
}

function isSecretAddress(url: string): boolean {
  const { hostname, username, password } = new URL(url);
  return hostname === 'hooks.slack.com' || username !== '' || password !== '';
}

/** Returns a target as the functions know it, without a secret address. */
export function targetOf({
  name,
  topic,
  url,
  url_secret: secret,
  events,
  stacks,
}: NotificationSetting): NotificationTarget {
  const to = topic ?? (url === undefined ? `the address in the secret ${secret}` : new URL(url).host);
  return { name, to, events, ...(stacks && { stacks }) };
}

/** Returns the names of the rules of a target: one for events, one for the test event. */
export function notificationRules({ name }: Pick<NotificationSetting, 'name'>): [string, string] {
  return [`notify-${name}`, `notify-${name}-test`];
}

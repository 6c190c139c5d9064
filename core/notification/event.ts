import { namesOfUses, type ImageUse } from '../reference/owners';
import type { NotificationKind } from './kinds';

type Detail = Readonly<Record<string, unknown>>;

/** What the rules of notifications decide by, and the sentence for people. */
export interface Notification {
  kind: NotificationKind;
  text: string;
  /** The sentence with `&`, `<` and `>` escaped: in Slack, `<!channel>` in a reason would alert everybody. */
  slack: string;
}

type Told = Omit<Notification, 'slack'>;

// Slack cuts longer messages, and the record has the whole text.
const longestText = 1000;

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : value === undefined
      ? ''
      : JSON.stringify(value);

const nameOf = ({ name, stack, version, ami_id, region }: Detail): string => {
  const called = text(name) || [stack, version].map(text).filter(Boolean).join(' ') || 'an image';
  const where = [ami_id, region].map(text).filter(Boolean).join(' in ');
  return where === '' ? called : `${called} (${where})`;
};

const because = ({ reason, replacement }: Detail): string =>
  `${text(reason) && `: ${text(reason)}`}${text(replacement) && `; use ${text(replacement)}`}`;

interface Failure {
  name?: string;
  message?: string;
}

function ofFailure(detail: Detail): Told | undefined {
  const { name = 'unknown', message = '' }: Failure = detail.failure ?? {};
  if (name === 'BuildCancelled') return undefined;
  const told = `${name}: ${message}`;
  return name === 'TestFailed'
    ? { kind: 'test-failed', text: `The test of ${nameOf(detail)} failed in ${text(detail.build_id)}: ${told}` }
    : { kind: 'build-failed', text: `The build ${text(detail.build_id)} of ${nameOf(detail)} failed: ${told}` };
}

const notifications: Record<string, (detail: Detail) => Told | undefined> = {
  'Image Published': (detail) => ({
    kind: 'build-succeeded',
    text: `${nameOf(detail)} is published${text(detail.build_id) && ` by ${text(detail.build_id)}`}`,
  }),
  'Build Failed': ofFailure,
  'Replication Incomplete': ofFailure,
  'Run Failed': (detail) => {
    const judged = ofFailure(detail);
    return judged?.kind === 'test-failed' ? judged : undefined;
  },
  'Image Health Changed': (detail) =>
    detail.to === 'warning' || detail.to === 'critical'
      ? {
          kind: 'image-stale',
          text: `${nameOf(detail)} is now ${detail.to}: ${(detail.messages as string[] | undefined)?.join('; ') ?? ''}`,
        }
      : undefined,
  'Image Findings Changed': (detail) => ({
    kind: 'image-findings',
    text: `${nameOf(detail)} has other findings: ${countsOf(detail.to)}`,
  }),
  'Image Deprecated': (detail) => ({
    kind: 'image-deprecated',
    text: `${nameOf(detail)} is deprecated${because(detail)}`,
  }),
  'Image Revoked': (detail) => ({ kind: 'image-revoked', text: `${nameOf(detail)} is revoked${because(detail)}` }),
  'Image In Use': (detail) => ({
    kind: 'image-in-use',
    text: `${text(detail.owner) === 'null' ? 'Nobody named' : text(detail.owner)} still uses ${nameOf(detail)} (${text(detail.because)}${because(detail)}): ${namesOfUses((detail.uses ?? []) as ImageUse[])}`,
  }),
  'Cleanup Finished': (detail) =>
    detail.status === 'planned'
      ? undefined
      : {
          kind: 'cleanup-finished',
          text: `The cleanup ${text(detail.cleanup_id)} is ${text(detail.status)}: ${countsOf(detail.counts)}`,
        },
  'Debt Recorded': (detail) => ({
    kind: 'debt',
    text: `${text(detail.kind)} ${text(detail.id)} in ${text(detail.region)} could not be removed: ${text(detail.message)}`,
  }),
  'Leftover Doubt': (detail) => ({
    kind: 'debt',
    text: `${text(detail.id)} in ${text(detail.region)} is kept in doubt: ${text(detail.reason)}`,
  }),
};

function countsOf(counts: unknown): string {
  if (typeof counts !== 'object' || counts === null) return 'none';
  const told = Object.entries(counts).filter(([, count]) => typeof count === 'number' && count > 0);
  return told.map(([name, count]) => `${count} ${name.replaceAll('_', ' ')}`).join(', ') || 'none';
}

/** Returns what is notified about one of our events; undefined for an event that is for programs only. */
export function notificationOf(detailType: string, detail: Detail): Notification | undefined {
  const judge = Object.hasOwn(notifications, detailType) ? notifications[detailType] : undefined;
  const found = judge?.(detail);
  if (!found) return undefined;
  const told = shortened(found.text);
  return { ...found, text: told, slack: escapedForSlack(told) };
}

function shortened(told: string): string {
  // Half of a surrogate pair would be no character.
  return told.length <= longestText ? told : `${told.slice(0, longestText).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** As Slack asks for in "Formatting text for app surfaces": only these three have a meaning everywhere. */
function escapedForSlack(told: string): string {
  return told.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
